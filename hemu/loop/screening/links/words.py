"""What comparing said, in words that a clerk reads: what agrees, what doesn't."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes.models import LinkKind
from hemu.loop.screening.links import rules
from hemu.loop.screening.links.weights import Weights

Level = Mapping[str, str]
SPEAKS = 0.8
"""So many bits a level must weigh to be named as a ground for, and as many against to be named against."""

PLACE = {
    "grid": gettext_lazy("同一网格"),
    "village": gettext_lazy("同一村（社区）"),
    "other_grid": gettext_lazy("同村，网格不同"),
    "township": gettext_lazy("同一乡镇，不同村"),
    "county": gettext_lazy("同县，不同乡镇"),
    "elsewhere": gettext_lazy("不在同一个县"),
}
SPOT = {
    "same": gettext_lazy("详细地点相同"),
    "close": gettext_lazy("详细地点相近"),
    "differ": gettext_lazy("详细地点不同"),
}
KIND = {
    "same": gettext_lazy("类型相同"),
    "group": gettext_lazy("类型同属一大类"),
    "other": gettext_lazy("类型不同"),
}
DAYS = {
    "day": gettext_lazy("发生时间相差不到两天"),
    "week": gettext_lazy("发生时间相差不到八天"),
    "month": gettext_lazy("发生时间相差不到一个月"),
    "half_year": gettext_lazy("发生时间相差一个月到半年"),
    "two_years": gettext_lazy("发生时间相差半年到两年"),
    "longer": gettext_lazy("发生时间相差两年以上"),
}
TEXT = {
    "alike": gettext_lazy("叙述几乎一样"),
    "much": gettext_lazy("叙述有一半左右的字句相同"),
    "some": gettext_lazy("叙述有三成以上的字句相同"),
    "little": gettext_lazy("叙述有少量相同的字句"),
    "trace": gettext_lazy("叙述很少有相同的字句"),
    "nothing": gettext_lazy("叙述几乎没有相同的字句"),
}
FIGURES = {"same": gettext_lazy("说到同一个数额或面积"), "differ": gettext_lazy("说到的数额或面积不同")}
CUE = {"yes": gettext_lazy("后一件的叙述说到以前的事")}
LEVELS: dict[str, Mapping[str, str | Promise]] = {
    "place": PLACE, "spot": SPOT, "kind": KIND, "days": DAYS, "text": TEXT, "figures": FIGURES, "cue": CUE,
}  # fmt: skip

NAME = {
    "same": gettext_lazy("姓名相同"),
    "alias": gettext_lazy("小名或别名对得上"),
    "sound": gettext_lazy("姓名同音"),
    "near_sound": gettext_lazy("姓名读音相近"),
    "one_char": gettext_lazy("姓名差一个字"),
    "given": gettext_lazy("名相同，一处没写姓"),
    "address": gettext_lazy("同姓，一处只写了称呼"),
    "surname": gettext_lazy("同姓，名不同"),
    "different": gettext_lazy("姓名不同"),
}
IDENTITY = {"same": gettext_lazy("证件号一致"), "differ": gettext_lazy("证件号不一致")}
PHONE = {"same": gettext_lazy("电话一致"), "differ": gettext_lazy("电话不一致")}
BORN = {
    "same": gettext_lazy("出生日期一致"),
    "close": gettext_lazy("出生日期相近"),
    "differ": gettext_lazy("出生日期不一致"),
}
SEX = {"differ": gettext_lazy("性别不一致")}
ADDRESS = {
    "same": gettext_lazy("住址一致"),
    "near": gettext_lazy("住址相近"),
    "close": gettext_lazy("住址相近"),
}
FIRM = {
    "same": gettext_lazy("单位名称相同"),
    "close": gettext_lazy("单位名称相近"),
    "differ": gettext_lazy("单位名称不同"),
}
PERSON: dict[str, Mapping[str, str | Promise]] = {
    "identity": IDENTITY, "phone": PHONE, "name": NAME, "firm": FIRM, "born": BORN, "sex": SEX,
    "address": ADDRESS,
}  # fmt: skip
GRADES = {
    "sure": gettext_lazy("应是同一人"),
    "likely": gettext_lazy("很可能是同一人"),
    "maybe": gettext_lazy("可能是同一人"),
    "weak": gettext_lazy("把握不大"),
}
COMMON = gettext_lazy("（这个名字在本县较常见）")


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that agrees (`speaks` for it) or doesn't. `unnamed` says it without naming anybody."""

    text: str
    speaks: bool
    unnamed: str


