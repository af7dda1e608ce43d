"""Comparing two disputes: how their parties, places, days and words agree, and what follows. Pure.

First each party of one is compared with each of the other, and the best partners are chosen; then the two
disputes are, with "how well the two best pairs of parties agree" as one level among others, since a name, a
phone and an identity number that agree are one piece of evidence and not three.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from hemu.loop.screening.links import names, texts
from hemu.loop.screening.links.matter import Matter, Person
from hemu.loop.screening.links.weights import Levels, Table, Weights

SURE, LIKELY, MAYBE, WEAK = 12.0, 6.0, 1.5, -3.0
"""Bits from which on two parties are one person surely, likely, maybe, or hardly."""
RARE, SOME = 4, 15
"""A name that so many disputes of the county have is rare, or not; when nobody counted, the latter."""
_CUES = re.compile(
    "上次|此前|之前|先前|前次|曾因|曾经|又因|再次|再度|旧怨|积怨|记恨|怀恨|报复|反悔|未履行|没有履行|不履行|仍未|至今未|拖到现在|后续|延续|"
    "引起的|旧账|老账|前年|因此事|为此事|因该"
)
_SEXES = (1, 2)
WORDS = ("text", "figures", "cue")
"""What only the words of both can say."""
_CALLED_BY = frozenset({"address", "given", "alias"})
CLOSE_FIRM = 80
ADDRESS = ((90, "near"), (75, "close"), (60, "part"), (48, "trace"))
DAYS = ((1, "day"), (7, "week"), (31, "month"), (183, "half_year"), (730, "two_years"))
TEXT = ((0.7, "alike"), (0.45, "much"), (0.3, "some"), (0.2, "little"), (0.1, "trace"))


@dataclass(frozen=True, slots=True)
class PersonPair:
    """Two parties held against each other: numbers in their disputes, bits, levels, and how sure."""

    mine: int
    theirs: int
    bits: float
    levels: Levels
    grade: str

    @property
    def fits(self) -> bool:
        """Whether the two can well be one person."""
        return fits(self.grade, self.levels)


@dataclass(frozen=True, slots=True)
class Outline:
    """Two disputes held against each other without their words: who, where, when, what kind."""

    persons: tuple[PersonPair, ...]
    levels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What comparing said: chances (0 to 1) of the same matter and of one grown out of the other, and why."""

    same: float
    grown: float
    levels: Levels
    persons: tuple[PersonPair, ...]

    @property
    def linked(self) -> float:
        """The chance that the two have to do with each other at all."""
        return self.same + self.grown


def person_levels(one: Person, two: Person, times: int | None = None) -> dict[str, str]:
    """How two parties agree, field by field. `times`: how many disputes of the county have the name."""
    levels = {}
    if not one.name.is_empty and not two.name.is_empty:
        what, level = _called(one, two, times)
        levels[what] = level
    if one.identity and two.identity:
        levels["identity"] = "same" if one.identity == two.identity else "differ"
    if one.phone and two.phone:
        levels["phone"] = "same" if one.phone == two.phone else "differ"
    if one.sex in _SEXES and two.sex in _SEXES:
        levels["sex"] = "same" if one.sex == two.sex else "differ"
    if len(one.address) > 1 and len(two.address) > 1:
        levels["address"] = _address(one.address, two.address)
    if one.born and two.born and levels.get("identity") != "same":  # the number says the birthday too
        levels["born"] = _born(one.born, two.born)
    return levels


def _called(one: Person, two: Person, times: int | None) -> tuple[str, str]:
    if one.is_organisation and two.is_organisation:
        return "firm", _firm(one.name.full, two.name.full)
    if one.is_organisation or two.is_organisation:
        return "name", "different"
    level = names.agreement(one.name, two.name)
    if level in ("same", "sound"):
        level += "_some" if times is None or RARE < times <= SOME else "_rare" if times <= RARE else "_common"
    return "name", level


def _firm(one: str, two: str) -> str:
    if one == two:
        return "same"
    short, long = sorted((one, two), key=len)
    return (
        "close" if len(short) > 2 and (short in long or fuzz.ratio(short, long) >= CLOSE_FIRM) else "differ"
    )


def _born(one: date, two: date) -> str:
    if one == two:
        return "same"
    parts = (one.year == two.year) + (one.month == two.month) + (one.day == two.day)
    return "close" if parts == 2 else "differ"


def _address(one: str, two: str) -> str:
    if one == two:
        return "same"
    ratio = 60.0 if one in two or two in one else 0.0
    ratio = max(ratio, fuzz.ratio(one, two))
    return next((level for least, level in ADDRESS if ratio >= least), "differ")


