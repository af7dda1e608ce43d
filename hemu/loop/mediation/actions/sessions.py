"""Sessions: only with everybody's consent; a failed one counts for the rating."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Outcome
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.wording import listed
from hemu.loop.mediation.actions.beginning import write_ending
from hemu.loop.mediation.models import Attendance, AttendeeRole, Mode, Result, Session
from hemu.loop.mediation.queries import current_acceptance, named_mediators, standing_consents
from hemu.loop.mediation.rules import require_other_ways, require_text, who_has_not_consented
from hemu.orgs.actor import Actor
from hemu.rulebook import codes


@dataclass(frozen=True, slots=True)
class NewAttendee:
    """Somebody who came; `party_id` for a party or whose agent it is."""

    role: AttendeeRole
    name: str = ""
    party_id: int | None = None
    relation: str = ""


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session as the mediator writes it down. `helpers_consented`: the parties agreed to the helpers."""

    started_at: datetime
    place: str
    mode: Mode
    record: str
    result: Result
    attendees: Sequence[NewAttendee]
    ended_at: datetime | None = None
    next_at: datetime | None = None
    prevention: str = ""
    helpers_consented: bool = False


def record_session(dispute: Dispute, new: NewSession, *, by: Actor, seen: int | None = None) -> Dispute:
    """M3: write down a session. Refused until every party on both sides has consented (人民调解法17).

    A failed one adds one to the fact "failed_mediations", and the rules propose a rating anew.
    """
    _check(new)
    with turn(dispute.county, dispute.id, Act.SESSION, by=by, seen=seen) as this:
        require_consents(this)
        row = _session_row(this, new)
        row.save(force_insert=True)
        _write_attendees(this, row, new.attendees)
        if new.result == Result.FAILED:
            failed = int(this.dispute.facts.get("failed_mediations") or 0)
            this.facts(failed_mediations=failed + 1)
        this.tell(session=row.number, mode=int(new.mode), result=int(new.result), people=len(new.attendees))
        this.tell_of_persons(record=row.record, prevention=row.prevention, place=row.place)
    return this.dispute


def require_consents(this: Turn) -> None:
    """Raise Refused unless every party of both sides has a standing consent."""
    consented = [row.party_id for row in standing_consents(this.dispute)]
    missing = who_has_not_consented(this.parties, consented)
    if missing:
        names = listed(party.name for party in missing)
        raise Refused(
            _("还没有记录%(names)s同意调解。调解自愿，各方都同意后才能开始。") % {"names": names},
            field="consent",
            code="no_consent",
        )


def _check(new: NewSession) -> None:
    require_text(place=new.place, record=new.record)
    if new.started_at > clock.now():
        raise Refused(_("调处时间不能晚于现在。"), field="started_at", code="future")
    if new.ended_at is not None and new.ended_at < new.started_at:
        raise Refused(_("结束时间不能早于开始时间。"), field="ended_at", code="order")
    roles = {attendee.role for attendee in new.attendees}
    if not roles & {AttendeeRole.PARTY, AttendeeRole.AGENT}:
        raise Refused(_("请选择到场的当事人或代理人。"), field="attendees", code="required")
    if AttendeeRole.HELPER in roles and not new.helpers_consented:
        raise Refused(
            _("邀请他人参与调解要经当事人同意，请先征得同意。"),
            field="helpers_consented",
            code="helpers",
        )


def _session_row(this: Turn, new: NewSession) -> Session:
    acceptance = current_acceptance(this.dispute)
    if acceptance is None:
        raise Refused(_("还没有受理，不能记录调处。"), code="not_accepted")
    last = Session.objects.of(this.dispute).aggregate(last=Max("number"))["last"]
    return Session(
        county=this.dispute.county,
        dispute_id=this.dispute.id,
        acceptance_id=acceptance.pk,
        number=int(last or 0) + 1,
        started_at=new.started_at,
        ended_at=new.ended_at,
        place=new.place.strip(),
        mode=new.mode,
        mediators=[each.name for each in named_mediators(this.dispute)],
        record=new.record.strip(),
        result=new.result,
        next_at=new.next_at,
        prevention=new.prevention.strip(),
        recorded_by=this.by.name,
        recorded_at=this.at,
    )


def _write_attendees(this: Turn, row: Session, attendees: Sequence[NewAttendee]) -> None:
    names = {party.pk: party.name for party in this.parties}
    Attendance.objects.bulk_create(_attendance(row, each, names) for each in attendees)


def _attendance(row: Session, came: NewAttendee, names: Mapping[int, str]) -> Attendance:
    if came.party_id is not None and came.party_id not in names:
        raise Missing(_("没有找到这名当事人。"), field="attendees")
    name = came.name.strip() or names.get(came.party_id or 0, "")
    if not name:
        raise Refused(_("请填写到场人的姓名。"), field="attendees", code="required")
    return Attendance(
        county=row.county,
        dispute_id=row.dispute_id,
        session_id=row.pk,
        role=came.role,
        party_id=came.party_id,
        name=name,
        relation=came.relation.strip(),
    )


def fail(
    dispute: Dispute, reason: str, *, by: Actor, other_ways: Sequence[str], seen: int | None = None
) -> Dispute:
    """人民调解法26: it can't be settled; mediation ends and the parties are told the other ways."""
    require_text(reason=reason)
    require_other_ways(other_ways)
    for way in other_ways:
        if not codes.is_code("other_route", way):
            raise Refused(_("没有这种途径，请从列表中选择。"), field="other_ways", code="unknown_code")
    with turn(dispute.county, dispute.id, Act.FAIL, by=by, seen=seen) as this:
        acceptance = current_acceptance(this.dispute)
        held = Session.objects.of(this.dispute).filter(acceptance_id=acceptance.pk if acceptance else 0)
        if not held.exists():
            raise Refused(
                _("还没有调处记录，不能认定调解不成；一方不愿调解的，请办理“当事人不愿调解”。"),
                code="no_session",
            )
        write_ending(this, Outcome.FAILED, reason, other_ways)
    return this.dispute
