"""Ledger entries as people read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes.lifecycle import STAGES, Act
from hemu.disputes.models import ClockKind, Colour, LinkKind, State
from hemu.disputes.queries import TimelineEntry
from hemu.kernel import clock
from hemu.office.components.lists import Happening
from hemu.rulebook import codes, facts, words

_CHECKING = frozenset(
    {Act.REGISTER, Act.AMEND, Act.LINK, Act.UNLINK, Act.MERGE, Act.NOTE, Act.ATTACH, Act.MARK}
)
GROUPS: dict[str, tuple[str | Promise, frozenset[Act]]] = {
    "loop": (gettext_lazy("办理"), frozenset(Act) - _CHECKING - {Act.OVERDUE}),
    "facts": (gettext_lazy("情况"), frozenset({Act.REGISTER, Act.AMEND, Act.NOTE, Act.ATTACH, Act.MARK})),
    "links": (gettext_lazy("关联"), frozenset({Act.LINK, Act.UNLINK, Act.MERGE})),
    "late": (gettext_lazy("超期"), frozenset({Act.OVERDUE})),
}
"""Filters of the timeline: name → words, acts."""

Words = str | Promise
_PERSONAL: dict[str, Words] = {
    "text": "",
    "title": gettext_lazy("纠纷名称"),
    "narrative": gettext_lazy("简述"),
    "place": gettext_lazy("地点"),
    "name": gettext_lazy("文件"),
    "parties": gettext_lazy("当事人"),
    "parties_added": gettext_lazy("增加当事人"),
    "parties_removed": gettext_lazy("移除当事人"),
    "reason": gettext_lazy("理由"),
    "grounds": gettext_lazy("依据"),
    "note": gettext_lazy("说明"),
    "conclusion": gettext_lazy("会商结论"),
    "task": gettext_lazy("措施"),
    "owner": gettext_lazy("责任人"),
    "result": gettext_lazy("落实情况"),
    "subject": gettext_lazy("提示单"),
}
_RATED = frozenset({Act.RATE, Act.OVERRIDE})


def happening(told: TimelineEntry, *, in_full: bool) -> Happening:
    """One entry. Not `in_full`: what was done, by whom and when, without words about persons."""
    entry = told.entry
    pairs = list(_details(entry.details))
    text = ""
    if in_full:
        text = str(told.personal.get("text", ""))
        pairs = [*_told_of_persons(told.personal), *pairs]
    return Happening(
        at=entry.at,
        title=str(told.act.label),
        actor=entry.person_name,
        unit=entry.unit_name,
        text=text,
        stage=STAGES[State(entry.state)],
        number=entry.seq,
        colour=entry.colour if told.act in _RATED else None,
        facts=tuple(pairs),
    )


def _told_of_persons(personal: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    known = [name for name in _PERSONAL if name in personal and name != "text"]
    others = [name for name in personal if name not in _PERSONAL]
    for name in known + others:
        value = personal[name]
        yield str(_PERSONAL.get(name) or LABELS.get(name) or name), _said(value)


def _said(value: Any) -> str:
    """Any JSON value in words."""
    if isinstance(value, list):
        return "、".join(_said(one) for one in value)
    if isinstance(value, dict):
        return "；".join(f"{LABELS.get(name, name)}：{_said(one)}" for name, one in value.items())
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return "" if value is None else str(value)


def _facts(given: Mapping[str, Any]) -> str:
    lines = []
    for name, value in given.items():
        if name in facts.FACTS:
            lines.append(
                words.recorded(name, value)
                if value is not None
                else _("%(what)s：撤回") % {"what": facts.FACTS[name].label}
            )
    return "；".join(lines)


def _proposed(given: Mapping[str, Any]) -> str:
    return str(Colour(int(given.get("colour", 0))).label)


def _moment(value: Any) -> str:
    try:
        return f"{clock.local(datetime.fromisoformat(str(value))):%Y-%m-%d %H:%M}"
    except ValueError:
        return str(value)


def _marks(given: Mapping[str, bool]) -> str:
    held = [str(MARKS[name]) for name, holds in given.items() if holds and name in MARKS]
    return "、".join(held) or _("无")


MARKS: dict[str, Words] = {
    "hard": gettext_lazy("疑难复杂"),
    "petition": gettext_lazy("涉信访"),
    "mass_prevented": gettext_lazy("防止群体性事件"),
    "turned_criminal": gettext_lazy("民转刑"),
}


def _clock_kind(value: Any) -> str:
    return str(ClockKind(int(value)).label)


SAYERS: dict[str, Callable[[Any], str]] = {
    "facts": _facts,
    "proposed": _proposed,
    "marks": _marks,
    "clock": _clock_kind,
    "due": _moment,
    "due_at": _moment,
    "kind": lambda value: (
        str(LinkKind(int(value)).label) if value in LinkKind.values else codes.label(codes.KINDS, value)
    ),
    "colour": lambda value: str(Colour(int(value)).label),
    "was": lambda value: str(Colour(int(value)).label),
    "answer_by": _moment,
}
LABELS: dict[str, Words] = {
    "facts": gettext_lazy("评估要素"),
    "proposed": gettext_lazy("规则建议"),
    "marks": gettext_lazy("标注"),
    "clock": gettext_lazy("时限"),
    "due": gettext_lazy("到期"),
    "due_at": gettext_lazy("到期"),
    "slow_unit": gettext_lazy("应办单位"),
    "told": gettext_lazy("已告知"),
    "other": gettext_lazy("另一件"),
    "kind": gettext_lazy("关系"),
    "colour": gettext_lazy("等级"),
    "unit": gettext_lazy("单位"),
    "lead": gettext_lazy("主办"),
    "joint": gettext_lazy("协办"),
    "from": gettext_lazy("来自"),
    "to": gettext_lazy("交给"),
    "owner_unit": gettext_lazy("责任单位"),
    "notice": gettext_lazy("提示单编号"),
    "units": gettext_lazy("提示单位"),
    "answer_by": gettext_lazy("反馈时限"),
    "was": gettext_lazy("原等级"),
}
SILENT = frozenset(
    {"changed", "file", "format", "size", "purpose", "sha256", "source", "source_ref", "parties", "level"}
)
"""Kept for programs; the entry's other words already say it."""


def _details(details: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for name, value in details.items():
        if name in SILENT or name not in LABELS or value in (None, "", [], {}):
            continue
        sayer = SAYERS.get(name, _said)
        said = sayer(value)
        if said:
            yield str(LABELS[name]), said
