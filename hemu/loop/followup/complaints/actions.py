"""Complaining about a unit, looking at it by another one, answering who complained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes.announcing import REPLIED, announce, tell_party
from hemu.disputes.models import Dispute, Party
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.ids import short_code
from hemu.kernel.places import county_of
from hemu.loop.followup.complaints import choosing
from hemu.loop.followup.complaints.models import Act, Complaint, ComplaintStep, Finding, Kind, Status, Way
from hemu.orgs.actor import Actor, system_actor
from hemu.orgs.models import Unit
from hemu.orgs.permissions import Permission
from hemu.rulebook.terms import due

CLOCK: Final = "complaint_answer"
"""The rulebook's clock for the answer."""
LONGEST: Final = 2000


@dataclass(frozen=True, slots=True)
class Said:
    """How a complaint came in and what it is about, where more is known than its words."""

    kind: Kind = Kind.OTHER
    way: Way = Way.OFFICE
    region: int = 0
    """Where, when it is about no dispute of ours."""
    complainant: str = ""


def complain(
    *,
    dispute: Dispute | None,
    party: Party | None,
    about_unit: Unit,
    text: str,
    by: Actor,
    said: Said | None = None,
) -> Complaint:
    """Write a complaint down and send it to a unit other than the one that it is about (F4, 人民调解法15).

    Whoever complains needs no permission: `by` is who took it down, or the system for a party's own page.
    Raises Refused without words, or when there is no independent unit.
    """
    said = said or Said()
    row = _row(dispute, party, about_unit, text, said)
    with transaction.atomic():
        row.save(force_insert=True)
        _write(row, Act.MADE, by=by)
        _write(row, Act.SENT, row.handler_name, by=system_actor(_("系统转交")))
        _tell(row, "complaint", row.handler_id)
        _tell(row, "complaint_watch", row.supervisor_id)
    return row


def _row(dispute: Dispute | None, party: Party | None, about: Unit, text: str, said: Said) -> Complaint:
    words = text.strip()[:LONGEST]
    if not words:
        raise Refused(_("请写明投诉什么。"), field="text", code="required")
    region = dispute.region if dispute is not None else said.region
    if not county_of(region):
        raise Refused(_("请选择地点。"), field="region", code="required")
    handled_by = choosing.handler(region, about)
    watched_by = choosing.supervisor(region, about, handled_by)
    now = clock.now()
    until = due(CLOCK, now)
    return Complaint(
        county=county_of(region), number=f"TS{clock.local(now):%y%m%d}-{short_code()}", kind=said.kind,
        way=said.way, region=region, dispute_id=dispute.pk if dispute else 0,
        party_id=party.pk if party else 0, complainant=party.name if party else said.complainant.strip(),
        text=words, about_unit_id=about.pk, about_unit_name=about.name, handler_id=handled_by.pk,
        handler_name=handled_by.name, supervisor_id=watched_by.pk if watched_by else None,
        supervisor_name=watched_by.name if watched_by else "", made_at=now, due_at=until, next_at=until,
    )  # fmt: skip


def _write(row: Complaint, act: Act, text: str = "", *, by: Actor) -> None:
    ComplaintStep(
        county=row.county, complaint_id=row.id, act=act, text=text.strip(), person_name=by.name,
        unit_name=by.unit_name, at=clock.now(),
    ).save(force_insert=True)  # fmt: skip


def _tell(row: Complaint, what: str, *units: int | None) -> None:
    announce(
        row, what, path=f"/complaints/{row.county}/{row.id}/", key=f"complaint:{row.id}",
        unit_name=row.handler_name, due_at=row.due_at, units=units, permission=Permission.VIEW,
    )  # fmt: skip


def may_handle(row: Complaint, by: Actor) -> bool:
    """Whether the actor's unit looks at it and the post may."""
    return row.handler_id == by.unit_id and any(by.may(one) for one in choosing.HANDLES)


def may_watch(row: Complaint, by: Actor) -> bool:
    """Whether the actor's unit watches over it."""
    return row.supervisor_id == by.unit_id and by.may(Permission.VIEW)


