"""How many disputes were registered, week by week and by sort: numbers to look at, without a verdict."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, DateField, F, Func, IntegerField, Value

from hemu.kernel import clock
from hemu.loop.assessment.trends.reading import MOST_AREAS, first_level, rows_in
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.rulebook import codes

WEEKS = 26
"""Half a year: as much as a bar a week can still be read."""
_IN_FOUR = 4


class _Week(Func):
    """How many whole weeks lie between a day and today."""

    template = "((%(expressions)s) / 7)"
    arg_joiner = " - "
    output_field = IntegerField()


@dataclass(frozen=True, slots=True)
class Sort:
    """One first-level kind: how many in the last four weeks, and in the four before."""

    kind: int
    recent: int
    before: int

    @property
    def label(self) -> str:
        return codes.label(codes.KINDS, self.kind)

    @property
    def more(self) -> int:
        """How many more than before; below nought, fewer."""
        return self.recent - self.before


@dataclass(frozen=True, slots=True)
class Course:
    """`weeks`: how many in each week, the present one (which ends today) first; as far back as records go."""

    weeks: tuple[int, ...]
    sorts: tuple[Sort, ...]


def week(number: int) -> tuple[date, date]:
    """The first and last day of a week; 0 is the present one."""
    last = clock.today() - timedelta(weeks=number)
    return last - timedelta(days=6), last


def course(by: Actor, areas: list[Region]) -> Course:
    """What was registered in the areas in the last half year. At most MOST_AREAS are looked at."""
    counts = _counts(by, areas[:MOST_AREAS])
    known = max((number for _kind, number in counts), default=-1) + 1
    kinds = {kind for kind, number in counts if number < 2 * _IN_FOUR}
    sorts = [Sort(kind, _four(counts, kind, 0), _four(counts, kind, _IN_FOUR)) for kind in kinds]
    sorts.sort(key=lambda one: (-one.recent, -one.before, one.kind))
    weeks = tuple(sum(n for (_kind, at), n in counts.items() if at == number) for number in range(known))
    return Course(weeks, tuple(sorts))


def _four(counts: Counter[tuple[int, int]], kind: int, since: int) -> int:
    return sum(counts[kind, number] for number in range(since, since + _IN_FOUR))


def _counts(by: Actor, areas: list[Region]) -> Counter[tuple[int, int]]:
    """(first-level kind, week) → how many."""
    today = clock.today()
    rows = (
        rows_in(by, areas)
        .filter(opened_on__gt=today - timedelta(weeks=WEEKS), opened_on__lte=today)
        .annotate(week=_Week(Value(today, output_field=DateField()), F("opened_on")))
        .values_list("kind", "week")
        .annotate(n=Count("id"))
        .order_by()
    )
    counts: Counter[tuple[int, int]] = Counter()
    for kind, number, n in rows:
        counts[first_level(kind), number] += n
    return counts
