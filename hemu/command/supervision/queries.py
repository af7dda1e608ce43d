"""Reading supervision orders within an actor's scope."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from hemu.command.supervision.models import Order, OrderStatus, OrderStep
from hemu.disputes.models import Dispute
from hemu.kernel.errors import Missing
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def orders(by: Actor) -> Any:
    """The orders of the actor's area and unit, newest first; without figures, only those of the own unit."""
    by.require(Permission.VIEW)
    rows = Order.objects.visible_to(by)
    if not by.may(Permission.FIGURES):
        rows = rows.filter(unit_id=by.unit_id)
    return rows.order_by("-opened_at", "-id")


def waiting(by: Actor) -> Any:
    """The orders in which the next step is the actor's unit's."""
    answers = Q(unit_id=by.unit_id, status=OrderStatus.OPEN)
    closes = Q(raiser_id=by.unit_id, status=OrderStatus.ANSWERED)
    return orders(by).filter(answers | closes).order_by("due_at", "id")


def order(county: int, order_id: int, *, by: Actor) -> Order:
    """One order; raises Missing for a stranger."""
    found = orders(by).filter(county=county, id=order_id).first()
    if found is None:
        raise Missing(_("没有找到这份督办单。"))
    row: Order = found
    return row


def of_dispute(dispute: Dispute) -> list[Order]:
    """The orders on how a dispute is handled, the first one first. The dispute was read within a scope."""
    rows = Order.objects.unscoped(reason="of a dispute that was itself read within a scope")
    return list(rows.filter(county=dispute.county, dispute_id=dispute.id).order_by("opened_at", "id"))


def history(of: Order) -> list[OrderStep]:
    """Everything that was done on an order that was read within a scope, in order."""
    return list(OrderStep.objects.in_county(of.county, order_id=of.id).order_by("at", "id"))
