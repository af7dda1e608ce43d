"""Figures of a region and a period, the same wherever they are shown.

Above the county they come from the tally, from the county down from the rows; one function decides
which, and every page, export and command asks here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hemu.command import cells, rows
from hemu.command.kinds import by_ministry
from hemu.command.periods import Period
from hemu.command.sides import HERE, Counts, Side
from hemu.disputes.models import Body, Colour, Source, State
from hemu.kernel.errors import Missing
from hemu.kernel.places import show_code
from hemu.orgs.actor import Actor
from hemu.orgs.models import Level, Region
from hemu.orgs.permissions import Permission
from hemu.tally.measures import Measure


def check_scope(region: Region, by: Actor | None) -> None:
    """Raise Forbidden without the permission, Missing outside the scope. None: the operator."""
    if by is None:
        return
    by.require(Permission.FIGURES)
    if not by.covers_span(region.span):
        raise Missing(_("没有代码为 %(code)s 的区划。") % {"code": show_code(region.code)})


def from_cells(region: Region) -> bool:
    """Whether the region's figures come from the tally: it lies above the county, and isn't one itself."""
    return region.level < Level.COUNTY and not region.also_county


def total(region: Region, period: Period, side: Side, *, by: Actor | None) -> Counter[int]:
    """Value of the side → how many disputes of the region were registered in the period."""
    check_scope(region, by)
    return _total(region, period, side)


def _total(region: Region, period: Period, side: Side) -> Counter[int]:
    if from_cells(region):
        return cells.count([region.code], period, side)[region.code]
    return rows.total(region.span, period, side)


@dataclass(frozen=True, slots=True)
class Share:
    """One child's part of a region's figures; `region` None: what is registered at the region itself."""

    region: Region | None
    counts: Counter[int]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A region's figures by child. The shares add up to the total."""

    shares: tuple[Share, ...]
    total: Counter[int]


def breakdown(region: Region, period: Period, side: Side, *, by: Actor | None) -> Breakdown:
    """Children by code, with zeros; a child no longer in use only while it has something."""
    check_scope(region, by)
    children = list(Region.objects.filter(parent=region).order_by("code"))
    if from_cells(region):
        whole = _total(region, period, side)
        counts = _children_from_cells(region, children, period, side)
        here = _minus(whole, counts)
    else:
        counts = rows.by_child(region.span, [(child.code, child.span) for child in children], period, side)
        here = counts.pop(HERE)
        whole = sum(counts.values(), Counter(here))
    shares = [
        Share(child, counts[child.code]) for child in children if child.is_current or counts[child.code]
    ]
    shares += [Share(None, here)] if here else []
    return Breakdown(tuple(shares), whole)


_BY_DAY_IN_COUNTIES = (Side.COLOUR, Side.STATE)
"""What the tally keeps of single counties for a day."""


def _children_from_cells(parent: Region, children: list[Region], period: Period, side: Side) -> Counts:
    in_full = side in _BY_DAY_IN_COUNTIES
    counties = [] if in_full else [child for child in children if child.level >= Level.COUNTY]
    wider = [child.code for child in children if child not in counties]
    counts = cells.count(wider, period, side)
    if counties:
        counts |= cells.count([child.code for child in counties], period, side, days=False)
        spans = [(child.code, child.span) for child in counties]
        for run in period.pieces().runs:
            found = rows.by_child(parent.span, spans, Period(*run), side)
            for code, _span in spans:
                counts[code] += found[code]
    return counts


def _minus(whole: Counter[int], parts: Counts) -> Counter[int]:
    left = Counter(whole)
    for part in parts.values():
        left.subtract(part)
    return +left


def by_day(region: Region, period: Period, measure: Measure, *, by: Actor | None) -> dict[date, int]:
    """How many disputes add to a measure, for each day of registration that has any."""
    check_scope(region, by)
    if from_cells(region):
        return cells.by_day(region.code, period, measure)
    return rows.by_day(region.span, period, measure)


def latest_day(region: Region, *, by: Actor | None) -> date | None:
    """The newest day of registration that the region has, or None when it has no dispute."""
    check_scope(region, by)
    if from_cells(region):
        return cells.latest_day(region.code)
    return rows.latest_day(region.span)


def kinds_by_colour(region: Region, period: Period, *, by: Actor | None) -> dict[int, Counter[int]]:
    """Kind → colour → how many."""
    check_scope(region, by)
    if from_cells(region):
        return cells.kinds_by_colour(region.code, period)
    return rows.kinds_by_colour(region.span, period)


STATES = tuple(state for state in State if state != State.MERGED)
"""The states that figures tell apart: a merged dispute counts nowhere."""

BODIES = {
    Body.TOWNSHIP: Measure.BY_TOWNSHIP,
    Body.VILLAGE: Measure.BY_VILLAGE,
    Body.PROFESSIONAL: Measure.BY_PROFESSIONAL,
    Body.DEPARTMENT: Measure.BY_DEPARTMENT,
    Body.POLICE: Measure.BY_POLICE,
    Body.COURT: Measure.BY_COURT,
}
"""The counter of each body that accepts disputes. Their names are those of the published figures."""


def figures(region: Region, since: date, until: date, *, by: Actor | None) -> dict[str, Any]:
    """Every figure of a region for the days from `since` to `until`, by its name for programs.

    Measures stand flat, the committees also under ``by_committee``; colours, states, sources, kinds (four
    digits) and the ministry's kinds (``ministry``, 1 to 18) are maps of their own.
    """
    period = Period(since, until)
    check_scope(region, by)
    measures = _total(region, period, Side.MEASURE)
    colours = _total(region, period, Side.COLOUR)
    states = _total(region, period, Side.STATE)
    kinds = _total(region, period, Side.KIND)
    committees = {body.name.lower(): measures[measure] for body, measure in BODIES.items()}
    plain = {measure.key: measures[measure] for measure in Measure if measure < Measure.BY_VILLAGE}
    return {
        **plain,
        **committees,
        "by_committee": committees,
        "colours": {colour.name.lower(): colours[colour] for colour in Colour},
        "states": {state.name.lower(): states[state] for state in STATES},
        "sources": {source.name.lower(): measures[Measure.for_source(source)] for source in Source},
        "kinds": {f"{kind:04d}": n for kind, n in sorted(kinds.items()) if n},
        "ministry": {str(code): n for code, n in by_ministry(kinds).items()},
    }
