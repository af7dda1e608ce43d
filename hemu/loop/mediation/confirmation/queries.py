"""Agreements and confirmation in an actor's area."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from hemu.disputes.models import Dispute, State
from hemu.kernel import clock
from hemu.loop.mediation.confirmation.models import WAITING, Confirmation
from hemu.loop.mediation.models import Agreement
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

VIEWS = ("open", "filed", "ended", "missed")
_AFTER = (State.AGREED, State.FOLLOWING, State.CLOSED)


def _seen(by: Actor) -> Any:
    rows = Dispute.objects.in_area(by) if by.spans else Dispute.objects.given_to(by.unit_id)
    return rows.filter(county=OuterRef("county"), id=OuterRef("dispute_id"), state__in=_AFTER)


def agreements(by: Actor, view: str = "open") -> Any:
    """Agreements whose days run (`view` "open") or ran out unused ("missed"), the nearest first."""
    by.require(Permission.VIEW)
    rows = Agreement.objects.unscoped(
        reason="only those of disputes that the actor sees, which is asked here"
    )
    today = clock.today()
    asked = Confirmation.objects.unscoped(reason="whether one was asked for, of the agreement at hand")
    asked = asked.filter(county=OuterRef("county"), agreement_id=OuterRef("id"))
    days = Q(confirmation_until__gte=today) if view == "open" else Q(confirmation_until__lt=today)
    found = rows.filter(days, ~Exists(asked), Exists(_seen(by)), ended_at=None, about_status=False)
    order = "confirmation_until" if view == "open" else "-confirmation_until"
    return found.select_related("dispute").order_by(order, "id")


def applications(by: Actor, view: str = "filed") -> Any:
    """Applications that wait for a court (`view` "filed"), or on which it has spoken ("ended")."""
    by.require(Permission.VIEW)
    rows = Confirmation.objects.unscoped(reason="only those of disputes that the actor sees")
    waits = Q(stage__in=WAITING)
    found = rows.filter(waits if view == "filed" else ~waits, Exists(_seen(by)))
    order = ("filed_on", "id") if view == "filed" else ("-ended_on", "-id")
    return found.select_related("dispute").order_by(*order)
