"""Raising, answering, sending back and closing a supervision order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.command.supervision import queries
from hemu.command.supervision.models import Act, Cause, Order, OrderStatus, OrderStep
from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act as TurnAct
from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.ids import new_id
from hemu.loop.screening import telling
from hemu.loop.screening.terms import due
from hemu.orgs.actor import Actor, system_actor
from hemu.orgs.models import Unit, UnitKind
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import units_covering

ANSWER: Final = "supervision_answer"
"""The rulebook's clock for the answer."""
_LADDER: Final = (UnitKind.TOWNSHIP_CENTRE, UnitKind.COUNTY_CENTRE, UnitKind.PREFECTURE_OFFICE)


def above(region: int, *units: int) -> Unit | None:
    """The nearest centre that covers a place and is none of `units`."""
    for kind in _LADDER:
        found: Unit | None = units_covering(region, kind).exclude(pk__in=units).first()
        if found is not None:
            return found
    return None


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What the system found: the finding, the unit that must answer, and the one that watches over it."""

    cause: Cause
    county: int
    cause_id: int
    region: int
    unit_id: int
    unit_name: str
    raiser: Unit
    demand: str


def raise_order(new: NewOrder) -> Order | None:
    """Raise an order for a finding, once; None when there is one already."""
    now = clock.now()
    due_at = due(ANSWER, now)
    with transaction.atomic():
        row, made = Order.objects.unscoped(reason="raised by a job, for every county").get_or_create(
            county=new.county, cause=new.cause, cause_id=new.cause_id,
            defaults={
                "number": f"{clock.local(now):%y%m%d}-{new.cause_id % 10**6:06d}", "region": new.region,
                "unit_id": new.unit_id, "unit_name": new.unit_name, "raiser_id": new.raiser.pk,
                "raiser_name": new.raiser.name, "demand": new.demand[:500], "opened_at": now,
                "due_at": due_at, "next_at": due_at,
            },
        )  # fmt: skip
        if not made:
            return None
        _write(row, Act.RAISED, new.demand, by=system_actor(_("系统核查")))
        tell(row, "supervised", row.unit_id)
    found: Order = row
    return found


def supervise_dispute(dispute: Dispute, demand: str, *, by: Actor, seen: int | None = None) -> Order:
    """C4: by hand, on how a dispute is handled: an order to the unit whose turn it is, or that leads.

    One at a time for a dispute. It stands in the dispute's ledger as well. Raises Refused (field ``demand``),
    Forbidden, Conflict, Missing.
    """
    if not demand.strip():
        raise Refused(_("请写明要求：办什么、办到什么程度。"), field="demand", code="required")
    with turn(dispute.county, dispute.id, TurnAct.SUPERVISE, by=by, seen=seen) as this:
        row = _on_dispute(this, demand.strip(), by)
        row.save(force_insert=True)
        _write(row, Act.RAISED, row.demand, by=by)
        tell(row, "supervised", row.unit_id)
        this.tell(order=row.number, supervised=row.unit_name, answer_by=row.due_at)
        this.tell_of_persons(requests=row.demand)
    return row


def _on_dispute(this: Turn, demand: str, by: Actor) -> Order:
    dispute = this.dispute
    unit_id = dispute.turn_unit_id or dispute.lead_unit_id
    if unit_id is None or unit_id == by.unit_id:
        raise Refused(_("现在没有别的单位在办这件纠纷，不能督办。"), code="nobody")
    standing = Order.objects.unscoped(reason="the orders of a dispute that the actor supervises").filter(
        county=dispute.county, dispute_id=dispute.id
    )
    if standing.exclude(status=OrderStatus.CLOSED).exists():
        raise Refused(_("这件纠纷已有没办结的督办单。"), code="supervised")
    order_id, due_at = new_id(), due(ANSWER, this.at)
    return Order(
        id=order_id, county=dispute.county, cause=Cause.DISPUTE, cause_id=order_id, dispute_id=dispute.id,
        number=f"{clock.local(this.at):%y%m%d}-{order_id % 10**6:06d}", region=dispute.region,
        unit_id=unit_id,
        unit_name=dispute.turn_unit_name or dispute.lead_unit_name, raiser_id=by.unit_id,
        raiser_name=by.unit_name, demand=demand[:500], opened_at=this.at, due_at=due_at, next_at=due_at,
    )  # fmt: skip


def _write(row: Order, act: Act, text: str = "", *, by: Actor) -> OrderStep:
    step = OrderStep(
        county=row.county, order_id=row.id, act=act, text=text.strip(), person_name=by.name,
        unit_name=by.unit_name, at=clock.now(),
    )  # fmt: skip
    step.save(force_insert=True)
    return step


def tell(row: Order, what: str, *units: int | None) -> None:
    """Have units told of what happened on an order, once for each time that it is due anew."""
    telling.announce(
        row, what, path=f"/supervision/{row.county}/{row.id}/", key=f"order:{row.id}:{row.due_at:%d%H%M}",
        unit_name=row.unit_name, due_at=row.due_at, units=units,
    )  # fmt: skip


def _locked(order: Order, by: Actor) -> Order:
    by.require(Permission.AMEND)
    rows = queries.orders(by).filter(county=order.county, id=order.id)
    row: Order | None = rows.select_for_update().first()
    if row is None:
        raise Missing(_("没有找到这份督办单。"))
    return row


def _in(row: Order, status: OrderStatus) -> None:
    if row.status != status:
        raise Conflict(
            _("这份督办单现在是“%(status)s”，不能这样办。") % {"status": row.get_status_display()},
            code="wrong_state",
        )


def answer(order: Order, text: str, *, by: Actor) -> Order:
    """The supervised unit says what it did; its clock stops, and those who raised it look."""
    if not text.strip():
        raise Refused(_("请写明查明的情况和整改措施。"), field="text", code="required")
    with transaction.atomic():
        row = _locked(order, by)
        if by.unit_id != row.unit_id:
            raise Forbidden(_("由被督办单位反馈。"))
        _in(row, OrderStatus.OPEN)
        row.status, row.next_at = OrderStatus.ANSWERED, None
        row.save()
        _write(row, Act.ANSWERED, text, by=by)
        tell(row, "supervised_answered", row.raiser_id)
    return row


def send_back(order: Order, reason: str, *, by: Actor) -> Order:
    """The answer isn't enough: it begins anew, with a clock of its own."""
    if not reason.strip():
        raise Refused(_("请写明为什么退回。"), field="text", code="required")
    with transaction.atomic():
        row = _raisers(order, by)
        row.status = OrderStatus.OPEN
        row.due_at = row.next_at = due(ANSWER, clock.now())
        row.save()
        _write(row, Act.SENT_BACK, reason, by=by)
        tell(row, "supervised", row.unit_id)
    return row


def close(order: Order, text: str, *, by: Actor) -> Order:
    """Close it. Only the unit that raised it may, and only once it is answered."""
    if not text.strip():
        raise Refused(_("请写明审核意见。"), field="text", code="required")
    with transaction.atomic():
        row = _raisers(order, by)
        row.status, row.closed_at = OrderStatus.CLOSED, clock.now()
        row.save()
        _write(row, Act.CLOSED, text, by=by)
    return row


def _raisers(order: Order, by: Actor) -> Order:
    row = _locked(order, by)
    if by.unit_id != row.raiser_id:
        raise Forbidden(_("只有发出督办的单位可以审结。"))
    _in(row, OrderStatus.ANSWERED)
    return row


def escalate(row: Order) -> None:
    """Its time ran out: those who raised it and the level above hear of it. Within a transaction."""
    higher = above(row.region, row.unit_id, row.raiser_id)
    row.late_at, row.next_at = clock.now(), None
    row.save()
    _write(row, Act.LATE, higher.name if higher else "", by=system_actor(_("时限")))
    tell(row, "supervised_late", row.unit_id, row.raiser_id, higher.pk if higher else None)