def _locked(complaint: Complaint, by: Actor) -> Complaint:
    rows = Complaint.objects.visible_to(by).filter(county=complaint.county, id=complaint.id)
    row: Complaint | None = rows.select_for_update().first()
    if row is None:
        raise Missing(_("没有找到这件投诉。"))
    return row


def _open(complaint: Complaint, by: Actor) -> Complaint:
    row = _locked(complaint, by)
    if not may_handle(row, by):
        raise Forbidden(_("这件投诉由%(unit)s处理。") % {"unit": row.handler_name})
    if row.status != Status.OPEN:
        raise Conflict(_("这件投诉已经答复。"), code="answered_already")
    return row


def check(complaint: Complaint, text: str, *, by: Actor) -> Complaint:
    """Write down what was found out: whom one asked, what papers say."""
    if not text.strip():
        raise Refused(_("请写明问了谁、查了什么、怎么说。"), field="text", code="required")
    with transaction.atomic():
        row = _open(complaint, by)
        _write(row, Act.CHECKED, text, by=by)
    return row


def answer(complaint: Complaint, finding: Finding, text: str, measures: str = "", *, by: Actor) -> Complaint:
    """Answer who complained; its clock stops. What was founded needs measures."""
    if not text.strip():
        raise Refused(_("请写明怎样答复投诉人。"), field="text", code="required")
    if finding in (Finding.FOUNDED, Finding.PARTLY) and not measures.strip():
        raise Refused(_("属实的，请写明怎样处理、怎样整改。"), field="measures", code="required")
    with transaction.atomic():
        row = _open(complaint, by)
        row.status, row.finding, row.answered_at, row.next_at = Status.ANSWERED, finding, clock.now(), None
        row.answer, row.measures = text.strip(), measures.strip()
        row.save()
        _write(row, Act.ANSWERED, f"{finding.label}：{text.strip()}", by=by)
        _tell(row, "complaint_watch", row.supervisor_id)
        _tell_who_complained(row, by)
    return row


def _tell_who_complained(row: Complaint, by: Actor) -> None:
    """A party is told that there is an answer; what it says stands on their page."""
    if not (row.dispute_id and row.party_id):
        return
    disputes = Dispute.objects.unscoped(reason="the matter of a complaint that its handler read")
    dispute = disputes.filter(county=row.county, id=row.dispute_id).defer("search").first()
    if dispute is not None:
        tell_party(dispute, row.party_id, REPLIED, key=f"complaint:{row.pk}", by=f"{by.unit_name} {by.name}")


def watch(complaint: Complaint, text: str, *, by: Actor) -> Complaint:
    """The unit that watches over it says something; who looks at it reads that."""
    if not text.strip():
        raise Refused(_("请写明监督意见。"), field="text", code="required")
    with transaction.atomic():
        row = _locked(complaint, by)
        if not may_watch(row, by):
            raise Forbidden(_("这件投诉由%(unit)s监督。") % {"unit": row.supervisor_name or "—"})
        _write(row, Act.WATCHED, text, by=by)
        _tell(row, "complaint", row.handler_id)
    return row


def raise_late() -> int:
    """Complaints whose time ran out: who looks at them and who watches hear of it, once. How many."""
    late = Complaint.objects.unscoped(reason="the sweep looks at every county's clocks")
    keys = list(late.filter(next_at__lte=clock.now()).order_by("next_at", "id").values_list("county", "id"))
    for county, complaint_id in keys:
        with transaction.atomic():
            rows = Complaint.objects.unscoped(reason="a clock that ran out").select_for_update()
            row = rows.filter(county=county, id=complaint_id, next_at__lte=clock.now()).first()
            if row is None:
                continue
            row.late_at, row.next_at = clock.now(), None
            row.save(update_fields=["late_at", "next_at"])
            _write(row, Act.LATE, row.supervisor_name, by=system_actor(_("时限")))
            _tell(row, "complaint_late", row.handler_id, row.supervisor_id)
    return len(keys)
