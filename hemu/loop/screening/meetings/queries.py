"""A joint meeting as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hemu.disputes import origins
from hemu.disputes.models import Source
from hemu.disputes.origins import Opened
from hemu.loop.screening import queries
from hemu.loop.screening.meetings.models import Outcome
from hemu.loop.screening.models import JointMeeting, MeetingItem
from hemu.orgs.actor import Actor


@dataclass(frozen=True, slots=True)
class Item:
    """One matter, and what came of it: disputes, or a word why there is none; neither while it waits."""

    row: MeetingItem
    opened: Sequence[Opened]
    outcome: Outcome | None

    @property
    def waits(self) -> bool:
        """Whether nobody has said yet what becomes of it."""
        return not self.opened and self.outcome is None


def meeting(county: int, meeting_id: int, *, by: Actor) -> JointMeeting:
    """One meeting; raises Missing for a stranger."""
    found: JointMeeting = queries.record(JointMeeting, county, meeting_id, by=by)
    return found


def items(of: JointMeeting) -> list[Item]:
    """The items of a meeting that was read within a scope, in order."""
    rows = queries.items(of)
    said = Outcome.objects.in_county(of.county, item_id__in=[row.id for row in rows])
    outcomes = {one.item_id: one for one in said.order_by("id")}
    return [
        Item(row, origins.opened_from(Source.JOINT_MEETING, row.id), outcomes.get(row.id)) for row in rows
    ]


def silent(of: JointMeeting, found: Sequence[Item]) -> list[str]:
    """The units that meet and have brought nothing; a unit's long name holds its short one."""
    brought = {item.row.brought_by for item in found}
    return [unit for unit in of.units if not any(unit in name or name in unit for name in brought)]