def grade(bits: float, levels: Levels) -> str:
    """How sure it is that two parties are one person."""
    if levels.get("identity") == "same" or bits >= SURE:
        return "sure"
    return "likely" if bits >= LIKELY else "maybe" if bits >= MAYBE else "weak" if bits >= WEAK else "none"


def fits(sure: str, levels: Levels) -> bool:
    """Whether two parties can well be one person: more than hardly, or called so that it proves little."""
    return sure not in ("weak", "none") or levels.get("name") in _CALLED_BY


def compare_persons(one: Person, two: Person, table: Table, times: int | None = None) -> PersonPair:
    """Two parties by themselves."""
    levels = person_levels(one, two, times)
    bits = table.total(levels)[0]
    return PersonPair(0, 0, bits, levels, grade(bits, levels))


def pairings(one: Matter, two: Matter, table: Table, times: Mapping[int, int]) -> tuple[PersonPair, ...]:
    """The best partners among the parties of two disputes, the surest first; nobody has two.

    `times`: for a party of `one`, how many disputes of the county have its name.
    """
    every = []
    for i, mine in enumerate(one.persons):
        for j, theirs in enumerate(two.persons):
            levels = person_levels(mine, theirs, times.get(i))
            bits = table.total(levels)[0]
            every.append(PersonPair(i, j, bits, levels, grade(bits, levels)))
    chosen: list[PersonPair] = []
    taken_mine: set[int] = set()
    taken_theirs: set[int] = set()
    for pair in sorted(every, key=lambda pair: -pair.bits):
        if pair.mine not in taken_mine and pair.theirs not in taken_theirs and pair.grade != "none":
            chosen.append(pair)
            taken_mine.add(pair.mine)
            taken_theirs.add(pair.theirs)
    return tuple(chosen)


def _parties(one: Matter, two: Matter, chosen: tuple[PersonPair, ...]) -> str:
    first = chosen[0].grade if chosen else "none"
    if min(len(one.persons), len(two.persons)) < 2:
        return f"{first}+alone"
    return f"{first}+{chosen[1].grade if len(chosen) > 1 else 'none'}"


def outline(one: Matter, two: Matter, weights: Weights, times: Mapping[int, int]) -> Outline:
    """Hold two disputes against each other by all but their words."""
    chosen = pairings(one, two, weights.person, times)
    levels = {
        "parties": _parties(one, two, chosen),
        "place": _place(one, two),
        "kind": "same"
        if one.kind == two.kind
        else "group"
        if one.kind // 100 == two.kind // 100
        else "other",
        "days": _days(abs((one.day - two.day).days)),
    }
    nearness = texts.nearness(one.spot, two.spot)
    if nearness is not None:
        levels["spot"] = "same" if nearness >= 0.95 else "close" if nearness >= 0.7 else "differ"
    return Outline(chosen, levels)


def may_be_linked(found: Outline, weights: Weights) -> bool:
    """Whether the words of both could still make a chance of one half of it."""
    table = weights.matter
    more = [table.most[feature] for feature in WORDS if feature in table.most]
    return any(sum(bits) >= -1 for bits in zip(table.total(found.levels), *more, strict=True))


def _with_words(one: Matter, two: Matter, found: Outline) -> dict[str, str]:
    levels = dict(found.levels)
    share = texts.overlap(one.grams, two.grams)
    if share is not None:
        levels["text"] = next((level for least, level in TEXT if share >= least), "nothing")
    if one.figures and two.figures:
        levels["figures"] = "same" if one.figures & two.figures else "differ"
    early, late = (one, two) if one.day <= two.day else (two, one)
    levels["cue"] = "yes" if early.day < late.day and _CUES.search(late.text) else "no"
    return levels


def _place(one: Matter, two: Matter) -> str:
    if one.region == two.region:
        return "grid" if one.region % 1000 else "village"
    if one.village == two.village:
        return "village" if 0 in (one.region % 1000, two.region % 1000) else "other_grid"
    if one.township == two.township:
        return "township"
    return "county" if one.county == two.county else "elsewhere"


def _days(apart: int) -> str:
    return next((level for most, level in DAYS if apart <= most), "longer")


def compare(one: Matter, two: Matter, weights: Weights, times: Mapping[int, int] | None = None) -> Verdict:
    """Hold two disputes against each other."""
    return verdict(one, two, outline(one, two, weights, times or {}), weights)


def verdict(one: Matter, two: Matter, found: Outline, weights: Weights) -> Verdict:
    """What follows from an outline and the words of both."""
    levels = _with_words(one, two, found)
    same_bits, grown_bits = weights.matter.total(levels)
    top = max(same_bits, grown_bits, 0.0)
    same, grown, apart = (2.0 ** (bits - top) for bits in (same_bits, grown_bits, 0.0))
    whole = same + grown + apart
    return Verdict(same / whole, grown / whole, levels, found.persons)
