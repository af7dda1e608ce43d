"""Into the queue and out of it by themselves, with the acts that make it so; and the calls in between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import SETTLED, ClockKind, Dispute, State
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.loop.followup.chasing.models import Chase, ChaseCall, Ended, Whom, Why
from hemu.loop.followup.planning import LONGEST_GAP
from hemu.orgs.actor import Actor

_TIMES: Final = frozenset({ClockKind.WHOLE, ClockKind.MEDIATION})
"""Clocks whose end means that a matter wasn't settled in time."""


def chase_by_itself(this: Turn) -> None:
    """A reaction to every act: what ran out of time or wasn't kept comes into the queue, and leaves it."""
    if this.act == Act.DEFAULT:
        _open(this, Why.UNPERFORMED)
    elif this.act == Act.OVERDUE:
        late = {row.kind for row in this.clocks.running if row.overdue_at == this.at}
        if late & _TIMES and this.dispute.outcome not in SETTLED:
            _open(this, Why.UNSETTLED)
    ended = _ended(this)
    if ended is not None:
        _close(this, *ended)


def _open(this: Turn, why: Why) -> None:
    open_ones = Chase.objects.of(this.dispute).filter(why=why, done_at=None)
    if not open_ones.exists():
        Chase(
            county=this.dispute.county, dispute_id=this.dispute.id, region=this.dispute.region, why=why,
            since=this.at, next_on=clock.local(this.at).date(),
        ).save(force_insert=True)  # fmt: skip


def _ended(this: Turn) -> tuple[Ended, tuple[Why, ...]] | None:
    """What the act ends, for which reasons."""
    if this.act == Act.RELAPSE:
        return Ended.REOPENED, (Why.UNPERFORMED,)
    if this.enters(State.CLOSED, State.MERGED):
        return Ended.CLOSED, (Why.UNSETTLED, Why.UNPERFORMED)
    if this.act == Act.PERFORMED:
        return Ended.PERFORMED, (Why.UNPERFORMED, Why.UNSETTLED)
    return (Ended.SETTLED, (Why.UNSETTLED,)) if this.act == Act.AGREE else None


def _close(this: Turn, ended: Ended, reasons: tuple[Why, ...]) -> None:
    rows = Chase.objects.of(this.dispute).filter(why__in=reasons, done_at=None)
    rows.update(done_at=this.at, ended=ended, done_by=this.by.name)


@dataclass(frozen=True, slots=True)
class NewCall:
    """Who was called, what was said, and when to call again (a month from now at most)."""

    whom: Whom
    whom_name: str
    said: str
    next_on: date
    reached: bool = True


def call(dispute: Dispute, chase_id: int, new: NewCall, *, by: Actor, seen: int | None = None) -> Dispute:
    """Write a call down, in the dispute's ledger too: the committee urges performance (人民调解法31)."""
    _check(new)
    with turn(dispute.county, dispute.id, Act.CHASE, by=by, seen=seen) as this:
        row = _locked(this.dispute, chase_id)
        row.calls, row.next_on = row.calls + 1, new.next_on
        row.save(update_fields=["calls", "next_on"])
        ChaseCall(
            county=this.dispute.county, dispute_id=this.dispute.id, chase_id=row.pk, whom=new.whom,
            whom_name=new.whom_name.strip(), reached=new.reached, said=new.said.strip(),
            next_on=new.next_on, person_name=by.name, unit_name=by.unit_name, at=this.at,
        ).save(force_insert=True)  # fmt: skip
        this.tell(chased_for=int(row.why), chased=int(new.whom), next_chase=new.next_on)
        this.tell_of_persons(asked=new.whom_name.strip(), answer=new.said.strip())
    return this.dispute


def _check(new: NewCall) -> None:
    if not new.whom_name.strip():
        raise Refused(_("请写明问了谁。"), field="whom_name", code="required")
    if not new.said.strip():
        raise Refused(_("请写明对方怎么说的；没找到人的，写明怎么找的。"), field="said", code="required")
    today = clock.today()
    if not today < new.next_on <= today + timedelta(days=LONGEST_GAP):
        raise Refused(_("下次催办最早定在明天，最迟在一个月之内。"), field="next_on", code="range")


def _locked(dispute: Dispute, chase_id: int) -> Chase:
    row: Chase | None = Chase.objects.of(dispute).filter(id=chase_id).select_for_update().first()
    if row is None:
        raise Missing(_("没有找到这条催办。"))
    if not row.is_open:
        raise Conflict(_("这条催办已经了结。"), code="done_already")
    return row


def finish(dispute: Dispute, chase_id: int, result: str, *, by: Actor, seen: int | None = None) -> Dispute:
    """Take it out of the queue by hand, saying why nothing more is to be called about."""
    if not result.strip():
        raise Refused(_("请写明怎样了结的。"), field="result", code="required")
    with turn(dispute.county, dispute.id, Act.CHASE, by=by, seen=seen) as this:
        row = _locked(this.dispute, chase_id)
        row.done_at, row.ended, row.result = this.at, Ended.BY_HAND, result.strip()
        row.done_by = by.name
        row.save(update_fields=["done_at", "ended", "result", "done_by"])
        this.tell(chased_for=int(row.why))
        this.tell_of_persons(result=result.strip())
    return this.dispute
