"""Performance in parts, urging, and putting a new agreement in place of one that stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.documents.actions import attach
from hemu.documents.models import Purpose
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.actions import NewAgreement, SignedFiles
from hemu.loop.mediation.actions.changing import put_in_place
from hemu.loop.mediation.models import Promise, PromiseState
from hemu.loop.mediation.performance.models import Change, Payment, UrgedBy, Urging
from hemu.loop.mediation.performance.queries import paid
from hemu.loop.mediation.queries import standing_agreement
from hemu.loop.mediation.rules import require_text
from hemu.orgs.actor import Actor


@dataclass(frozen=True, slots=True)
class NewPart:
    """What came in of one promise. `amount` None: all that is left. `receipt`: a file's name and bytes."""

    performed_on: date
    amount: Decimal | None = None
    note: str = ""
    receipt: tuple[str, bytes] | None = None


@transaction.atomic
def perform(
    dispute: Dispute, promise_id: int, part: NewPart, *, by: Actor, seen: int | None = None
) -> Dispute:
    """M5: a part of what was owed is done, or all that was left. When nothing is left, it is performed.

    Raises Refused for more than is owed, a part of what has no amount, a day that hasn't come.
    """
    promise = _promise(dispute, promise_id)
    left = _left(dispute, promise)
    amount = _amount(part, left)
    if left is not None and amount is not None and amount < left:
        dispute = _in_part(dispute, promise, part, amount, by=by, seen=seen)
    else:
        dispute = mediation.perform(
            dispute, promise_id, by=by, performed_on=part.performed_on, note=part.note, seen=seen
        )
    _write(dispute, promise, part, amount, by=by)
    return dispute


def _promise(dispute: Dispute, promise_id: int) -> Promise:
    agreement = standing_agreement(dispute)
    found: Promise | None = Promise.objects.of(dispute).filter(id=promise_id).first()
    if found is None or agreement is None or found.agreement_id != agreement.pk:
        raise Missing(_("没有找到这一项履行内容。"), field="promise")
    return found


def _left(dispute: Dispute, promise: Promise) -> Decimal | None:
    """What is still owed in yuan; None where no amount was agreed."""
    if promise.amount is None:
        return None
    return max(promise.amount - paid(dispute).get(promise.pk, Decimal(0)), Decimal(0))


def _amount(part: NewPart, left: Decimal | None) -> Decimal | None:
    if part.amount is None:
        return left or None
    if part.amount <= 0:
        raise Refused(_("金额要大于零。"), field="amount", code="nothing")
    if left is None:
        return part.amount
    if part.amount > left:
        raise Refused(
            _("比尚欠的 %(left)s 元还多，请核对。") % {"left": f"{left:,.2f}"},
            field="amount",
            code="too_much",
        )
    return part.amount


def _in_part(
    dispute: Dispute, promise: Promise, part: NewPart, amount: Decimal, *, by: Actor, seen: int | None
) -> Dispute:
    if part.performed_on > clock.today():
        raise Refused(_("履行日期不能晚于今天。"), field="performed_on", code="future")
    with turn(dispute.county, dispute.id, Act.INSTALMENT, by=by, seen=seen) as this:
        if promise.state not in (PromiseState.OPEN, PromiseState.DEFAULTED):
            raise Refused(_("这一项已经登记过履行。"), field="promise", code="performed_already")
        this.tell(promise=promise.number, part=f"{amount:.2f}")
        this.tell_of_persons(what=promise.what, note=part.note.strip())
    return this.dispute


def _write(dispute: Dispute, promise: Promise, part: NewPart, amount: Decimal | None, *, by: Actor) -> None:
    """The part's row; its receipt becomes a file of the dispute."""
    file = attach(dispute, *part.receipt, Purpose.PERFORMANCE, by=by) if part.receipt else None
    Payment(
        county=dispute.county,
        dispute_id=dispute.pk,
        promise_id=promise.pk,
        amount=amount,
        performed_on=part.performed_on,
        note=part.note.strip(),
        attachment_id=file.pk if file else None,
        recorded_by=by.name,
        recorded_at=clock.now(),
    ).save(force_insert=True)


@dataclass(frozen=True, slots=True)
class NewUrging:
    """How the one who owes was urged, what they said, and whether both were told that either may sue."""

    way: UrgedBy
    said: str
    new_day: date | None = None
    told_suit: bool = False


def urge(dispute: Dispute, promise_id: int, new: NewUrging, *, by: Actor, seen: int | None = None) -> Dispute:
    """人民调解法31: the committee urges a party to do what was agreed. What they answer is written down."""
    require_text(said=new.said)
    with turn(dispute.county, dispute.id, Act.URGE, by=by, seen=seen) as this:
        promise = _promise(this.dispute, promise_id)
        if promise.state not in (PromiseState.OPEN, PromiseState.DEFAULTED):
            raise Refused(_("这一项已经履行。"), field="promise", code="performed_already")
        Urging(
            county=dispute.county,
            dispute_id=dispute.pk,
            promise_id=promise.pk,
            party_name=promise.party_name,
            way=new.way,
            said=new.said.strip(),
            new_day=new.new_day,
            told_suit=new.told_suit,
            urged_at=this.at,
            urged_by=by.name,
            unit_name=by.unit_name,
        ).save(force_insert=True)
        this.tell(promise=promise.number, urged=int(new.way), told_suit=new.told_suit, new_day=new.new_day)
        this.tell_of_persons(what=promise.what, answer=new.said.strip(), party=promise.party_name)
    return this.dispute


@transaction.atomic
def change(
    dispute: Dispute,
    new: NewAgreement,
    reason: str,
    *,
    by: Actor,
    files: SignedFiles | None = None,
    seen: int | None = None,
) -> Dispute:
    """The parties agree anew: what stood ends with what was owed under it, and thirty days begin anew.

    It must be in writing and signed by all: what was promised isn't taken away by word of mouth.
    """
    require_text(reason=reason)
    with turn(dispute.county, dispute.id, Act.AGREE, by=by, seen=seen) as this:
        old = standing_agreement(this.dispute)
        if old is None:
            raise Refused(_("没有生效的协议可以变更。"), code="no_agreement")
        made = put_in_place(this, old, new)
        _keep_change(this, old.pk, made.pk, old.number, reason)
    mediation.keep_signed(this.dispute, files or SignedFiles(), by=by)
    return this.dispute


def _keep_change(this: Turn, old: int, made: int, number: str, reason: str) -> None:
    Change(
        county=this.dispute.county,
        dispute_id=this.dispute.id,
        old_agreement_id=old,
        new_agreement_id=made,
        old_number=number,
        reason=reason.strip(),
        changed_at=this.at,
        recorded_by=this.by.name,
    ).save(force_insert=True)
    this.tell(instead_of=number)
    this.tell_of_persons(reason=reason.strip())
