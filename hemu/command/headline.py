"""The numbers at the top of a figures page, each with its list, and how they were a year before."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from hemu.command import figures, links
from hemu.command.links import Narrowed
from hemu.command.periods import Period
from hemu.command.sides import Side
from hemu.disputes.models import ENDED, Colour
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.tally.measures import Measure

SIDES = (Side.MEASURE, Side.COLOUR, Side.STATE)
Totals = dict[Side, Counter[int]]


@dataclass(frozen=True, slots=True)
class Tile:
    """One number: what it is, its list, its change against the year before (None: nothing then), a word."""

    label: str
    value: int
    url: str
    change: int | None
    colour: str = ""
    hint: str = ""


def totals(region: Region, period: Period, *, by: Actor | None) -> Totals:
    """What the headline is made of."""
    return {side: figures.total(region, period, side, by=by) for side in SIDES}


def stamp(now: Totals) -> str:
    """Changes whenever a number does."""
    text = repr([(side.value, sorted((+counts).items())) for side, counts in now.items()])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def percent(part: int, whole: int) -> str:
    """`part` of `whole` as people write it, empty when there is nothing to divide."""
    return f"{part / whole:.1%}" if whole else ""


def open_ones(counted: Totals) -> int:
    """How many have not ended."""
    return sum(n for state, n in counted[Side.STATE].items() if state not in ENDED)


_PLAIN = (
    Measure.OVERDUE,
    Measure.PETITIONS_SETTLED,
    Measure.HARD,
    Measure.MASS_INCIDENTS_PREVENTED,
    Measure.TURNED_CRIMINAL,
)
_RATED = {Colour.RED: "red", Colour.ORANGE: "orange", Colour.BLUE: "blue"}


def tiles(region: Region, period: Period, now: Totals, before: Totals) -> list[Tile]:
    """The tiles in their order."""

    def url(*narrowed: tuple[str, str]) -> str:
        return links.records(region, period, narrowed)

    counted, earlier = now[Side.MEASURE], before[Side.MEASURE]
    accepted, settled = counted[Measure.DISPUTES], counted[Measure.SETTLED]
    found = [
        Tile(str(Measure.DISPUTES.label), accepted, url(), accepted - earlier[Measure.DISPUTES]),
        Tile(
            str(Measure.SETTLED.label), settled, url(*measured(Measure.SETTLED)),
            settled - earlier[Measure.SETTLED], hint=_rate(settled, accepted),
        ),
        Tile(_("在办"), open_ones(now), url(("state", "open")), open_ones(now) - open_ones(before)),
    ]  # fmt: skip
    for colour, name in _RATED.items():
        n = now[Side.COLOUR][colour]
        change = n - before[Side.COLOUR][colour]
        narrowed = ("colour", str(int(colour)))
        found.append(Tile(str(colour.label), n, url(narrowed), change, colour=name))
    for measure in _PLAIN:
        change = counted[measure] - earlier[measure]
        found.append(Tile(str(measure.label), counted[measure], url(*measured(measure)), change))
    return found if earlier[Measure.DISPUTES] else [replace(tile, change=None) for tile in found]


def measured(measure: Measure) -> Narrowed:
    """The list's parameter that a measure is narrowed by; none for all disputes."""
    return () if measure == Measure.DISPUTES else (("measure", measure.key),)


def _rate(settled: int, accepted: int) -> str:
    return _("化解率 %(rate)s") % {"rate": percent(settled, accepted)} if accepted else ""
