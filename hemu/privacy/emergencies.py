"""Breaking the glass: opening at once when life is in danger, and answering for it afterwards.

个人信息保护法13 (四) allows it; 34 and 51 bound it: only inside the post's own area, never wider than one
county, each field on record, told to the level above, which must say whether it was needed. The parties
read it as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes.announcing import announce
from hemu.disputes.models import Dispute, Party, Reader, ReaderKind
from hemu.disputes.queries import parties
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.orgs.actor import Actor
from hemu.orgs.models import Unit, UnitKind
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import unit_of_kind_for
from hemu.privacy.actions import Opened, open_all
from hemu.privacy.models import Danger, Emergency, OpenedField, Purpose, Verdict, Way
from hemu.rulebook.terms import due

CLOCK = "emergency_review"
"""The rulebook's time for the review."""
LEAST_WORDS = 10
LASTS = timedelta(hours=4)
"""How long a minors' file may be read afterwards."""
FIELDS = (OpenedField.PHONE, OpenedField.ADDRESS)
"""What helps to find somebody. An identity number doesn't."""
_REVIEWERS = (UnitKind.TOWNSHIP_CENTRE, UnitKind.COUNTY_CENTRE)


@dataclass(frozen=True, slots=True)
class Broken:
    """What was opened: the record of it, the parties, and their fields."""

    emergency: Emergency
    parties: list[Party]
    opened: list[Opened]


def may_break_somewhere(by: Actor) -> bool:
    """Whether the post works inside one county, in an area of its own."""
    return by.may(Permission.VIEW) and by.county is not None and bool(by.spans)


def may_break(dispute: Dispute, by: Actor) -> bool:
    """Whether the post could: it lies in its own area, inside one county."""
    return may_break_somewhere(by) and by.county == dispute.county and by.covers(dispute.region)


@transaction.atomic
def break_glass(dispute: Dispute, danger: Danger, reason: str, *, by: Actor) -> Broken:
    """Open how to reach the parties, now. `dispute` was found by ``hemu.disputes.queries.seen``.

    Raises Forbidden outside the post's county or area, Refused (field ``reason``) without a reason.
    """
    if not may_break(dispute, by):
        raise Forbidden(_("紧急查看只限本县、本岗位辖区内的纠纷。请立即报警（110），由公安机关办理。"))
    words = reason.strip()
    if len(words) < LEAST_WORDS:
        raise Refused(_("请写明谁有什么危险、查看后要做什么，至少十个字。"), field="reason", code="required")
    row = _emergency(dispute, danger, words, by)
    row.save(force_insert=True)
    opened = open_all(dispute, FIELDS, Purpose.RESCUE, words, way=Way.EMERGENCY, by=by)
    if dispute.minors:
        _let_read(dispute, row, by)
    announce(
        row,
        "emergency",
        path=f"/privacy/emergencies/{row.county}/{row.pk}/",
        key=f"emergency:{row.pk}",
        unit_name=row.unit_name,
        due_at=row.due_at,
        units=(row.supervisor_id,),
        permission=Permission.GUARD_PERSONAL,
    )
    return Broken(row, parties(dispute), opened)


def _emergency(dispute: Dispute, danger: Danger, reason: str, by: Actor) -> Emergency:
    above, now = _supervisor(dispute, by), clock.now()
    return Emergency(
        county=dispute.county,
        dispute_id=dispute.pk,
        region=dispute.region,
        danger=danger,
        reason=reason,
        at=now,
        until=now + LASTS,
        due_at=due(CLOCK, now),
        person_id=by.person_id,
        person_name=by.name,
        unit_id=by.unit_id,
        unit_name=by.unit_name,
        role=by.role,
        supervisor_id=above.pk if above else None,
        supervisor_name=above.name if above else "",
    )


def _supervisor(dispute: Dispute, by: Actor) -> Unit | None:
    """The nearest centre that isn't the actor's own unit."""
    for kind in _REVIEWERS:
        unit = unit_of_kind_for(dispute.region, kind)
        if unit is not None and unit.pk != by.unit_id:
            return unit
    return None


def _let_read(dispute: Dispute, row: Emergency, by: Actor) -> None:
    Reader(
        county=dispute.county,
        dispute_id=dispute.pk,
        post_id=by.post_id,
        person_name=by.name,
        unit_name=by.unit_name,
        kind=ReaderKind.EMERGENCY,
        since=row.at,
        until=row.until,
    ).save(force_insert=True)


def may_review(row: Emergency, by: Actor) -> bool:
    """Who looks after personal information there, or sits in the unit that owes it; never who did it."""
    if not by.may(Permission.GUARD_PERSONAL) or row.person_id == by.person_id:
        return False
    return by.covers(row.region) or row.supervisor_id == by.unit_id


@transaction.atomic
def review(row: Emergency, verdict: Verdict, note: str, *, by: Actor) -> Emergency:
    """Say whether it was needed, and why. Once; raises Forbidden, Refused, Conflict."""
    if not may_review(row, by):
        raise Forbidden(_("紧急查看由上级负责个人信息保护的岗位复核，不能自己复核自己。"))
    if verdict not in (Verdict.JUSTIFIED, Verdict.NOT_JUSTIFIED):
        raise Refused(_("请选择复核结论。"), field="verdict", code="required")
    if len(note.strip()) < LEAST_WORDS // 2:
        raise Refused(_("请写明核实了什么。"), field="note", code="required")
    rows = Emergency.objects.answered_for_by(by).filter(county=row.county, pk=row.pk)
    found: Emergency | None = rows.select_for_update().first()
    if found is None:
        raise Missing("")
    if found.verdict != Verdict.OPEN:
        raise Conflict(_("已经由%(who)s复核过了。") % {"who": found.reviewed_by}, code="reviewed_already")
    found.verdict, found.note = verdict, note.strip()
    found.reviewed_at, found.reviewed_by, found.reviewed_unit = clock.now(), by.name, by.unit_name
    found.save()
    return found
