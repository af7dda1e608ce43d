"""Writing down what comes in by the other ways, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hemu.disputes.models.area import AreaRow
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.places import county_of
from hemu.loop.screening.models import (
    GroupRecord,
    Hazard,
    HazardStatus,
    JointMeeting,
    MeetingItem,
    Petition,
)
from hemu.loop.screening.petitions import clocks
from hemu.loop.screening.terms import due
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

NUMBER_TAKEN = "number_taken"
TEAM = ("officer", "auxiliary", "cadre", "representative")
"""The village's service team: who must answer."""


def check_record(region: int, by: Actor, **texts: str) -> None:
    """Raise unless the actor may write a record at this place, with nothing of `texts` left empty."""
    by.require(Permission.REGISTER)
    if not by.covers(region):
        raise Forbidden(_("这个地点不在您的管辖范围内。"), field="region", code="outside_area")
    if county_of(region) == 0:
        raise Refused(_("请选择到县以下的地点。"), field="region", code="too_wide")
    for name, text in texts.items():
        if not text.strip():
            raise Refused(_("这一项不能留空。"), field=name, code="required")


def not_future(name: str, moment: datetime) -> None:
    """Raise Refused for the field `name` when the moment is yet to come."""
    if moment > clock.now():
        raise Refused(_("时间不能晚于现在。"), field=name, code="future")


