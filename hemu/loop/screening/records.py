"""Writing down what comes in by the other ways, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
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
    Incident,
    IncidentStep,
    IncidentTier,
    JointMeeting,
    MeetingItem,
    Petition,
)
from hemu.loop.screening.petitions import clocks
from hemu.loop.screening.terms import due
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

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


def _save(row: AreaRow, number_message: str = "") -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if not number_message:
            raise
        raise Refused(number_message, field="number", code="number_taken") from error


def record_incident(
    *,
    region: int,
    number: str,
    reported_at: datetime,
    narrative: str,
    tier: IncidentTier,
    place: str = "",
    by: Actor,
) -> Incident:
    """Write down a police incident. Raises Refused when its number is already there in the county."""
    check_record(region, by, number=number, narrative=narrative)
    not_future("reported_at", reported_at)
    row = Incident.made_by(
        by, region=region, place=place.strip(), number=number.strip(), reported_at=reported_at,
        narrative=narrative.strip(), tier=tier, made_at=clock.now(),
    )  # fmt: skip
    with transaction.atomic():
        _save(row, _("这个警情编号已经登记过。"))
        _start_step(row, by)
    return row


def _start_step(row: Incident, by: Actor, note: str = "") -> None:
    now = clock.now()
    tier = IncidentTier(row.tier)
    IncidentStep(
        county=row.county, incident_id=row.id, tier=tier, person_name=by.name, unit_name=by.unit_name,
        note=note, started_at=now, due_at=due(f"incident_{tier.name.lower()}", now),
    ).save(force_insert=True)  # fmt: skip


def _end_step(row: Incident) -> None:
    steps = IncidentStep.objects.in_county(row.county, incident_id=row.id, ended_at=None)
    steps.update(ended_at=clock.now())


def _open_incident(incident: Incident, by: Actor) -> Incident:
    row: Incident = _locked(incident, by)
    if row.settled_at is not None:
        raise Conflict(_("这起警情已处置完毕。"), code="done_already")
    return row


def pass_incident(incident: Incident, tier: IncidentTier, note: str = "", *, by: Actor) -> Incident:
    """Take the incident to another tier: the last one's clock stops, the new one's begins (梯次出警)."""
    with transaction.atomic():
        row = _open_incident(incident, by)
        if row.tier == tier:
            raise Refused(_("警情已经在这一层级。"), field="tier", code="same_tier")
        row.tier = tier
        row.save()
        _end_step(row)
        _start_step(row, by, note.strip())
    return row


def settle_incident(incident: Incident, result: str, *, by: Actor) -> Incident:
    """Say what came of the incident; its clock stops. Raises Conflict when somebody already did."""
    if not result.strip():
        raise Refused(_("请写明处置结果。"), field="result", code="required")
    with transaction.atomic():
        row = _open_incident(incident, by)
        row.result, row.settled_at = result.strip(), clock.now()
        row.save()
        _end_step(row)
    return row


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
        _save(row, _("这个信访编号已经登记过。"))
        clocks.registered(row, by=by)
    return row


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
    _save(row)
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
    _save(row)
    return row


def _locked(row: Any, by: Actor) -> Any:
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
        row: Hazard = _locked(hazard, by)
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
        row: Petition = _locked(petition, by)
        if row.answered_at is not None:
            raise Conflict(_("这件信访已经答复。"), code="done_already")
        row.answer, row.answered_at = answer.strip(), clock.now()
        row.save()
        clocks.answered(row, by=by)
    return row
