"""What raises an order by itself: a finding that a person confirmed, or one that nobody looked at in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.command.supervision.actions import NewOrder, above, escalate, raise_order
from hemu.command.supervision.models import Cause, Order, OrderStatus
from hemu.kernel import clock
from hemu.loop.screening.doubts.models import Doubt, DoubtStatus
from hemu.loop.screening.reporting.models import Flag, FlagKind, FlagStatus
from hemu.loop.screening.terms import due

LOOKS_BACK: Final = timedelta(days=60)
CHECK: Final = "report_check"
"""The rulebook's clock in which somebody looks at a finding."""
WHY: Final = "a job looks at the findings of every county"
BATCH: Final = 500
_CAUSES: Final = {
    FlagKind.LATE: Cause.LATE,
    FlagKind.MISSED: Cause.MISSED,
    FlagKind.CONCEALED: Cause.CONCEALED,
}


def sweep() -> int:
    """Raise what must be raised; answers how many orders are new."""
    since = clock.now() - LOOKS_BACK
    every = (*_confirmed_flags(since), *_confirmed_visits(since), *_unchecked(since))
    return sum(raise_order(new) is not None for new in every)


def _taken(*causes: Cause) -> set[tuple[int, int]]:
    rows = Order.objects.unscoped(reason=WHY).filter(cause__in=causes)
    return set(rows.filter(opened_at__gte=clock.now() - 2 * LOOKS_BACK).values_list("county", "cause_id"))


def _confirmed_flags(since: datetime) -> Iterator[NewOrder]:
    taken = _taken(*_CAUSES.values())
    rows = Flag.objects.unscoped(reason=WHY).filter(status=FlagStatus.CONFIRMED, decided_at__gte=since)
    for flag in rows.order_by("county", "id"):
        kind = FlagKind(flag.kind)
        demand = _("%(kind)s经核查属实：%(reason)s。请查明原因，补报补登，落实整改并反馈。") % {
            "kind": kind.label,
            "reason": flag.reason[:200].rstrip("。"),
        }
        if (flag.county, flag.id) not in taken:
            yield from _against(flag, _CAUSES[kind], flag.id, demand)


def _confirmed_visits(since: datetime) -> Iterator[NewOrder]:
    """One order a visit, however many doubts of it were confirmed."""
    taken = _taken(Cause.FALSE_VISIT)
    rows = Doubt.objects.unscoped(reason=WHY).filter(status=DoubtStatus.CONFIRMED, decided_at__gte=since)
    for doubt in rows.order_by("county", "visit_id", "id"):
        if (doubt.county, doubt.visit_id) in taken:
            continue
        taken.add((doubt.county, doubt.visit_id))
        demand = _("走访经核查不实：%(reason)s。请重新走访，落实整改并反馈。") % {
            "reason": doubt.reason[:200].rstrip("。")
        }
        yield from _against(doubt, Cause.FALSE_VISIT, doubt.visit_id, demand)


def _against(found: Any, cause: Cause, cause_id: int, demand: str) -> Iterator[NewOrder]:
    """An order of the nearest centre to the unit whose record it is."""
    raiser = above(found.region, found.unit_id)
    if raiser is not None:
        yield NewOrder(
            cause, found.county, cause_id, found.region, found.unit_id, found.unit_name, raiser, demand
        )


def _unchecked(since: datetime) -> Iterator[NewOrder]:
    """Findings that nobody decided on in time: one order at a time to each centre that should have."""
    findings: tuple[tuple[Cause, Any, int], ...] = (
        (Cause.FLAGS_UNCHECKED, Flag, FlagStatus.OPEN),
        (Cause.VISITS_UNCHECKED, Doubt, DoubtStatus.OPEN),
    )
    for cause, model, status in findings:
        open_orders = Order.objects.unscoped(reason=WHY).filter(cause=cause)
        busy = set(open_orders.exclude(status=OrderStatus.CLOSED).values_list("unit_id", flat=True))
        taken = _taken(cause)
        rows = model.objects.unscoped(reason=WHY).filter(status=status, found_at__gte=since)
        for found in rows.order_by("found_at", "id"):
            if (found.county, found.id) in taken or due(CHECK, found.found_at) > clock.now():
                continue
            yield from _of_checker(cause, found, busy)


def _of_checker(cause: Cause, found: Any, busy: set[int]) -> Iterator[NewOrder]:
    checker = above(found.region, found.unit_id)
    raiser = above(found.region, found.unit_id, checker.pk) if checker is not None else None
    if checker is None or raiser is None or checker.pk in busy:
        return
    busy.add(checker.pk)
    demand = _("辖区内有线索超过核查期限仍未核查，请逐条核查并反馈。")
    yield NewOrder(cause, found.county, found.id, found.region, checker.pk, checker.name, raiser, demand)


def raise_late(limit: int = BATCH) -> int:
    """Take up a level every order whose time ran out by now; answers how many."""
    done = 0
    while batch := _late(limit):
        done += sum(_escalated(county, order_id) for county, order_id in batch)
    return done


def _late(limit: int) -> list[tuple[int, int]]:
    rows = Order.objects.unscoped(reason=WHY).filter(next_at__lte=clock.now())
    return list(rows.order_by("next_at", "id").values_list("county", "id")[:limit])


def _escalated(county: int, order_id: int) -> int:
    with transaction.atomic():
        rows = Order.objects.unscoped(reason=WHY).filter(county=county, id=order_id)
        row = rows.select_for_update().first()
        if row is None or row.next_at is None or row.next_at > clock.now():
            return 0
        escalate(row)
    return 1
