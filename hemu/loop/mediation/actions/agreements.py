"""Agreements and their performance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Body, ClockKind, Dispute, Outcome, Party, State
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.loop.mediation.actions.beginning import case_number, end_round
from hemu.loop.mediation.actions.sessions import require_consents
from hemu.loop.mediation.mediable import require_limits
from hemu.loop.mediation.models import (
    Acceptance,
    Agreement,
    AgreementForm,
    Promise,
    PromiseState,
    Result,
    Session,
    Signature,
)
from hemu.loop.mediation.queries import current_acceptance, named_mediators, promises, standing_agreement
from hemu.loop.mediation.routes import is_land_contract
from hemu.loop.mediation.rules import STATUS_KINDS, NewAgreement, check_agreement, require_text
from hemu.orgs.actor import Actor
from hemu.rulebook import calendar, evaluate

_OUTCOMES = {AgreementForm.WRITTEN: Outcome.WRITTEN, AgreementForm.ORAL: Outcome.ORAL}
_CONFIRMABLE = frozenset({Body.VILLAGE, Body.TOWNSHIP, Body.PROFESSIONAL, Body.DEPARTMENT})
"""人民调解法33 is about agreements of people's mediation committees."""
_OWED = (PromiseState.OPEN, PromiseState.DEFAULTED)


def agree(dispute: Dispute, new: NewAgreement, *, by: Actor, seen: int | None = None) -> Dispute:
    """M4: an agreement, written or oral, with the contents that the law asks for. It binds (人民调解法31)."""
    with turn(dispute.county, dispute.id, Act.AGREE, by=by, seen=seen) as this:
        present = this.parties
        check_agreement(new, present, on=clock.local(this.at).date())
        _require_written(this.dispute, new)
        acceptance = _require_settled(this)
        require_limits(this.dispute, new.ownership_note or acceptance.ownership_note)
        row = agreement_row(this, acceptance, new, present)
        row.save(force_insert=True)
        write_signatures(this, row, new, present)
        owed = write_promises(row, new, present)
        end_round(this)
        this.stop_clock(ClockKind.MEDIATION, ClockKind.WHOLE)
        watch(this, owed)
        this.set(outcome=_OUTCOMES[new.form], settled_on=clock.local(this.at).date())
        this.tell(form=int(new.form), number=row.number, promises=len(new.promises))
        this.tell_of_persons(content=row.content)
    return this.dispute


def _require_written(dispute: Dispute, new: NewAgreement) -> None:
    """农村土地承包经营纠纷调解仲裁法10: of a land contract an agreement is drawn up."""
    if is_land_contract(dispute) and new.form != AgreementForm.WRITTEN:
        raise Refused(
            _("农村土地承包经营纠纷达成协议的，应当制作调解协议书。"), field="form", code="written_needed"
        )


def _require_settled(this: Turn) -> Acceptance:
    acceptance = current_acceptance(this.dispute)
    if acceptance is None:
        raise Refused(_("还没有受理，不能签订协议。"), code="not_accepted")
    require_consents(this)
    held = Session.objects.of(this.dispute).filter(acceptance_id=acceptance.pk)
    last = held.order_by("-number").first()
    if last is None or last.result != Result.AGREED:
        raise Refused(
            _("最近一次调处没有记为“达成一致”，请先记录调处经过。"), field="session", code="no_session"
        )
    return acceptance


def agreement_row(this: Turn, acceptance: Acceptance, new: NewAgreement, present: list[Party]) -> Agreement:
    earlier = Agreement.objects.of(this.dispute).count()
    written = new.form == AgreementForm.WRITTEN
    return Agreement(
        county=this.dispute.county,
        dispute_id=this.dispute.id,
        acceptance_id=acceptance.pk,
        form=new.form,
        number=case_number(this, earlier + 1),
        main_facts=new.main_facts.strip(),
        issues=new.issues.strip(),
        responsibilities=new.responsibilities.strip(),
        content=new.content.strip(),
        manner=new.manner.strip(),
        time_limit=new.time_limit.strip(),
        place=new.place.strip(),
        copies=len(present) + 1 if written else 0,
        mediators=[each.name for each in named_mediators(this.dispute)],
        mediator_signed=new.mediator_signed,
        sealed=new.sealed,
        about_status=new.about_status or this.dispute.kind in STATUS_KINDS,
        ownership_note=(new.ownership_note or acceptance.ownership_note).strip(),
        made_at=this.at,
        effective_at=this.at,
        confirmation_until=_confirmation_until(this, acceptance, new),
        recorded_by=this.by.name,
        unit_name=acceptance.unit_name,
    )


def _confirmation_until(this: Turn, acceptance: Acceptance, new: NewAgreement) -> date | None:
    """人民调解法33: thirty days. 法释〔2011〕5号 art. 4: none where status or marriage is at issue."""
    about_status = new.about_status or this.dispute.kind in STATUS_KINDS
    if about_status or acceptance.body not in _CONFIRMABLE:
        return None
    today = clock.local(this.at).date()
    term = evaluate("clock", {"clock": "confirmation"}, on=today).value
    return clock.local(calendar.deadline(this.at, term["amount"], term["unit"])).date()


