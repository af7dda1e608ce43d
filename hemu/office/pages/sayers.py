"""How a value that the ledger keeps reads: one function for each kind of value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes.models import Colour
from hemu.kernel import clock
from hemu.kernel.wording import labelled, listed, noted, sentences
from hemu.privacy.models import SensitiveKind
from hemu.rulebook import codes, facts, words

Words = str | Promise
Sayer = Callable[[Any], str]

MARKS: dict[str, Words] = {
    "hard": gettext_lazy("疑难复杂"),
    "petition": gettext_lazy("涉信访"),
    "petition_settled": gettext_lazy("化解信访"),
    "mass_prevented": gettext_lazy("防止群体性事件"),
    "turned_criminal": gettext_lazy("民转刑"),
}


def said(value: Any) -> str:
    """Any JSON value in words."""
    if isinstance(value, list):
        return listed(said(one) for one in value)
    if isinstance(value, dict):
        return sentences(labelled(MARKS.get(name, name), said(one)) for name, one in value.items())
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return "" if value is None else str(value)


def one_of(choices: Any) -> Sayer:
    return lambda value: str(choices(int(value)).label) if int(value) in choices.values else str(value)


def of_list(name: str) -> Sayer:
    def say(value: Any) -> str:
        every = value if isinstance(value, list) else [value]
        return listed(codes.label(name, one) for one in every)

    return say


def told_facts(given: Mapping[str, Any]) -> str:
    return sentences(_fact(name, value) for name, value in given.items() if name in facts.FACTS)


def _fact(name: str, value: Any) -> str:
    if value is None:
        return _("%(what)s：撤回") % {"what": facts.FACTS[name].label}
    return words.recorded(name, value)


def moment(value: Any) -> str:
    try:
        if len(str(value)) <= len("2018-01-01"):
            return date.fromisoformat(str(value)).isoformat()
        return f"{clock.local(datetime.fromisoformat(str(value))):%Y-%m-%d %H:%M}"
    except ValueError:
        return str(value)


def marks(given: Any) -> str:
    held = [name for name, holds in given.items() if holds] if isinstance(given, dict) else given
    return listed(MARKS[name] for name in held if name in MARKS) or _("无")


def triage(given: Mapping[str, Any]) -> str:
    """What was made of the proposal from the narrative (hemu.triage.taken); of a spreadsheet's, nothing."""
    kind = given.get("kind")
    told = []
    left = _("待核对") if given.get("unseen") else _("未采纳")
    if kind is not None:
        told.append(_kind_said(given) % {"kind": codes.label(codes.KINDS, kind)})
    ways = {"taken": _("采纳"), "changed": _("改动"), "left": left, "added": _("另填")}
    for name, word in ways.items():
        labels = [facts.FACTS[one].label for one in given.get(name, ()) if one in facts.FACTS]
        if labels:
            told.append(labelled(word, listed(labels)))
    return sentences(told) or _("没有建议")


def _kind_said(given: Mapping[str, Any]) -> str:
    if given.get("kind_taken"):
        return _("类型“%(kind)s”已采纳")
    return _("类型“%(kind)s”待核对") if given.get("unseen") else _("类型“%(kind)s”未采纳")


colour = one_of(Colour)


def proposed(given: Mapping[str, Any]) -> str:
    """The colour that the rules propose, and which version of them."""
    shade = colour(given.get("colour", 0))
    return noted(shade, _("第 %(n)s 版规则") % {"n": given["rules"]}) if "rules" in given else shade


def sensitive(given: Any) -> str:
    return listed(SensitiveKind(int(one)).label for one in given)


def each_of(choices: Any) -> Sayer:
    """A list of numbers of one enumeration."""
    one = one_of(choices)
    return lambda given: listed(one(each) for each in given)
