"""What routing does by itself when a rating turns red: report at once, and alarm the level above (R5)."""

from __future__ import annotations

from hemu.disputes.advance import Turn
from hemu.disputes.models import Colour
from hemu.loop.routing.actions import report_to
from hemu.loop.routing.proposal import told_at_once


def report_red(this: Turn) -> None:
    """The dispute was rated red by this act: the rules say who must hear of it now."""
    if this.changed("colour") and this.dispute.colour == Colour.RED:
        report_to(this, told_at_once(this.dispute))
