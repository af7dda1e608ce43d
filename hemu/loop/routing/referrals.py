"""Asking another unit for its part while one goes on leading, and its answer (转介，主办不变)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from hemu.disputes.advance import turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, InvolvementRole
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Refused
from hemu.loop.routing.models import Answer, Referral
from hemu.loop.routing.proposal import may_receive
from hemu.orgs.actor import Actor, system_actor
from hemu.orgs.models import Unit
from hemu.rulebook import calendar, evaluate

BATCH = 500
CLOCK = "referral_answer"
"""The rulebook's clock for the answer."""


def refer(dispute: Dispute, unit: Unit, asked: str, *, by: Actor, seen: int | None = None) -> Referral:
    """R4: ask a unit for its part, in time. Lead and turn stay; the unit joins and sees the dispute.

    Raises Refused (fields ``unit``, ``asked``), Conflict, Forbidden, Missing.
    """
    if not asked.strip():
        raise Refused(_("请写明请对方办理什么。"), field="asked", code="required")
    _check_unit(dispute, unit, by)
    with turn(dispute.county, dispute.id, Act.REFER, by=by, seen=seen) as this:
        mine = Referral.objects.of(this.dispute)
        if mine.filter(to_unit_id=unit.pk, answered_at=None).exists():
            raise Refused(
                _("已经转介给%(unit)s，还没有答复。") % {"unit": unit.name}, field="unit", code="open"
            )
        row = Referral(
            county=this.dispute.county,
            dispute_id=this.dispute.id,
            number=int(mine.aggregate(last=Max("number"))["last"] or 0) + 1,
            from_unit_id=by.unit_id,
            from_unit_name=by.unit_name,
            to_unit_id=unit.pk,
            to_unit_name=unit.name,
            asked=asked.strip(),
            given_by=by.name,
            given_at=this.at,
            due_at=_due(this.at),
        )
        row.save(force_insert=True)
        this.involve(unit.pk, unit.name, InvolvementRole.JOINT)
        this.notify(units=(unit.pk,))
        this.tell(referral=row.number, referred_to=unit.name, lead=this.dispute.lead_unit_name)
        this.tell_of_persons(requests=row.asked)
    return row


def _check_unit(dispute: Dispute, unit: Unit, by: Actor) -> None:
    if unit.pk in (by.unit_id, dispute.lead_unit_id):
        raise Refused(_("不能转介给自己或主办单位。"), field="unit", code="itself")
    if not may_receive(dispute, unit):
        message = _("%(unit)s不管辖纠纷发生地，不能交给它。") % {"unit": unit.name}
        raise Refused(message, field="unit", code="not_covering")


def _due(start: datetime) -> datetime:
    verdict = evaluate("clock", {"clock": CLOCK}, on=clock.local(start).date())
    if not verdict.value:
        return start
    return calendar.deadline(start, verdict.value["amount"], verdict.value["unit"])


def reply(dispute: Dispute, answer: Answer, text: str, *, by: Actor, seen: int | None = None) -> Referral:
    """The unit that was asked says what it did, or that it isn't its duty. Raises Refused by field."""
    if not text.strip():
        raise Refused(_("请写明办理的情况，或者为什么不属本单位职责。"), field="text", code="required")
    with turn(dispute.county, dispute.id, Act.REPLY, by=by, seen=seen) as this:
        row = open_referral(this.dispute, by.unit_id)
        if row is None:
            raise Refused(_("没有等待您单位答复的转介。"), code="none_open")
        row.answer, row.reply = answer, text.strip()
        row.answered_by, row.answered_at = by.name, this.at
        row.save(update_fields=["answer", "reply", "answered_by", "answered_at"])
        this.notify(units=(row.from_unit_id,))
        this.tell(referral=row.number, answered=int(answer), answered_to=row.from_unit_name)
        this.tell_of_persons(result=row.reply)
    return row


def raise_late() -> int:
    """Tell both units, and the ledger, of every answer that is late; answers how many there were."""
    rows = Referral.objects.unscoped(reason="the sweep looks at every county's referrals")
    late = rows.filter(answered_at=None, late_at=None, due_at__lt=clock.now()).order_by("due_at", "id")
    return sum(_raise(row) for row in late[:BATCH])


def _raise(row: Referral) -> int:
    """One act in one transaction. A dispute that has ended meanwhile waits for nobody's answer."""
    mine = Referral.objects.unscoped(reason="the row at hand").filter(county=row.county, id=row.id)
    try:
        with turn(row.county, row.dispute_id, Act.OVERDUE, by=system_actor(_("时限"))) as this:
            mine.update(late_at=this.at)
            this.notify(units=(row.to_unit_id, row.from_unit_id))
            this.tell(
                referral=row.number, slow_unit=row.to_unit_name, due=row.due_at, told=row.from_unit_name
            )
    except Conflict:
        mine.update(late_at=clock.now())
        return 0
    return 1


def open_referral(dispute: Dispute, unit_id: int) -> Referral | None:
    """What a unit was asked and hasn't answered."""
    found: Referral | None = Referral.objects.of(dispute).filter(to_unit_id=unit_id, answered_at=None).first()
    return found


def referrals_of(dispute: Dispute) -> list[Referral]:
    """Every referral, the newest first."""
    return list(Referral.objects.of(dispute).order_by("-number"))


def has_open_referral(dispute: Dispute) -> bool:
    """Whether anybody was asked and hasn't answered."""
    return bool(Referral.objects.of(dispute).filter(answered_at=None).exists())
