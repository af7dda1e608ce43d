"""Reading complaints: never by the unit that they are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.loop.followup.complaints.models import Complaint, ComplaintStep, Status
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def complaints(
    by: Actor, *, status: int | None = None, kind: int | None = None, late: bool = False, text: str = ""
) -> Any:
    """Those that the actor handles or watches, what is due first, then the newest."""
    by.require(Permission.VIEW)
    rows = Complaint.objects.visible_to(by)
    if status is not None:
        rows = rows.filter(status=status)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if late:
        rows = rows.filter(status=Status.OPEN, due_at__lt=clock.now())
    if text.strip():
        words = text.strip()
        rows = rows.filter(
            Q(number__startswith=words.upper()) | Q(about_unit_name__contains=words) | Q(text__contains=words)
        )
    return rows.order_by("status", "due_at", "-made_at", "id")


def waiting(by: Actor) -> Any:
    """Those that the actor's unit must look at: none of them is about itself."""
    rows = Complaint.objects.visible_to(by)
    return rows.filter(handler_id=by.unit_id, status=Status.OPEN).order_by("due_at", "id")


def complaint(county: int, complaint_id: int, *, by: Actor) -> Complaint:
    """One complaint; raises Missing for a stranger, and for the unit complained of."""
    found = complaints(by).filter(county=county, id=complaint_id).first()
    if found is None:
        raise Missing(_("没有找到这件投诉。"))
    row: Complaint = found
    return row


def history(of: Complaint) -> list[ComplaintStep]:
    """Everything that was done on a complaint that was read within a scope, in order."""
    return list(ComplaintStep.objects.in_county(of.county, complaint_id=of.id).order_by("at", "id"))


def of_party(dispute: Dispute, party_id: int) -> list[Complaint]:
    """What a party complained of, newest first: for the party's own page."""
    rows = Complaint.objects.unscoped(reason="a party reads their own complaints")
    mine = rows.filter(county=dispute.county, dispute_id=dispute.pk, party_id=party_id)
    return list(mine.order_by("-made_at", "-id"))


@dataclass(frozen=True, slots=True)
class ByKind:
    """How many complaints of a kind there are, how many were founded, how many wait."""

    kind: int
    made: int
    founded: int
    waiting: int


def by_kind(by: Actor) -> list[ByKind]:
    """What people complain of, in the actor's sight; kinds that nobody complained of are left out."""
    rows = complaints(by).order_by()
    counted = rows.values("kind").annotate(
        made=Count("id"),
        founded=Count("id", filter=Q(finding__in=(1, 2))),
        waiting=Count("id", filter=Q(status=Status.OPEN)),
    )
    return [ByKind(**row) for row in counted.order_by("-made", "kind")]
