"""What a dispute's page says of who could mediate: only while somebody has still to be named."""

from __future__ import annotations

from typing import Any

from hemu.disputes.models import Dispute, State
from hemu.loop.mediation.people.queries import interpreters
from hemu.loop.mediation.proposal import proposals
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """Proposals while the dispute waits to be accepted, and the interpreters that were named."""
    waits = dispute.state == State.RECEIVED and actor.may(Permission.MEDIATE)
    if not waits and dispute.state != State.MEDIATING:
        return None
    named = interpreters(dispute)
    proposed = proposals(dispute, limit=3) if waits else None
    if not named and (proposed is None or not (proposed.suggestions or proposed.needs)):
        return None
    return {"proposed": proposed, "interpreters": named}
