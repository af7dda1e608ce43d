"""What assessment shows on a dispute's page, and which buttons it offers there."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemu.disputes.checks import stands
from hemu.disputes.faces import register_face
from hemu.disputes.lifecycle import Act, step_for
from hemu.disputes.models import Colour, Dispute
from hemu.disputes.panels import register_panel
from hemu.loop.assessment import queries
from hemu.loop.assessment.rating import open_proposal
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def safety(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """The safety plan: for a red dispute always, so that its absence is seen."""
    red = Colour.RED in (dispute.colour, dispute.proposed_colour)
    step = step_for(dispute.state, Act.SAFEGUARD)
    rows = queries.measures(dispute)
    if not rows and not (red and step is not None):
        return None
    may = step is not None and actor.may(step.permission) and stands(dispute, step.who, actor)
    red = red and step is not None
    return {
        "measures": rows,
        "may": may,
        "may_call": may and actor.may(Permission.OPEN_PERSONAL),
        "red": red,
        "contacts": queries.contacts(dispute),
        "help": queries.help_near(dispute) if red else [],
        "hotlines": queries.HOTLINES if red else (),
        "clock": queries.safety_clock(dispute) if red else None,
    }


def warned(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """The notices from above that name the dispute."""
    rows = queries.notices_of(dispute)
    states = queries.states(rows) if rows else {}
    return {"notices": [(row, states[row.id]) for row in rows]} if rows else None


def must_be_rated(dispute: Dispute) -> bool:
    """Whether nobody has rated it, or the rules propose another colour."""
    return dispute.colour == Colour.NONE or open_proposal(dispute) is not None


def is_rated(dispute: Dispute) -> bool:
    """Whether there is a rating to look at again."""
    return dispute.colour != Colour.NONE


def is_red(dispute: Dispute) -> bool:
    """Whether people need protecting."""
    return Colour.RED in (dispute.colour, dispute.proposed_colour)


def register() -> None:
    """Called when the application starts."""
    register_panel("safety", "assessment/panels/safety.html", safety, 15, title=_("安全防护"))
    register_panel("warned", "assessment/panels/warned.html", warned, 16, title=_("预警提示单"))
    register_face(Act.RATE, "assessment:rate", _("确认定级"), weight=95, when=must_be_rated)
    register_face(Act.OVERRIDE, "assessment:override", _("调整定级"), weight=3)
    register_face(Act.RATE, "assessment:review", _("会商复评"), weight=2, when=is_rated)
    register_face(Act.SAFEGUARD, "assessment:safety", _("安全防护措施"), weight=9, when=is_red)
    register_face(Act.WARN, "assessment:warn", _("发预警提示单"), weight=1)
