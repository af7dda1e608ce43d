"""What a colour asks for by itself (R5): red is reported at once and alarms the level above; an orange
dispute goes to the joint units. Blue needs nothing: who is near may settle it on the spot."""

from __future__ import annotations

from hemu.disputes.advance import Turn
from hemu.disputes.models import Colour, InvolvementRole
from hemu.loop.routing.actions import report_to
from hemu.loop.routing.proposal import propose, told_at_once


def report_red(this: Turn) -> None:
    """The dispute was rated red by this act: the rules say who must hear of it now."""
    if this.changed("colour") and this.dispute.colour == Colour.RED:
        report_to(this, told_at_once(this.dispute))


def join_orange(this: Turn) -> None:
    """The dispute was rated orange by this act: the units that the rules name (七站八所) join at once.

    Whoever names the units later may name others.
    """
    if not (this.changed("colour") and this.dispute.colour == Colour.ORANGE):
        return
    joint = [unit for unit in propose(this.dispute).joint if unit.pk != this.dispute.lead_unit_id]
    for unit in joint:
        this.involve(unit.pk, unit.name, InvolvementRole.JOINT)
    if joint:
        this.notify(units=tuple(unit.pk for unit in joint))
        this.tell(joint=[unit.name for unit in joint])
