"""Marks that the published figures count: hard, petition, turned criminal.

What was prevented is stated apart, and counts once another person has checked it
(hemu.loop.mediation.outcomes).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hemu.disputes.advance import turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel.errors import Refused
from hemu.orgs.actor import Actor


@dataclass(frozen=True, slots=True)
class Marks:
    """What holds of a dispute, as somebody with the right to say so says it."""

    hard: bool
    petition: bool
    turned_criminal: bool


def mark(dispute: Dispute, marks: Marks, grounds: str, *, by: Actor, seen: int | None = None) -> Dispute:
    """Set the marks, with their grounds. Raises Refused when nothing changes or no grounds are given."""
    given = {
        "hard": marks.hard,
        "petition": marks.petition,
        "turned_criminal": marks.turned_criminal,
    }
    if all(getattr(dispute, name) == value for name, value in given.items()):
        raise Refused(_("标注没有变化。"), code="unchanged")
    if not grounds.strip():
        raise Refused(
            _("请写明依据，例如“两次集体信访后签订协议，此后未再提出”。"), field="grounds", code="required"
        )
    with turn(dispute.county, dispute.id, Act.MARK, by=by, seen=seen) as this:
        this.set(**given)
        this.tell(marks=given)
        this.tell_of_persons(grounds=grounds.strip())
    return this.dispute
