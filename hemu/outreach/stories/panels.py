"""The part of a closed dispute's page that leads to its story."""

from __future__ import annotations

from typing import Any

from hemu.disputes.models import Dispute, State
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def closed(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """Only for those who may write one, once it is closed. Asks the database nothing."""
    return {} if dispute.state == State.CLOSED and actor.may(Permission.REGISTER) else None
