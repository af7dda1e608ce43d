"""What villagers say of a dispute that came of their report, on the dispute's page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import Dispute
from hemu.disputes.panels import register_panel
from hemu.loop.screening.villagers import queries
from hemu.loop.screening.villagers.models import ProposalStatus
from hemu.loop.screening.villagers.reopening import CAN_RELAPSE
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def unsettled(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """The villagers' words, and whether the actor may decide."""
    found = queries.proposals(dispute)
    if not found:
        return None
    return {
        "proposals": found,
        "open": ProposalStatus.OPEN,
        "may_decide": actor.may(Permission.FOLLOW_UP),
        "may_reopen": actor.may(Permission.FOLLOW_UP) and dispute.state in CAN_RELAPSE,
    }


def register() -> None:
    """Called when the application starts."""
    register_panel("villagers", "villagers/panels/unsettled.html", unsettled, 15, title=_("村民说没有解决"))
