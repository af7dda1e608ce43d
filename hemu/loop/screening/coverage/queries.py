"""走访覆盖: what was visited and what wasn't, by area; each number is the length of a list.

Archived visits that nobody found false count. Sums over a range of places, read from the rows: one pass
over the period's visits of the area and one over its register.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from hemu.kernel import clock
from hemu.kernel.places import Span
from hemu.loop.screening.coverage.models import KINDS, Count
from hemu.loop.screening.doubts.falsity import NOT_FALSE
from hemu.loop.screening.models import ObjectKind
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import roots

_CALLED = "translate({0}, E' \\t\\u3000', '')"
"""A name without its spaces, the wide one among them."""
_VISITS = f"""
    FROM screening_visit v
    WHERE v.county >= %(county_lo)s AND v.county < %(county_hi)s AND v.region >= %(lo)s AND v.region < %(hi)s
      AND v.started_at >= %(since)s AND v.started_at < %(until)s AND v.status = 3 AND {NOT_FALSE}"""
_BY_REGION = f"""
    SELECT region, object_kind, count(*), sum(n)::bigint, sum(people)::bigint, sum(reached)::bigint
    FROM (SELECT v.region, v.object_kind, {_CALLED.format("v.object_name")} AS called, count(*) AS n,
                 sum(v.object_people) AS people, max(v.object_people) AS reached {_VISITS}
          GROUP BY v.region, v.object_kind, called) AS objects
    GROUP BY region, object_kind"""  # noqa: S608  # nobody's values are in it
_REGISTER = """
    SELECT coalesce(c.region, l.region), coalesce(c.kind, l.kind),
           greatest(coalesce(c.number, 0), coalesce(l.n, 0)), coalesce(c.people, 0)
    FROM (SELECT region, kind, number, people FROM coverage_count
          WHERE county >= %(county_lo)s AND county < %(county_hi)s
            AND region >= %(lo)s AND region < %(hi)s) c
    FULL JOIN (SELECT region, kind, count(*) AS n FROM coverage_listed
               WHERE county >= %(county_lo)s AND county < %(county_hi)s
                 AND region >= %(lo)s AND region < %(hi)s AND removed_at IS NULL GROUP BY region, kind) l
      ON l.region = c.region AND l.kind = c.kind"""
_OBJECTS = f"""
    SELECT v.region, v.object_kind, min(v.object_name), count(*), max(v.started_at),
           (array_agg(v.id ORDER BY v.started_at DESC))[1], v.county {_VISITS}
      AND (%(kind)s = 0 OR v.object_kind = %(kind)s) AND v.object_kind = ANY(%(kinds)s)
    GROUP BY v.county, v.region, v.object_kind, {_CALLED.format("v.object_name")}
    ORDER BY v.region, 3 LIMIT %(most)s"""
_UNVISITED = f"""
    WITH been AS MATERIALIZED (
      SELECT DISTINCT r.lo, r.hi, v.object_kind AS kind, {_CALLED.format("v.object_name")} AS called
      FROM (SELECT v.* {_VISITS}) v JOIN orgs_region r ON r.code = v.region
    )
    SELECT l.id, l.county, l.region, l.kind, l.name, l.place FROM coverage_listed l
    WHERE l.county >= %(county_lo)s AND l.county < %(county_hi)s AND l.region >= %(lo)s AND l.region < %(hi)s
      AND l.removed_at IS NULL AND (%(kind)s = 0 OR l.kind = %(kind)s)
      AND NOT EXISTS (SELECT 1 FROM been b WHERE b.kind = l.kind AND b.called = {_CALLED.format("l.name")}
                        AND l.region >= b.lo AND l.region < b.hi)
    ORDER BY l.region, l.kind, l.name, l.place LIMIT %(most)s"""  # noqa: S608
MOST = 20_000
LONG_AGO = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both included."""

    since: date
    until: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From the beginning of the first day to the end of the last."""
        return clock.midnight(self.since), clock.midnight(self.until + timedelta(days=1))


def ever() -> Period:
    """All time up to today."""
    return Period(LONG_AGO, clock.today())


@dataclass(slots=True)
class Kind:
    """How far the places of one kind are covered. `objects` are different ones that were visited.

    `people` live or work there by the register; `reached` are those who were met: of each object the most at
    one visit, so that going twice doesn't count them twice.
    """

    registered: int = 0
    people: int = 0
    objects: int = 0
    visits: int = 0
    times: int = 0
    missing: int = 0
    reached: int = 0

    @property
    def unreached(self) -> int:
        """People of the register who weren't met."""
        return max(0, self.people - self.reached)