def write_signatures(this: Turn, row: Agreement, new: NewAgreement, present: list[Party]) -> None:
    Signature.objects.bulk_create(
        Signature(
            county=row.county,
            dispute_id=row.dispute_id,
            agreement_id=row.pk,
            party_id=party.pk,
            party_name=party.name,
            form=new.signatures[party.pk],
            signed_at=this.at,
        )
        for party in present
        if party.pk in new.signatures
    )


def write_promises(row: Agreement, new: NewAgreement, present: list[Party]) -> list[Promise]:
    names = {party.pk: party.name for party in present}
    made = [
        Promise(
            county=row.county,
            dispute_id=row.dispute_id,
            agreement_id=row.pk,
            number=number,
            party_id=promise.party_id,
            party_name=names.get(promise.party_id or 0, _("双方")),
            what=promise.what.strip(),
            amount=promise.amount,
            due_on=promise.due_on,
        )
        for number, promise in enumerate(new.promises, 1)
    ]
    Promise.objects.bulk_create(made)
    return made


def watch_next(this: Turn, agreement: Agreement | None) -> None:
    """Run the clock of what is owed next; it rings at the end of that day."""
    this.stop_clock(ClockKind.PERFORMANCE)
    watch(this, promises(agreement) if agreement else ())


def watch(this: Turn, owed: Sequence[Promise]) -> None:
    open_ones = [each for each in owed if each.state == PromiseState.OPEN]
    if open_ones:
        first = min(open_ones, key=lambda each: (each.due_on, each.number))
        end = datetime.combine(first.due_on + timedelta(days=1), time(), tzinfo=clock.CHINA)
        this.start_clock(ClockKind.PERFORMANCE, due_at=end, source=_("协议约定的履行期限"))


@transaction.atomic
def perform(
    dispute: Dispute,
    promise_id: int,
    *,
    by: Actor,
    performed_on: date | None = None,
    note: str = "",
    seen: int | None = None,
) -> Dispute:
    """M5: one thing that was owed has been done. When it was the last, the agreement is performed."""
    day = performed_on or clock.today()
    if day > clock.today():
        raise Refused(_("履行日期不能晚于今天。"), field="performed_on", code="future")
    with turn(dispute.county, dispute.id, Act.INSTALMENT, by=by, seen=seen) as this:
        agreement, promise = _promise(this.dispute, promise_id)
        if promise.state == PromiseState.PERFORMED:
            raise Refused(_("这一项已经登记过履行。"), field="promise", code="performed_already")
        promise.state, promise.performed_on = PromiseState.PERFORMED, day
        promise.note, promise.recorded_by = note.strip(), by.name
        promise.save(update_fields=["state", "performed_on", "note", "recorded_by"])
        watch_next(this, agreement)
        this.tell(promise=promise.number)
        this.tell_of_persons(what=promise.what, note=promise.note)
    left = any(each.state in _OWED for each in promises(agreement))
    if not left and this.dispute.state == State.AGREED:
        return performed(this.dispute, by=by)
    return this.dispute


def _promise(dispute: Dispute, promise_id: int) -> tuple[Agreement, Promise]:
    agreement = standing_agreement(dispute)
    found = Promise.objects.of(dispute).filter(id=promise_id).first()
    if agreement is None or found is None or found.agreement_id != agreement.pk:
        raise Missing(_("没有找到这一项履行内容。"), field="promise")
    return agreement, found


def performed(dispute: Dispute, *, by: Actor, note: str = "", seen: int | None = None) -> Dispute:
    """M5: everything owed is done; the dispute is now only looked at again."""
    with turn(dispute.county, dispute.id, Act.PERFORMED, by=by, seen=seen) as this:
        agreement = standing_agreement(this.dispute)
        owed = [each for each in promises(agreement) if each.state in _OWED] if agreement else []
        if owed:
            raise Refused(
                _("还有 %(n)d 项没有履行，请逐项登记。") % {"n": len(owed)}, field="promise", code="owed"
            )
        this.stop_clock(ClockKind.PERFORMANCE)
        this.tell_of_persons(note=note.strip())
    return this.dispute


def default(dispute: Dispute, promise_id: int, reason: str, *, by: Actor, seen: int | None = None) -> Dispute:
    """M5: what was owed wasn't done in time. It goes to follow-up; the committee urges (人民调解法31)."""
    require_text(reason=reason)
    with turn(dispute.county, dispute.id, Act.DEFAULT, by=by, seen=seen) as this:
        agreement, promise = _promise(this.dispute, promise_id)
        if promise.state != PromiseState.OPEN:
            raise Refused(_("这一项已经登记过。"), field="promise", code="not_open")
        if promise.due_on >= clock.today():
            raise Refused(_("这一项还没有到期。"), field="promise", code="not_due")
        promise.state, promise.note, promise.recorded_by = PromiseState.DEFAULTED, reason.strip(), by.name
        promise.save(update_fields=["state", "note", "recorded_by"])
        watch_next(this, agreement)
        lead = this.dispute.lead_unit_id
        this.notify(units=(lead,) if lead else ())
        this.tell(promise=promise.number)
        this.tell_of_persons(what=promise.what, reason=reason.strip())
    return this.dispute