def of_person(levels: Level) -> list[str]:
    """How two parties agree, one phrase a field: what agrees first, as it was compared."""
    said = []
    for feature, words in PERSON.items():
        level = levels.get(feature, "missing")
        plain, _under, times = (
            level.partition("_") if feature == "name" and level[:5] in ("same_", "sound") else (level, "", "")
        )
        if plain in words:
            said.append(str(words[plain]) + (str(COMMON) if times == "common" else ""))
    return said


def grounds(
    kept: Mapping[str, Any], name_of: Callable[[int], str], weights: Weights, *, grown: bool
) -> list[Ground]:
    """A proposal's grounds in words, those that weigh most first. `name_of` knows parties by number."""
    said = [_of_parties(pair, name_of) for pair in kept.get("persons", ())]
    weighed: list[tuple[float, Ground]] = []
    for feature, level in kept.get("levels", {}).items():
        text = LEVELS.get(feature, {}).get(level)
        if text is None:
            continue
        bits = weights.matter.bits(feature, level)[1 if grown else 0]
        if abs(bits) >= SPEAKS:
            weighed.append((abs(bits), Ground(str(text), bits > 0, str(text))))
    ordered = [ground for _bits, ground in sorted(weighed, key=lambda each: -each[0])]
    return [*said, *sorted(ordered, key=lambda ground: not ground.speaks)]


def _of_parties(pair: Mapping[str, Any], name_of: Callable[[int], str]) -> Ground:
    newer, older = name_of(pair["newer"]), name_of(pair["older"])
    said = {
        "newer": newer,
        "older": older,
        "grade": GRADES.get(pair["grade"], ""),
        "how": _("、").join(of_person(pair["levels"])),
    }
    speaks = rules.fits(pair["grade"], pair["levels"])
    unnamed = (
        _("有当事人称呼对得上（%(how)s）") if pair["grade"] == "weak" else _("有当事人%(grade)s（%(how)s）")
    )
    unnamed %= said
    if newer == older:
        return Ground(_("%(newer)s：%(grade)s（%(how)s）") % said, speaks, unnamed)
    return Ground(_("%(newer)s 与 %(older)s：%(grade)s（%(how)s）") % said, speaks, unnamed)


def sureness(chance: float) -> str:
    """The chance in words: nobody should read 0.97 as a measurement."""
    if chance >= 0.97:
        return _("很可能")
    return _("可能") if chance >= 0.8 else _("有些像")


def summary(found: Sequence[Ground], most: int = 4) -> str:
    """The first grounds that speak for it, as one line: what the ledgers keep when a person confirms.

    Nobody is named: each of the two ledgers has readers who may not see the other dispute.
    """
    return _("；").join([ground.unnamed for ground in found if ground.speaks][:most])


def asks(kind: LinkKind) -> str:
    """What a proposal of this kind asks."""
    return {
        LinkKind.DUPLICATE: _("是不是同一件事？"),
        LinkKind.SOURCE: _("后一件是不是由前一件引起的？"),
        LinkKind.ASSOCIATED: _("有没有关联？"),
    }[kind]


def asks_of_other(kind: LinkKind, *, is_later: bool) -> str:
    """The same on the page of one of the two, before the other one's title."""
    if kind != LinkKind.SOURCE:
        return asks(kind)
    return _("后来的这一件，是不是由本件引起的？") if is_later else _("本件是不是由这一件引起的？")
