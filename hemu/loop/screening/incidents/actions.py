"""Taking in a police incident and bringing it through the tiers (梯次出警)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock, identity
from hemu.kernel.errors import Conflict, Forbidden, Refused
from hemu.loop.screening import telling
from hemu.loop.screening.incidents import tiers
from hemu.loop.screening.models import Incident, IncidentCall, IncidentStep, IncidentTier, Satisfaction
from hemu.loop.screening.records import NUMBER_TAKEN, check_record, locked, not_future, save_once
from hemu.loop.screening.terms import due
from hemu.orgs.actor import Actor


def record_incident(
    *,
    region: int,
    number: str,
    reported_at: datetime,
    narrative: str,
    tier: IncidentTier,
    place: str = "",
    phone: str = "",
    by: Actor,
) -> Incident:
    """Write down a police incident. Raises Refused when its number is already there in the county."""
    check_record(region, by, number=number, narrative=narrative)
    not_future("reported_at", reported_at)
    if phone.strip() and not identity.valid_phone(phone):
        raise Refused(_("这个电话号码打不通，请检查。"), field="phone", code="phone")
    row = Incident.made_by(
        by, region=region, place=place.strip(), number=number.strip(), reported_at=reported_at,
        narrative=narrative.strip(), tier=tier, phone=identity.plain_phone(phone),
        made_at=clock.now(),
    )  # fmt: skip
    with transaction.atomic():
        save_once(row, _("这个警情编号已经登记过。"))
        _start(row, by)
    return row


@dataclass(frozen=True, slots=True)
class Taken:
    """The incident, and whether this very call wrote it down (False: it was there, just the same)."""

    incident: Incident
    is_new: bool


def take_incident(
    *,
    region: int,
    number: str,
    reported_at: datetime,
    narrative: str,
    tier: IncidentTier,
    place: str = "",
    phone: str = "",
    by: Actor,
) -> Taken:
    """Write down what another system sends, as often as it sends it.

    Raises Conflict when its number is there with another content, which is left as it is.
    """
    try:
        row = record_incident(
            region=region, number=number, reported_at=reported_at, narrative=narrative, tier=tier,
            place=place, phone=phone, by=by,
        )  # fmt: skip
    except Refused as refused:
        if refused.code != NUMBER_TAKEN:
            raise
        same = {
            "number": number.strip(), "region": region, "place": place.strip(),
            "narrative": narrative.strip(), "reported_at": reported_at,
        }  # fmt: skip
        found: Incident | None = Incident.objects.visible_to(by).filter(**same).first()
        if found is None or not _same_phone(found, phone):
            message = _("这个警情编号已经登记过，内容不同；原来的没有改动。")
            raise Conflict(message, field="number", code=NUMBER_TAKEN) from refused
        return Taken(found, is_new=False)
    return Taken(row, is_new=True)


def _same_phone(row: Incident, phone: str) -> bool:
    """Whether `phone` is the number that is there. One that came without a number is given it now."""
    number = identity.plain_phone(phone)
    if number and not row.phone:
        row.phone = number
        row.save(update_fields=["phone"])
    return not number or str(row.phone) == number


def _start(row: Incident, by: Actor, note: str = "") -> IncidentStep:
    """The tier that the row now names begins, with its clock, and those whose turn it is are told."""
    now, tier = clock.now(), IncidentTier(row.tier)
    held = tiers.hands(row, tier, by)
    step = IncidentStep(
        county=row.county, incident_id=row.id, tier=tier, person_name=by.name, unit_name=by.unit_name,
        note=note, holder_id=held.unit_id, holder_name=held.unit_name, helper_id=held.helper_id,
        helper_name=held.helper_name, started_at=now, due_at=due(tiers.clock_of(tier), now),
    )  # fmt: skip
    step.next_at = step.due_at
    if tier not in tiers.CLAIMED:
        step.claimed_at = now
    elif held.unit_id == by.unit_id:
        _claimed(step, by)
    step.save(force_insert=True)
    telling.announce(
        row, "incident_turn", path=f"/incidents/{row.county}/{row.id}/", key=f"incident:{step.id}",
        unit_name=held.unit_name, due_at=step.turn_due_at,
        units=[unit for unit in (held.unit_id, held.helper_id) if unit != by.unit_id],
    )  # fmt: skip
    return step


def _claimed(step: IncidentStep, by: Actor) -> None:
    now = clock.now()
    step.claimed_at, step.claimed_by = now, by.name
    step.handle_due_at = step.next_at = due(tiers.HANDLED, now)


def _end(row: Incident) -> None:
    steps = IncidentStep.objects.in_county(row.county, incident_id=row.id, ended_at=None)
    steps.update(ended_at=clock.now(), next_at=None)


def _open(incident: Incident, by: Actor) -> Incident:
    row: Incident = locked(incident, by)
    if row.settled_at is not None:
        raise Conflict(_("这起警情已处置完毕。"), code="done_already")
    return row


def claim_incident(incident: Incident, *, by: Actor) -> Incident:
    """Say that one's unit takes it in hand; the time to handle it begins. Raises Conflict when one did."""
    with transaction.atomic():
        row = _open(incident, by)
        step = IncidentStep.objects.in_county(row.county, incident_id=row.id, ended_at=None).get()
        if step.claimed_at is not None:
            raise Conflict(_("这起警情已有人认领。"), code="done_already")
        if not tiers.may_claim(row, step, by):
            raise Forbidden(_("这起警情由%(unit)s认领。") % {"unit": step.holder_name})
        _claimed(step, by)
        step.save()
    return row


def pass_incident(incident: Incident, tier: IncidentTier, note: str = "", *, by: Actor) -> Incident:
    """Take the incident to another tier: the last one's clock stops, the new one's begins (梯次出警)."""
    with transaction.atomic():
        row = _open(incident, by)
        if row.tier == tier:
            raise Refused(_("警情已经在这一层级。"), field="tier", code="same_tier")
        row.tier = tier
        row.save()
        _end(row)
        _start(row, by, note.strip())
    return row


def call_back(
    incident: Incident, *, reached: bool, satisfaction: Satisfaction | None = None, note: str = "", by: Actor
) -> IncidentCall:
    """Write down a call to those who called: whether they answered, and what they say of the work."""
    if reached and satisfaction is None:
        raise Refused(_("接通的，请选择对方是否满意。"), field="satisfaction", code="required")
    if satisfaction == Satisfaction.BAD and not note.strip():
        raise Refused(_("不满意的，请写明为什么。"), field="note", code="required")
    with transaction.atomic():
        row: Incident = locked(incident, by)
        call = IncidentCall(
            county=row.county, incident_id=row.id, reached=reached,
            satisfaction=satisfaction if reached else None, note=note.strip(), person_name=by.name,
            unit_name=by.unit_name, at=clock.now(),
        )  # fmt: skip
        call.save(force_insert=True)
    return call


def settle_incident(incident: Incident, result: str, *, by: Actor) -> Incident:
    """Say what came of the incident; its clock stops. Raises Conflict when somebody already did."""
    if not result.strip():
        raise Refused(_("请写明处置结果。"), field="result", code="required")
    with transaction.atomic():
        row = _open(incident, by)
        row.result, row.settled_at = result.strip(), clock.now()
        row.save()
        _end(row)
    return row
