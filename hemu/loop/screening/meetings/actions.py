"""A joint meeting is called, every unit brings what it knows, minutes are written, no item is left over."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hemu.disputes import origins
from hemu.disputes.models import Source
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.screening.meetings.models import Outcome
from hemu.loop.screening.models import JointMeeting, MeetingItem
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

MOST_ITEMS = 500


def leads(meeting: JointMeeting, by: Actor) -> bool:
    """Whether the actor's unit called the meeting: it keeps the minutes, also for those without account."""
    return by.may(Permission.REGISTER) and by.unit_id == meeting.unit_id


def may_bring(meeting: JointMeeting, by: Actor) -> bool:
    """Whether the actor may add an item: any unit of the area until the minutes, who called it always."""
    return leads(meeting, by) or (
        by.may(Permission.REGISTER) and not meeting.minutes and by.covers(meeting.region)
    )


def _locked(meeting: JointMeeting, by: Actor) -> JointMeeting:
    rows = JointMeeting.objects.visible_to(by).filter(county=meeting.county, id=meeting.id)
    found: JointMeeting | None = rows.select_for_update().first()
    if found is None:
        raise Missing(_("没有找到这次联席会。"))
    return found


@transaction.atomic
def bring_item(meeting: JointMeeting, text: str, *, unit: str = "", by: Actor) -> MeetingItem:
    """Bring a matter to the meeting. It is the actor's unit's; the unit that called it may name another's."""
    row = _locked(meeting, by)
    if not may_bring(row, by):
        raise Forbidden(_("会议纪要已写定，请由召集单位补充事项。"))
    if not text.strip():
        raise Refused(_("请写明是什么事。"), field="text", code="required")
    order = MeetingItem.objects.in_county(row.county, meeting_id=row.id).count()
    if order >= MOST_ITEMS:
        raise Refused(_("一次会议的事项太多，请另开一次。"), field="text", code="too_many")
    named = unit.strip() if leads(row, by) else ""
    item = MeetingItem(
        county=row.county, meeting_id=row.id, brought_by=(named or by.unit_name)[:120], text=text.strip(),
        order=order,
    )  # fmt: skip
    item.save(force_insert=True)
    return item


@transaction.atomic
def write_minutes(meeting: JointMeeting, minutes: str, *, by: Actor) -> JointMeeting:
    """Write the minutes, once. Raises Conflict when they are written, Refused before the meeting began."""
    row = _locked(meeting, by)
    if not leads(row, by):
        raise Forbidden(_("会议纪要由召集单位写。"))
    if row.minutes:
        raise Conflict(_("会议纪要已经写定。"), code="done_already")
    if not minutes.strip():
        raise Refused(_("请填写会议纪要。"), field="minutes", code="required")
    if row.held_at > clock.now():
        raise Refused(_("会议还没有开。"), field="minutes", code="future")
    row.minutes = minutes.strip()
    row.save()
    return row


@transaction.atomic
def settle_item(meeting: JointMeeting, item_id: int, text: str, *, by: Actor) -> Outcome:
    """Say why an item becomes no dispute: what is done instead, or why nothing need be.

    Raises Conflict when that was said, or when a dispute came of the item.
    """
    row = _locked(meeting, by)
    if not (by.may(Permission.REGISTER) and (leads(row, by) or by.covers(row.region))):
        raise Forbidden(_("只有参会的辖区单位可以写处理意见。"))
    if not MeetingItem.objects.in_county(row.county, meeting_id=row.id, id=item_id).exists():
        raise Missing(_("没有找到这个事项。"))
    if not text.strip():
        raise Refused(_("请写明怎么处理，或者为什么不用登记。"), field="text", code="required")
    if origins.opened_from(Source.JOINT_MEETING, item_id):
        raise Conflict(_("这个事项已经登记或并入纠纷。"), code="done_already")
    outcome = Outcome(
        county=row.county, item_id=item_id, text=text.strip()[:500], person_name=by.name,
        unit_name=by.unit_name, at=clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            outcome.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("这个事项已经有处理意见。"), code="done_already") from None
    return outcome
