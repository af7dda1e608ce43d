"""Reading inquiries and authorisations of a dispute that was itself read within a scope."""

from __future__ import annotations

from typing import Any

from hemu.disputes.models import Dispute
from hemu.loop.mediation.inquiries.models import Authorisation, Inquiry
from hemu.orgs.actor import Actor


def inquiries(dispute: Dispute) -> list[Inquiry]:
    """Every inquiry, the first one first."""
    return list(Inquiry.objects.of(dispute).order_by("number"))


def authorisations(dispute: Dispute) -> list[Authorisation]:
    """Every authorisation, the first one first."""
    return list(Authorisation.objects.of(dispute).order_by("number"))


def panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """The part of the dispute's page that lists both."""
    asked, given = inquiries(dispute), authorisations(dispute)
    return {"inquiries": asked, "authorisations": given} if asked or given else None
