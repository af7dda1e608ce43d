"""Counting from the disputes themselves, by index: the county and what lies below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Count, Expression, F, Func, IntegerField, Max, Value

from hemu.command.periods import Period
from hemu.command.sides import HERE, Counts, Side
from hemu.disputes.counted import CONDITIONS, COUNTS
from hemu.disputes.models import Dispute
from hemu.disputes.models.dispute import DisputeQuerySet
from hemu.disputes.models.dispute import within as in_span
from hemu.kernel.places import Span
from hemu.tally.measures import Measure

_REASON = "counted for figures, whose reader's scope was checked by the region"


def inside(span: Span) -> DisputeQuerySet:
    """The disputes of a range of places, without those merged into another."""
    return Dispute.objects.unscoped(reason=_REASON).filter(in_span(span), COUNTS)


def within(span: Span, period: Period) -> DisputeQuerySet:
    """The disputes of a range of places that were registered in a period."""
    return inside(span).filter(opened_on__range=(period.since, period.until))


def total(span: Span, period: Period, side: Side) -> Counter[int]:
    """Value of the side → how many disputes."""
    disputes = within(span, period)
    if side == Side.MEASURE:
        counted = disputes.aggregate(**_measures())
        return +Counter({int(measure): counted[measure.key] for measure in Measure})
    rows = disputes.values_list(side.value).annotate(Count("pk")).order_by()
    return Counter(dict(rows))


def by_child(span: Span, children: Sequence[tuple[int, Span]], period: Period, side: Side) -> Counts:
    """The same for each child (code, range), and under HERE for what lies in none of them."""
    found: Counts = {code: Counter() for code in (*(code for code, _ in children), HERE)}
    part, codes = _part(children)
    disputes = within(span, period).annotate(part=part)
    if side == Side.MEASURE:
        for row in disputes.values("part").annotate(**_measures()).order_by():
            counted = {int(measure): row[measure.key] for measure in Measure}
            found[codes[row["part"]]] += Counter(counted)
    else:
        for number, value, n in disputes.values_list("part", side.value).annotate(Count("pk")).order_by():
            found[codes[number]][value] += n
    return found


def by_day(span: Span, period: Period, measure: Measure) -> dict[date, int]:
    """One measure, for each day that has any."""
    disputes = within(span, period).filter(CONDITIONS[measure])
    return dict(disputes.values_list("opened_on").annotate(Count("pk")).order_by("opened_on"))


def latest_day(span: Span) -> date | None:
    """The newest day of registration of a range of places."""
    found: date | None = inside(span).aggregate(latest=Max("opened_on"))["latest"]
    return found


def kinds_by_colour(span: Span, period: Period) -> dict[int, Counter[int]]:
    """Kind → colour → how many."""
    found: dict[int, Counter[int]] = {}
    for kind, colour, n in (
        within(span, period).values_list("kind", "colour").annotate(Count("pk")).order_by()
    ):
        found.setdefault(kind, Counter())[colour] += n
    return found


def _measures() -> dict[str, Count]:
    return {measure.key: Count("pk", filter=CONDITIONS[measure] or None) for measure in Measure}


def _part(children: Sequence[tuple[int, Span]]) -> tuple[Expression, list[int]]:
    """An expression that numbers the stretch between two borders, and the code that each number means.

    PostgreSQL finds the stretch by halving, so that a village with hundreds of grids costs no more.
    """
    borders = sorted({edge for _, span in children for edge in (span.lo, span.hi)})
    if not borders:
        return Value(0, IntegerField()), [HERE]
    child_at = {span.lo: code for code, span in children}
    codes = [HERE, *(child_at.get(border, HERE) for border in borders)]
    thresholds = Value(borders, ArrayField(BigIntegerField()))
    return Func(F("region"), thresholds, function="width_bucket", output_field=IntegerField()), codes
