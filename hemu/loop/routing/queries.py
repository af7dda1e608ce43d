"""Reading the hops of a dispute that was itself read within a scope."""

from __future__ import annotations

from typing import Any

from hemu.disputes.models import Dispute
from hemu.kernel.errors import Missing
from hemu.loop.routing.models import Hop
from hemu.loop.routing.referrals import referrals_of
from hemu.orgs.actor import Actor


def hops_of(dispute: Dispute) -> list[Hop]:
    """Every hop, the newest first."""
    return list(Hop.objects.of(dispute).order_by("-number"))


def hop(dispute: Dispute, number: int) -> Hop:
    """One hop by its number; raises Missing."""
    found: Hop | None = Hop.objects.of(dispute).filter(number=number).first()
    if found is None:
        raise Missing("")
    return found


def panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """The part of the dispute's page that shows where it went."""
    rows = hops_of(dispute)
    return {"hops": rows, "referrals": referrals_of(dispute)} if rows else None
