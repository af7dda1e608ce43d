"""Writing down an inquiry; recording whom a party lets act for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Party
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.loop.mediation.inquiries.models import Authorisation, Inquiry, Power, ReadBack
from hemu.orgs.actor import Actor
from hemu.orgs.names import clean_phone


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class NewInquiry:
    """An inquiry as it is written down. `party_id` when a party was asked, else `asked_name`."""

    started_at: datetime
    place: str
    exchanges: Sequence[Exchange]
    askers: Sequence[str]
    read_back: ReadBack = ReadBack.READ
    party_id: int | None = None
    asked_name: str = ""
    asked_about: str = ""
    present: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewAuthorisation:
    """Whom a party lets act for them, and in what. `until` None: until the mediation ends."""

    party_id: int
    agent_name: str
    powers: Sequence[Power]
    given_on: date
    agent_about: str = ""
    agent_identity: str = ""
    agent_phone: str = ""
    other_power: str = ""
    until: date | None = None


def record_inquiry(dispute: Dispute, new: NewInquiry, *, by: Actor, seen: int | None = None) -> Inquiry:
    """人民调解法27: write down what was asked and answered. Raises Refused by field."""
    _check_inquiry(new)
    with turn(dispute.county, dispute.id, Act.INQUIRE, by=by, seen=seen) as this:
        name = _party(this, new.party_id).name if new.party_id else new.asked_name.strip()
        row = Inquiry(
            county=this.dispute.county,
            dispute_id=this.dispute.id,
            number=_next(this, Inquiry),
            started_at=new.started_at,
            ended_at=new.ended_at,
            place=new.place.strip(),
            party_id=new.party_id,
            asked_name=name,
            asked_about=new.asked_about.strip(),
            askers=[asker.strip() for asker in new.askers if asker.strip()],
            present=new.present.strip(),
            exchanges=[{"q": each.question, "a": each.answer} for each in new.exchanges],
            read_back=new.read_back,
            recorded_by=by.name,
            recorded_unit=by.unit_name,
            recorded_at=this.at,
        )
        row.save(force_insert=True)
        this.tell(inquiry=row.number, questions=len(row.exchanges))
        this.tell_of_persons(inquired=row.asked_name, place=row.place)
    return row


def _check_inquiry(new: NewInquiry) -> None:
    if not new.place.strip():
        raise Refused(_("请填写地点。"), field="place", code="required")
    if not new.exchanges:
        raise Refused(_("请写下问了什么、怎么答的。"), field="record", code="required")
    if not any(asker.strip() for asker in new.askers):
        raise Refused(_("请填写调查人。"), field="askers", code="required")
    if new.party_id is None and not new.asked_name.strip():
        raise Refused(_("请选择当事人，或者填写被调查人的姓名。"), field="asked_name", code="required")
    if new.started_at > clock.now():
        raise Refused(_("调查时间不能晚于现在。"), field="started_at", code="future")
    if new.ended_at is not None and new.ended_at < new.started_at:
        raise Refused(_("结束时间不能早于开始时间。"), field="ended_at", code="order")


def authorise(
    dispute: Dispute, new: NewAuthorisation, *, by: Actor, seen: int | None = None
) -> Authorisation:
    """Record an authorisation; the signed paper is put to the dispute as a file. Raises Refused by field."""
    _check_authorisation(new)
    with turn(dispute.county, dispute.id, Act.AUTHORISE, by=by, seen=seen) as this:
        party = _party(this, new.party_id)
        row = Authorisation(
            county=this.dispute.county,
            dispute_id=this.dispute.id,
            number=_next(this, Authorisation),
            party_id=party.pk,
            party_name=party.name,
            agent_name=new.agent_name.strip(),
            agent_about=new.agent_about.strip(),
            agent_identity=new.agent_identity.strip().upper(),
            agent_phone=clean_phone(new.agent_phone),
            powers=sorted(int(power) for power in new.powers),
            other_power=new.other_power.strip(),
            given_on=new.given_on,
            until=new.until,
            recorded_by=by.name,
            recorded_at=this.at,
        )
        row.save(force_insert=True)
        this.tell(authorisation=row.number, powers=row.powers)
        this.tell_of_persons(party=party.name, agent=row.agent_name)
    return row


def _check_authorisation(new: NewAuthorisation) -> None:
    if not new.agent_name.strip():
        raise Refused(_("请填写受委托人的姓名。"), field="agent_name", code="required")
    if not new.powers:
        raise Refused(_("请勾选委托权限。"), field="powers", code="required")
    if Power.OTHER in new.powers and not new.other_power.strip():
        raise Refused(_("勾选“其他”的，请写明是什么权限。"), field="other_power", code="required")
    if new.given_on > clock.today():
        raise Refused(_("委托日期不能晚于今天。"), field="given_on", code="future")
    if new.until is not None and new.until < new.given_on:
        raise Refused(_("期限不能早于委托日期。"), field="until", code="order")


def _party(this: Turn, party_id: int) -> Party:
    found = next((party for party in this.parties if party.pk == party_id), None)
    if found is None:
        raise Missing(_("没有找到这名当事人。"), field="party_id")
    return found


def _next(this: Turn, of: type[Inquiry] | type[Authorisation]) -> int:
    return int(of.objects.of(this.dispute).aggregate(last=Max("number"))["last"] or 0) + 1
