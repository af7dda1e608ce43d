"""Reading what parties ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes.heaps import Heap
from hemu.disputes.models import Dispute
from hemu.kernel.errors import Missing
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.portal.parties.models import Request
from hemu.portal.parties.models import RequestQuerySet as Requests


def requests(by: Actor, *, waiting: bool | None = None) -> Requests:
    """The requests in the actor's care, those that wait first. Raises Forbidden."""
    by.require(Permission.OPEN_PERSONAL)
    rows: Requests = Request.objects.answered_for_by(by)
    if waiting is not None:
        rows = rows.waiting() if waiting else rows.exclude(pk__in=rows.waiting().values("pk"))
    return rows.order_by("status", "due_at", "id")


def to_answer(by: Actor) -> Requests:
    """Those that wait for the actor's answer: of its unit, or of its area for who guards what is personal."""
    rows = requests(by, waiting=True)
    return rows if by.may(Permission.GUARD_PERSONAL) else rows.filter(unit_id=by.unit_id)


def heaps(by: Actor) -> Iterator[Heap]:
    """What waits for an answer, for the first page."""
    if by.may(Permission.OPEN_PERSONAL):
        yield Heap(gettext_lazy("当事人请求待答复"), "/privacy/requests/?view=answer", to_answer(by))


def request(county: int, request_id: int, *, by: Actor) -> Request:
    """One request; raises Missing for a stranger."""
    by.require(Permission.OPEN_PERSONAL)
    found: Request | None = Request.objects.answered_for_by(by).filter(county=county, pk=request_id).first()
    if found is None:
        raise Missing("")
    return found


def of_dispute(dispute: Dispute) -> list[Request]:
    """Everything that parties asked for, the newest first."""
    return list(Request.objects.of(dispute).order_by("-at", "-id"))


def panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """The part of the dispute's page that shows what parties asked for."""
    rows = of_dispute(dispute)
    return {"requests": rows, "may_open": actor.may(Permission.OPEN_PERSONAL)} if rows else None


def why_held(dispute: Dispute) -> str:
    """A dispute isn't sealed while its party waits for an answer."""
    waits = Request.objects.of(dispute).waiting().exists()
    return _("当事人的请求还没有答复") if waits else ""