def save_once(row: AreaRow, number_message: str = "") -> None:
    """Insert the row; a number that is taken is refused with `number_message`."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if not number_message:
            raise
        raise Refused(number_message, field="number", code=NUMBER_TAKEN) from error


def record_petition(
    *,
    region: int,
    number: str,
    from_unit: str,
    received_at: datetime,
    narrative: str,
    due_at: datetime | None = None,
    place: str = "",
    by: Actor,
) -> Petition:
    """Write down a petition work order; without `due_at` the rulebook says until when it is answered."""
    check_record(region, by, number=number, from_unit=from_unit, narrative=narrative)
    not_future("received_at", received_at)
    due_at = due_at or due("petition_answer", received_at)
    if due_at < received_at:
        raise Refused(_("办理期限不能早于收到时间。"), field="due_at", code="order")
    row = Petition.made_by(
        by, region=region, place=place.strip(), number=number.strip(), from_unit=from_unit.strip(),
        received_at=received_at, due_at=due_at, narrative=narrative.strip(), made_at=clock.now(),
    )  # fmt: skip
    with transaction.atomic():
        save_once(row, _("这个信访编号已经登记过。"))
        clocks.registered(row, by=by)
    return row


@dataclass(frozen=True, slots=True)
class Taken:
    """The petition, and whether this very call wrote it down (False: it was there, just the same)."""

    petition: Petition
    is_new: bool


def take_petition(
    *,
    region: int,
    number: str,
    from_unit: str,
    received_at: datetime,
    narrative: str,
    due_at: datetime | None = None,
    place: str = "",
    by: Actor,
) -> Taken:
    """Write down what another system pushes, as often as it does.

    Raises Conflict when its number is there with another content, which is left as it is.
    """
    try:
        row = record_petition(
            region=region, number=number, from_unit=from_unit, received_at=received_at, narrative=narrative,
            due_at=due_at, place=place, by=by,
        )  # fmt: skip
    except Refused as refused:
        if refused.code != NUMBER_TAKEN:
            raise
        same = {
            "number": number.strip(), "region": region, "place": place.strip(),
            "narrative": narrative.strip(), "from_unit": from_unit.strip(), "received_at": received_at,
        }  # fmt: skip
        found: Petition | None = Petition.objects.visible_to(by).filter(**same).first()
        if found is None:
            message = _("这个信访编号已经登记过，内容不同；原来的没有改动。")
            raise Conflict(message, field="number", code=NUMBER_TAKEN) from refused
        return Taken(found, is_new=False)
    return Taken(row, is_new=True)


def hold_meeting(
    *,
    region: int,
    subject: str,
    held_at: datetime,
    units: Sequence[str],
    minutes: str = "",
    items: Sequence[tuple[str, str]] = (),
    place: str = "",
    by: Actor,
) -> JointMeeting:
    """Write down a joint meeting with its items: (unit that brought it, what it is).

    Without minutes it is a meeting called: its units bring what they know, the minutes come afterwards.
    """
    check_record(region, by, subject=subject)
    if minutes.strip():
        not_future("held_at", held_at)
    names = [unit.strip() for unit in units if unit.strip()]
    if not names:
        raise Refused(_("请填写参加单位。"), field="units", code="required")
    row = JointMeeting.made_by(
        by, region=region, place=place.strip(), subject=subject.strip(), held_at=held_at, units=names,
        minutes=minutes.strip(), made_at=clock.now(),
    )  # fmt: skip
    with transaction.atomic():
        row.save(force_insert=True)
        MeetingItem.objects.bulk_create(
            MeetingItem(
                county=row.county, meeting_id=row.id, brought_by=unit.strip(), text=text.strip(), order=n
            )
            for n, (unit, text) in enumerate(items)
            if text.strip()
        )
    return row


def note_group(
    *, region: int, group_name: str, received_at: datetime, text: str, place: str = "", by: Actor
) -> GroupRecord:
    """Write down what somebody told an officer in a work group."""
    check_record(region, by, group_name=group_name, text=text)
    not_future("received_at", received_at)
    row = GroupRecord.made_by(
        by, region=region, place=place.strip(), group_name=group_name.strip(), received_at=received_at,
        text=text.strip(), made_at=clock.now(),
    )  # fmt: skip
    save_once(row)
    return row


def find_hazard(
    *,
    region: int,
    text: str,
    found_at: datetime,
    place: str = "",
    visit_id: int | None = None,
    report_id: int | None = None,
    by: Actor,
) -> Hazard:
    """Write down a danger that is not yet a dispute; found on a visit, or told of by a villager."""
    check_record(region, by, text=text)
    not_future("found_at", found_at)
    row = Hazard.made_by(
        by, region=region, place=place.strip(), text=text.strip(), found_at=found_at, visit_id=visit_id,
        report_id=report_id, made_at=clock.now(),
    )  # fmt: skip
    save_once(row)
    return row


def locked(row: Any, by: Actor) -> Any:
    """The row, locked; raises Missing for a stranger and Forbidden for one who may not amend."""
    by.require(Permission.AMEND)
    model = type(row)
    found = model.objects.visible_to(by).filter(county=row.county, id=row.id).select_for_update().first()
    if found is None:
        raise Missing(_("没有找到这条记录。"))
    return found


def remove_hazard(hazard: Hazard, result: str, *, by: Actor) -> Hazard:
    """Say how the danger was removed. Raises Conflict when somebody already did."""
    if not result.strip():
        raise Refused(_("请写明怎样消除的。"), field="result", code="required")
    with transaction.atomic():
        row: Hazard = locked(hazard, by)
        if row.status == HazardStatus.REMOVED:
            raise Conflict(_("这处隐患已登记为消除。"), code="done_already")
        row.status, row.result, row.removed_at = HazardStatus.REMOVED, result.strip(), clock.now()
        row.save()
    return row


def answer_petition(petition: Petition, answer: str, *, by: Actor) -> Petition:
    """Write the answer given to the petitioner. Raises Conflict when it is answered."""
    if not answer.strip():
        raise Refused(_("请写明核实情况、法律依据和答复意见。"), field="answer", code="required")
    with transaction.atomic():
        row: Petition = locked(petition, by)
        if row.answered_at is not None:
            raise Conflict(_("这件信访已经答复。"), code="done_already")
        row.answer, row.answered_at = answer.strip(), clock.now()
        row.save()
        clocks.answered(row, by=by)
    return row
