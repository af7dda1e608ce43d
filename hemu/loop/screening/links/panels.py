"""On a dispute's page: what it may hang together with, and the whole of the matter as a graph and a list."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import Dispute
from hemu.disputes.panels import register_panel
from hemu.loop.screening.links import matters, queries
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def proposed(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """Open proposals of which the actor sees both disputes."""
    found = queries.of(dispute, by=actor)
    if not found:
        return None
    proposals = [(one, one.beside(dispute), one.asks_on(dispute)) for one in found]
    return {"proposals": proposals, "may_decide": actor.may(Permission.LINK)}


def whole(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """The matter that the dispute is part of, when links hold it together with others."""
    found = matters.whole(dispute, by=actor)
    if len(found.disputes) < 2:
        return None
    return {"graph": matters.graph(found, dispute), "members": matters.members(found, dispute)}


def register() -> None:
    """Called when the application starts."""
    register_panel("proposed", "links/panels/proposed.html", proposed, 12, title=_("可能是同一件事或有关联"))
    register_panel("matter", "links/panels/matter.html", whole, 80, title=_("来龙去脉"))
