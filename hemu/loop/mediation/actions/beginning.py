"""Application, consent, acceptance; and the ways in which mediation isn't begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Body, ClockKind, Dispute, InvolvementRole, Outcome, Party, State
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.wording import listed
from hemu.loop.mediation import rights
from hemu.loop.mediation.actions.naming import name_mediators
from hemu.loop.mediation.mediable import require_mediable
from hemu.loop.mediation.models import (
    Acceptance,
    Application,
    ApplicationForm,
    ChosenBy,
    Consent,
    ConsentForm,
    Ending,
    MediatorChoice,
    NamedMediator,
    Openness,
)
from hemu.loop.mediation.queries import current_acceptance
from hemu.loop.mediation.rules import body_of, require_other_ways, require_text, who_has_not_consented
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post, Unit
from hemu.rulebook import codes


def apply(
    dispute: Dispute,
    requests: str,
    *,
    by: Actor,
    form: ApplicationForm = ApplicationForm.ORAL,
    party_ids: Sequence[int] = (),
    referred_by: str = "",
    seen: int | None = None,
) -> Dispute:
    """M2: parties ask for mediation, orally or in writing, or the committee moves (人民调解法17, 18)."""
    require_text(requests=requests)
    if form == ApplicationForm.REFERRED:
        require_text(referred_by=referred_by)
    with turn(dispute.county, dispute.id, Act.APPLY, by=by, seen=seen) as this:
        asking = _parties(this, party_ids)
        if not asking and form in (ApplicationForm.ORAL, ApplicationForm.WRITTEN):
            raise Refused(_("请选择是哪一方申请调解。"), field="party_ids", code="required")
        Application(
            county=this.dispute.county,
            dispute_id=this.dispute.id,
            form=form,
            party_ids=[str(party.pk) for party in asking],
            applicants="、".join(party.name for party in asking)[:200],
            requests=requests.strip(),
            referred_by=referred_by.strip(),
            made_at=this.at,
            recorded_by=by.name,
            recorded_unit=by.unit_name,
        ).save(force_insert=True)
        this.tell(form=int(form), parties=len(asking), referred_by=referred_by.strip())
        this.tell_of_persons(requests=requests.strip(), applicants=[party.name for party in asking])
    return this.dispute


def _parties(this: Turn, ids: Sequence[int]) -> list[Party]:
    present = {party.pk: party for party in this.parties}
    try:
        return [present[each] for each in ids]
    except KeyError as error:
        raise Missing(_("没有找到这名当事人。"), field="party_ids") from error


@dataclass(frozen=True, slots=True)
class NewConsent:
    """What one party said, choice by choice (人民调解法23)."""

    party_id: int
    own_will: bool
    mediator_choice: MediatorChoice = MediatorChoice.ACCEPTED
    openness: Openness = Openness.NO_WISH
    form: ConsentForm = ConsentForm.ORAL


def consent(
    dispute: Dispute, answers: Sequence[NewConsent], *, by: Actor, seen: int | None = None
) -> Dispute:
    """M2: write down that parties consent to mediation, each of their own will. Renewing one replaces it.

    After mediation was refused or came to nothing, it begins anew only when everybody consents anew
    (人民调解法17).
    """
    if not answers:
        raise Refused(_("请选择表示同意的当事人。"), field="party_id", code="required")
    if not all(answer.own_will for answer in answers):
        raise Refused(
            _("当事人自愿接受调解才能记录同意；不愿调解的，请办理“当事人不愿调解”。"),
            field="own_will",
            code="not_of_own_will",
        )
    with turn(dispute.county, dispute.id, Act.CONSENT, by=by, seen=seen) as this:
        named = _parties(this, [answer.party_id for answer in answers])
        if this.came_from == State.REFERRED:
            _open_anew(this, named)
        _write_consents(this, named, answers)
        this.facts(refused=None)
        this.tell(parties=len(named))
        this.tell_of_persons(consented=[party.name for party in named])
    return this.dispute


def _open_anew(this: Turn, consenting: Sequence[Party]) -> None:
    """Everybody wants mediation after all: it waits to be accepted again."""
    missing = who_has_not_consented(this.parties, [party.pk for party in consenting])
    if missing:
        raise Refused(
            _("重新调解要各方都同意，还缺：%(names)s。") % {"names": listed(party.name for party in missing)},
            field="party_id",
            code="not_everybody",
        )
    if this.dispute.lead_unit_id is None:
        this.involve(this.by.unit_id, this.by.unit_name, InvolvementRole.LEAD)
    this.set(outcome=Outcome.NONE, body=Body.NONE)
    this.pass_turn(this.dispute.lead_unit_id, this.dispute.lead_unit_name)


def _write_consents(this: Turn, named: Sequence[Party], answers: Sequence[NewConsent]) -> None:
    standing = Consent.objects.of(this.dispute).filter(ended_at=None)
    standing.filter(party_id__in=[party.pk for party in named]).update(ended_at=this.at)
    acceptance = current_acceptance(this.dispute)
    Consent.objects.bulk_create(
        Consent(
            county=this.dispute.county,
            dispute_id=this.dispute.id,
            party_id=party.pk,
            party_name=party.name,
            acceptance_id=acceptance.pk if acceptance else None,
            mediator_choice=answer.mediator_choice,
            openness=answer.openness,
            own_will=answer.own_will,
            form=answer.form,
            given_at=this.at,
            recorded_by=this.by.name,
        )
        for party, answer in zip(named, answers, strict=True)
    )


def accept(
    dispute: Dispute,
    mediators: Sequence[Post],
    *,
    by: Actor,
    rights_told_at: datetime | None,
    unit: Unit | None = None,
    chosen_by: ChosenBy = ChosenBy.COMMITTEE,
    body: Body | None = None,
    ownership_note: str = "",
    seen: int | None = None,
) -> Dispute:
    """M2: a committee accepts, names one or more mediators, and has told the parties their rights.

    `unit` is the accepting committee, by default the actor's. `ownership_note` must say what is mediated
    where a part may not be, such as the ownership of land: that is the government's (土地管理法14).
    """
    if not mediators:
        raise Refused(_("请至少确定一名调解员。"), field="mediators", code="required")
    if rights_told_at is None:
        raise Refused(
            _("受理前要告知当事人权利义务，请记录告知时间。"), field="rights_told_at", code="required"
        )
    if rights_told_at > clock.now():
        raise Refused(_("告知时间不能晚于现在。"), field="rights_told_at", code="future")
    unit = unit or Unit.objects.get(pk=by.unit_id)
    with turn(dispute.county, dispute.id, Act.ACCEPT, by=by, seen=seen) as this:
        body = body or body_of(unit.kind, unit.committee_kind)
        require_mediable(this.dispute, body, ownership_note)
        _require_who_refused(this)
        row = _acceptance(this, unit, body, ownership_note.strip())
        row.chosen_by, row.rights_told_at = chosen_by, rights_told_at
        row.save(force_insert=True)
        name_mediators(this, row, mediators, chosen_by)
        Consent.objects.of(this.dispute).filter(ended_at=None).update(acceptance_id=row.pk)
        this.set(body=body)
        this.tell(unit=unit.name, body=int(body), rights=row.rights_version, number=row.number)
        this.tell(chosen_by=int(chosen_by), mediators=[post.person.name for post in mediators])
    return this.dispute


def _require_who_refused(this: Turn) -> None:
    """人民调解法17: whoever clearly refused must have consented anew before anything begins again."""
    if not this.dispute.facts.get("refused"):
        return
    last = Ending.objects.of(this.dispute).exclude(party_id=None).order_by("-told_at", "-id").first()
    standing = Consent.objects.of(this.dispute).filter(ended_at=None)
    if last is not None and not standing.filter(party_id=last.party_id).exists():
        raise Refused(
            _("%(name)s明确拒绝过调解，本人重新同意之前不能再受理。") % {"name": last.party_name},
            field="consent",
            code="refused_before",
        )


def _acceptance(this: Turn, unit: Unit, body: Body, ownership_note: str) -> Acceptance:
    if unit.pk not in (this.dispute.lead_unit_id, this.by.unit_id):
        this.involve(unit.pk, unit.name, InvolvementRole.JOINT)
    this.pass_turn(unit.pk, unit.name)
    this.start_clock(ClockKind.MEDIATION)
    earlier = Acceptance.objects.of(this.dispute).count()
    return Acceptance(
        county=this.dispute.county,
        dispute_id=this.dispute.id,
        number=case_number(this, earlier + 1),
        unit_id=unit.pk,
        unit_name=unit.name,
        body=body,
        rights_version=rights.VERSION,
        ownership_note=ownership_note,
        accepted_at=this.at,
        accepted_by=this.by.name,
        due_at=next((row.due_at for row in this.clocks.running if row.kind == ClockKind.MEDIATION), None),
    )


def case_number(this: Turn, which: int) -> str:
    """（2018）人调字第…号; a dispute that is mediated again has a second number."""
    again = f"-{which}" if which > 1 else ""
    return f"（{clock.local(this.at).year}）人调字第{this.dispute.ref}{again}号"


def not_accept(
    dispute: Dispute,
    reason: str,
    *,
    by: Actor,
    other_ways: Sequence[str],
    reason_code: str = "",
    seen: int | None = None,
) -> Dispute:
    """M2: not accepted, with the reason, and the other ways pointed out."""
    _check_ending(reason, other_ways, reason_code)
    with turn(dispute.county, dispute.id, Act.NOT_ACCEPT, by=by, seen=seen) as this:
        write_ending(this, Outcome.NOT_ACCEPTED, reason, other_ways, reason_code=reason_code)
    return this.dispute


def decline(
    dispute: Dispute,
    party_id: int,
    reason: str,
    *,
    by: Actor,
    other_ways: Sequence[str],
    outcome: Outcome = Outcome.DECLINED,
    seen: int | None = None,
) -> Dispute:
    """人民调解法17, 23: a party doesn't want mediation, or wants no more of it. It stops at once.

    `outcome` WITHDRAWN: whoever applied takes the application back.
    """
    _check_ending(reason, other_ways, "")
    if outcome not in (Outcome.DECLINED, Outcome.WITHDRAWN):
        raise Refused(_("请选择拒绝调解还是撤回申请。"), field="outcome", code="outcome")
    with turn(dispute.county, dispute.id, Act.DECLINE, by=by, seen=seen) as this:
        party = _parties(this, [party_id])[0]
        this.facts(refused=True)
        write_ending(this, outcome, reason, other_ways, party=party)
    return this.dispute


def _check_ending(reason: str, other_ways: Sequence[str], reason_code: str) -> None:
    require_text(reason=reason)
    require_other_ways(other_ways)
    for way in other_ways:
        if not codes.is_code("other_route", way):
            raise Refused(_("没有这种途径，请从列表中选择。"), field="other_ways", code="unknown_code")
    if reason_code and not codes.is_code("refusal_reason", reason_code):
        raise Refused(_("没有这个理由，请从列表中选择。"), field="reason_code", code="unknown_code")


def write_ending(
    this: Turn,
    outcome: Outcome,
    reason: str,
    other_ways: Sequence[str],
    *,
    reason_code: str = "",
    party: Party | None = None,
) -> None:
    """The row of a mediation that wasn't begun or came to nothing; consents and acceptance end with it."""
    Ending(
        county=this.dispute.county,
        dispute_id=this.dispute.id,
        outcome=outcome,
        party_id=party.pk if party else None,
        party_name=party.name if party else "",
        reason_code=reason_code,
        reason=reason.strip(),
        other_ways=list(other_ways),
        told_at=this.at,
        recorded_by=this.by.name,
        unit_name=this.by.unit_name,
    ).save(force_insert=True)
    end_round(this)
    this.stop_clock(ClockKind.MEDIATION, ClockKind.HOP)
    this.set(outcome=outcome, settled_on=None)
    this.pass_turn(this.dispute.lead_unit_id, this.dispute.lead_unit_name)
    this.tell(outcome=int(outcome), reason_code=reason_code, other_ways=list(other_ways))
    this.tell_of_persons(reason=reason.strip(), party=party.name if party else "")


def end_round(this: Turn) -> None:
    """The acceptance that stands, its mediators' task and every consent are over."""
    Acceptance.objects.of(this.dispute).filter(ended_at=None).update(ended_at=this.at)
    NamedMediator.objects.of(this.dispute).filter(is_open=True).update(is_open=False)
    Consent.objects.of(this.dispute).filter(ended_at=None).update(ended_at=this.at)
