"""A dispute's appointments on its page."""

from __future__ import annotations

from typing import Any

from hemu.disputes.models import Dispute, State
from hemu.loop.mediation.calendar import queries
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

_ONCE = (State.REGISTERED, State.RATED, State.ROUTED)


def panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """What is planned, was held or was called off; nothing before there is any."""
    if dispute.state in _ONCE:
        return None
    rows = queries.of_dispute(dispute, actor)
    if not rows:
        return None
    may = actor.may(Permission.MEDIATE) and dispute.state in (State.RECEIVED, State.MEDIATING)
    return {"sittings": rows, "may_move": may}
