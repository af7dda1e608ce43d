"""Counting from the tally: regions from the county up, any days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet, Sum

from hemu.command.periods import Period
from hemu.command.sides import Counts, Side
from hemu.tally.measures import Measure
from hemu.tally.models import (
    ColourMonthCell,
    DayCell,
    KindCell,
    KindMonthCell,
    MeasureCell,
    MeasureMonthCell,
    MonthCell,
)

_BY_DAY: dict[Side, type[Model]] = {
    Side.COLOUR: DayCell,
    Side.STATE: DayCell,
    Side.KIND: KindCell,
    Side.MEASURE: MeasureCell,
}
_BY_MONTH: dict[Side, type[Model]] = {
    Side.COLOUR: ColourMonthCell,
    Side.STATE: ColourMonthCell,
    Side.KIND: KindMonthCell,
    Side.MEASURE: MeasureMonthCell,
}


def count(regions: Collection[int], period: Period, side: Side, *, days: bool = True) -> Counts:
    """What the cells of these regions hold for the period, by one side.

    `days` False leaves out the odd days: for single counties the tally has no kinds and measures of a
    day, and they are counted from the rows.
    """
    found: Counts = {region: Counter() for region in regions}
    pieces = period.pieces()
    if pieces.months:
        cells = _cells(_BY_MONTH[side]).filter(region__in=regions, month__in=pieces.months)
        _add(found, cells.values_list("region", side.value).annotate(Sum("n")).order_by())
    for run in pieces.runs if days else ():
        cells = _cells(_BY_DAY[side]).filter(day__range=run, region__in=regions)
        _add(found, cells.values_list("region", side.value).annotate(Sum("n")).order_by())
    return found


def by_day(region: int, period: Period, measure: Measure) -> dict[date, int]:
    """One measure of one region, for each day that has any."""
    cells = MeasureCell.objects.filter(
        region=region, measure=measure, day__range=(period.since, period.until)
    )
    return {day: n for day, n in cells.values_list("day", "n").order_by("day") if n}


def latest_day(region: int) -> date | None:
    """The newest day of registration of a region."""
    days = MeasureCell.objects.filter(region=region, measure=Measure.DISPUTES, n__gt=0)
    return days.order_by("-day").values_list("day", flat=True).first()


def kinds_by_colour(region: int, period: Period) -> dict[int, Counter[int]]:
    """Kind → colour → how many, of one region above the county."""
    found: dict[int, Counter[int]] = {}
    pieces = period.pieces()
    parts: list[QuerySet[Any]] = [
        KindCell.objects.filter(region=region, day__range=run) for run in pieces.runs
    ]
    if pieces.months:
        parts.append(MonthCell.objects.filter(region=region, month__in=pieces.months))
    for cells in parts:
        for kind, colour, n in cells.values_list("kind", "colour").annotate(Sum("n")).order_by():
            if n:
                found.setdefault(kind, Counter())[colour] += n
    return found


def _cells(model: type[Model]) -> QuerySet[Any]:
    found: QuerySet[Any] = model._default_manager.all()
    return found


def _add(found: Counts, rows: Iterable[tuple[int, int, int]]) -> None:
    for region, value, n in rows:
        if n:
            found[region][value] += n