@dataclass(slots=True)
class Line:
    """One area: by kind, and all visits with their person-times."""

    region: Region | None
    kinds: dict[int, Kind] = field(default_factory=lambda: {int(kind): Kind() for kind in KINDS})
    visits: int = 0
    times: int = 0

    @property
    def ordered(self) -> list[tuple[int, Kind]]:
        """(kind, figures) in the order of the kinds."""
        return [(int(kind), self.kinds[kind]) for kind in KINDS]

    @property
    def homes(self) -> Kind:
        """The households, whose people are counted."""
        return self.kinds[ObjectKind.HOUSEHOLD]

    @property
    def objects(self) -> int:
        """Different places of the register's kinds that were visited."""
        return sum(kind.objects for kind in self.kinds.values())

    @property
    def missing(self) -> int:
        """Places of the register that nobody has visited."""
        return sum(kind.missing for kind in self.kinds.values())

    @property
    def registered(self) -> int:
        """Places of the register."""
        return sum(kind.registered for kind in self.kinds.values())


def _values(span: Span, period: Period, **more: Any) -> dict[str, Any]:
    since, until = period.moments
    counties = span.counties
    return {
        "lo": span.lo, "hi": span.hi, "county_lo": counties.lo, "county_hi": counties.hi,
        "since": since, "until": until, **more,
    }  # fmt: skip


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def spans(by: Actor, region: Region | None) -> list[Span]:
    """The actor's places, within `region`."""
    if region is None:
        return list(by.spans)
    cut = [Span(max(one.lo, region.lo), min(one.hi, region.hi)) for one in by.spans]
    return [one for one in cut if one.lo < one.hi]


def areas(by: Actor, region: Region | None) -> list[Region]:
    """What the table has a line for: the regions right below."""
    tops = roots(spans(by, region))
    if len(tops) != 1:
        return tops
    return list(Region.objects.current().filter(parent=tops[0]).order_by("code")) or tops


def figures(by: Actor, region: Region | None, period: Period) -> tuple[list[Line], Line]:
    """A line for each area below `region` (or the actor's own), one for what lies in none, and the total."""
    by.require(Permission.VIEW)
    lines = [Line(area) for area in areas(by, region)]
    rest, total = Line(None), Line(region)
    for span in spans(by, region):
        values = _values(span, period)
        for row in _merged(_rows(_REGISTER, values), _rows(_BY_REGION, values)):
            home = next((one for one in lines if one.region and row[0] in one.region.span), rest)
            _add(home, row)
            _add(total, row)
    return ([*lines, rest] if rest.visits or rest.registered else lines), total


Row = tuple[int, int, int, int, int, int, int, int]
"""(region, kind, registered, people, objects, visits, times, reached)."""


def _merged(register: Iterable[tuple[Any, ...]], visits: Iterable[tuple[Any, ...]]) -> list[Row]:
    found: dict[tuple[int, int], list[int]] = {}
    for place, kind, number, people in register:
        found.setdefault((place, kind), [0] * 6)[:2] = [number, people]
    for place, kind, *counted in visits:
        found.setdefault((place, kind), [0] * 6)[2:] = counted
    return [(place, kind, *numbers) for (place, kind), numbers in found.items()]  # type: ignore[misc]


def _add(line: Line, row: Row) -> None:
    _place, kind, registered, people, objects, visits, times, reached = row
    line.visits += visits
    line.times += times
    one = line.kinds.get(kind)
    if one is not None:
        one.registered += registered
        one.people += people
        one.objects += objects
        one.visits += visits
        one.times += times
        one.reached += reached
        one.missing += max(0, registered - objects)


@dataclass(frozen=True, slots=True)
class Visited:
    """One object that was visited: how often, when last, by which visit."""

    region: int
    kind: int
    name: str
    times: int
    last: datetime
    visit_id: int
    county: int

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(ObjectKind(self.kind).label)


def visited(by: Actor, region: Region | None, period: Period, kind: int = 0) -> list[Visited]:
    """The different places that were visited, by place and name. `kind` 0: all kinds of the register."""
    by.require(Permission.VIEW)
    found: list[Visited] = []
    for span in spans(by, region):
        more = {"kind": kind, "kinds": [int(one) for one in KINDS], "most": MOST}
        found += [Visited(*row) for row in _rows(_OBJECTS, _values(span, period, **more))]
    return found


@dataclass(frozen=True, slots=True)
class Unvisited:
    """One place of the register that nobody visited."""

    id: int
    county: int
    region: int
    kind: int
    name: str
    place: str

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(ObjectKind(self.kind).label)


def unvisited(by: Actor, region: Region | None, period: Period, kind: int = 0) -> list[Unvisited]:
    """The listed places that nobody visited in the period; with :func:`ever`, never."""
    by.require(Permission.VIEW)
    found: list[Unvisited] = []
    for span in spans(by, region):
        found += [Unvisited(*row) for row in _rows(_UNVISITED, _values(span, period, kind=kind, most=MOST))]
    return found


def counts(by: Actor, regions: Iterable[Region]) -> dict[tuple[int, int], Count]:
    """What was counted, by (place, kind)."""
    rows = Count.objects.in_area(by).filter(region__in=[region.code for region in regions])
    return {(row.region, row.kind): row for row in rows.order_by("region", "kind")}
