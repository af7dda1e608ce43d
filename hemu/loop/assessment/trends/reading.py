"""Counting what the test is given: disputes by area right below, first-level kind and window."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, DateField, F, Func, IntegerField, Min, Value, When

from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.kernel.places import Span
from hemu.loop.assessment.trends.statistics import LEAST_WINDOWS, Found, season, tested
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.queries import children, roots
from hemu.rulebook import codes

DAYS = 28
"""Four whole weeks, so that market days and weekends fall alike into every window."""
PAST = 12
"""Windows of the cell's own past: not quite a year."""
YEAR = 13
"""So many windows are 364 days: the same weeks a year ago."""
MOST_AREAS = 120
_FIRST_LEVEL = 100


class _Window(Func):
    """How many whole windows lie between a day and today."""

    template = f"((%(expressions)s) / {DAYS})"
    arg_joiner = " - "
    output_field = IntegerField()


@dataclass(frozen=True, slots=True)
class Rise:
    """One area and kind, as it was tested. `counts` are windows, the present one first."""

    region: Region
    kind: int
    counts: tuple[int, ...]
    found: Found
    weight: float

    @property
    def label(self) -> str:
        """The kind in words."""
        return codes.label(codes.KINDS, self.kind)


@dataclass(frozen=True, slots=True)
class Look:
    """What was looked at: where, how many windows there are, and every tested cell, the least likely first.

    `windows` below LEAST_WINDOWS: too short a past to test anything.
    """

    region: Region | None
    areas: list[Region]
    windows: int
    rises: list[Rise]
    untested: int

    @property
    def enough(self) -> bool:
        return self.windows >= LEAST_WINDOWS

    @property
    def alarms(self) -> list[Rise]:
        return [one for one in self.rises if one.found.alarms]


def period(window: int, today: date | None = None) -> tuple[date, date]:
    """The first and last day of a window; 0 is the present one, which ends today."""
    last = (today or clock.today()) - timedelta(days=DAYS * window)
    return last - timedelta(days=DAYS - 1), last


def _areas(by: Actor, region: Region | None) -> tuple[Region | None, list[Region]]:
    tops = [region] if region is not None else roots(by.spans)
    if len(tops) != 1:
        return None, tops[:MOST_AREAS]
    below = [one for one in children(tops[0]) if any(_meets(one.span, span) for span in by.spans)]
    return tops[0], below[:MOST_AREAS] or tops


def _meets(one: Span, other: Span) -> bool:
    return one.lo < other.hi and other.lo < one.hi


def look(by: Actor, region: Region | None = None) -> Look:
    """Test every area right below `region` (or below the actor's own) with every first-level kind."""
    top, areas = _areas(by, region)
    windows = _windows(by, areas)
    if windows < LEAST_WINDOWS or not areas:
        return Look(top, areas, windows, [], 0)
    counts = _counts(by, areas)
    kinds = sorted({kind for _area, kind, _window in counts})
    pairs = [(area, kind) for area in range(len(areas)) for kind in kinds]
    weights = {kind: _season(counts, len(areas), kind) for kind in kinds}
    cells = [
        (counts[area, kind, 0], [counts[area, kind, one] for one in range(1, windows + 1)])
        for area, kind in pairs
    ]
    found = tested(cells, [weights[kind] for _area, kind in pairs])
    rises = [
        Rise(areas[area], kind, (recent, *past), one, weights[kind])
        for (area, kind), (recent, past), one in zip(pairs, cells, found, strict=True)
        if one is not None
    ]
    rises.sort(key=lambda one: (one.found.p, one.region.code, one.kind))
    return Look(top, areas, windows, rises, sum(one is None for one in found))


def _windows(by: Actor, areas: list[Region]) -> int:
    """Whole windows of the past since the first dispute was registered here, at most PAST."""
    first = rows_in(by, areas).aggregate(first=Min("opened_on"))["first"]
    return 0 if first is None else min((clock.today() - first).days // DAYS, PAST)


def first_level(kind: int) -> int:
    """The kind that a kind belongs to."""
    return kind // _FIRST_LEVEL * _FIRST_LEVEL


def rows_in(by: Actor, areas: list[Region]) -> Any:
    """The disputes of the actor's scope from the first of the areas to the last."""
    rows = Dispute.objects.in_area(by)
    if not areas:
        return rows.none().opened()
    return rows.filter(region__gte=areas[0].lo, region__lt=max(area.hi for area in areas))


def _counts(by: Actor, areas: list[Region]) -> Counter[tuple[int, int, int]]:
    """(number of the area, kind, window) → how many were registered, over two years and a window."""
    since = clock.today() - timedelta(days=DAYS * (2 * YEAR + 1) - 1)
    today = Value(clock.today(), output_field=DateField())
    places = [
        When(region__gte=area.lo, region__lt=area.hi, then=Value(number)) for number, area in enumerate(areas)
    ]
    rows = (
        rows_in(by, areas)
        .filter(opened_on__gte=since, opened_on__lte=clock.today())
        .annotate(
            area=Case(*places, default=Value(-1), output_field=IntegerField()),
            window=_Window(today, F("opened_on")),
        )
        .values("area", "kind", "window")
        .annotate(n=Count("id"))
        .order_by()
    )
    counts: Counter[tuple[int, int, int]] = Counter()
    for row in rows:
        if row["area"] >= 0:
            counts[row["area"], first_level(row["kind"]), row["window"]] += row["n"]
    return counts


def _season(counts: Counter[tuple[int, int, int]], areas: int, kind: int) -> float:
    """How busy these weeks were a year and two years ago, in the whole area, against the rest of the year."""

    def whole(window: int) -> int:
        return sum(counts[area, kind, window] for area in range(areas))

    ago = [whole(window) for window in (YEAR, 2 * YEAR) if _known(counts, window)]
    if not ago:
        return 1.0
    usual = sum(whole(window) for window in range(1, PAST + 1)) / PAST
    return season(round(sum(ago) / len(ago)), usual)


def _known(counts: Counter[tuple[int, int, int]], window: int) -> bool:
    return any(one == window for _area, _kind, one in counts)
