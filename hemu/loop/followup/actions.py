"""访: looking again, reopening what flares up, and closing. The loop is closed only here (F7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes import promised
from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ClockKind, Dispute
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.wording import listed
from hemu.loop.followup import answers
from hemu.loop.followup.models import Asked, FollowUp, Kept, Mode
from hemu.loop.followup.planning import latest, plan, rhythm, this_round
from hemu.loop.followup.relapsing import relapse
from hemu.orgs.actor import Actor

__all__ = ["Mark", "NewFollowUp", "Results", "close", "follow_up", "plan_follow_up", "relapse"]

SATISFACTION = range(1, 6)


@dataclass(frozen=True, slots=True)
class Mark:
    """One promise of the agreement, as the visitor found it: done (on a day), or not done in time."""

    promise_id: int
    done: bool
    note: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class NewFollowUp:
    """What a follow-up found. `answer` and `satisfaction` are the party's own, empty when another was asked.

    `suit`, `wrong` and `measures` are what the ministry's form asks for besides: whether somebody sued and
    what was ruled, what was amiss in the mediation, and what was done about what was found.
    `signs` are facts of escalation: they reopen the dispute and have it rated anew at once (F3), and what was
    done to prevent worse, `measures`, must stand beside them (人民调解法25).
    """

    mode: Mode
    asked: Asked
    kept: Kept
    asked_name: str = ""
    party_id: int | None = None
    answer: str = ""
    satisfaction: int | None = None
    smoulders: str = ""
    done_at: datetime | None = None
    suit: str = ""
    wrong: str = ""
    measures: str = ""
    signs: Mapping[str, Any] = field(default_factory=dict)
    marks: Sequence[Mark] = ()
    new_dispute: str = ""
    """A new quarrel that was found: it is registered from this follow-up, and linked."""


def plan_follow_up(
    dispute: Dispute,
    due_on: date,
    reason: str,
    *,
    by: Actor,
    targeted: bool = True,
    in_depth: bool = False,
    seen: int | None = None,
) -> Dispute:
    """F2: look again on a day of one's choosing, in place of the one that was planned."""
    if due_on < clock.today():
        raise Refused(_("回访日期不能早于今天。"), field="due_on", code="past")
    with turn(dispute.county, dispute.id, Act.PLAN_FOLLOW_UP, by=by, seen=seen) as this:
        plan(
            this, due_on, targeted=targeted, reason=reason.strip(), round_=this_round(this.dispute),
            after=latest(this.dispute), in_depth=in_depth,
        )  # fmt: skip
    return this.dispute


@transaction.atomic
def follow_up(dispute: Dispute, new: NewFollowUp, *, by: Actor, seen: int | None = None) -> Dispute:
    """F1–F3: write down a follow-up; the next one is planned by itself. Signs of escalation reopen it."""
    _check(new)
    with turn(dispute.county, dispute.id, Act.FOLLOW_UP, by=by, seen=seen) as this:
        row = _row(this, new)
        _check_depth(row, new)
        row.save()
        this.stop_clock(ClockKind.FOLLOW_UP)
        this.set(follow_ups=this.dispute.follow_ups + 1)
        this.tell(
            follow_up=row.number, mode=int(new.mode), asked=int(new.asked), kept=int(new.kept),
            satisfaction=new.satisfaction,
        )  # fmt: skip
        this.tell_of_persons(
            asked=row.asked_name,
            answer=row.answer,
            smoulders=row.smoulders,
            new_dispute=row.new_dispute,
            suit=row.suit,
            wrong=row.wrong,
            measures=row.measures,
        )
        if not new.signs:
            _plan_next(this, row)
    marked = _marked(this.dispute, new, by)
    if new.signs:
        return relapse(marked, _("回访发现激化苗头：%s") % new.smoulders.strip(), by=by, facts=new.signs)
    return marked


def _marked(dispute: Dispute, new: NewFollowUp, by: Actor) -> Dispute:
    """F5: every promise that was looked at is marked, each in the ledger."""
    for mark in new.marks:
        if mark.done:
            day = mark.on or clock.local(new.done_at or clock.now()).date()
            dispute = promised.keep(dispute, mark.promise_id, day, mark.note, by=by)
        else:
            why = mark.note.strip() or new.smoulders.strip() or _("回访时没有履行")
            dispute = promised.break_(dispute, mark.promise_id, why, by=by)
    return dispute


def _check(new: NewFollowUp) -> None:
    if new.asked == Asked.PARTY and new.party_id is None:
        raise Refused(_("请选择回访了哪一名当事人。"), field="party_id", code="required")
    if new.asked != Asked.PARTY and not new.asked_name.strip():
        raise Refused(_("请填写回访对象的姓名。"), field="asked_name", code="required")
    if new.satisfaction is not None and new.satisfaction not in SATISFACTION:
        raise Refused(_("满意度请填 1 到 5。"), field="satisfaction", code="range")
    if new.asked != Asked.PARTY and new.satisfaction is not None:
        raise Refused(_("满意度只能由当事人自己回答。"), field="satisfaction", code="not_own")
    if new.asked == Asked.PARTY and new.satisfaction is None and not new.answer.strip():
        raise Refused(_("请记录当事人自己的回答：满意度或原话。"), field="answer", code="required")
    if new.kept == Kept.NOT_KEPT and not new.smoulders.strip():
        raise Refused(_("协议没有履行，请写明原因和还有什么没解决。"), field="smoulders", code="required")
    if new.signs and not new.smoulders.strip():
        raise Refused(_("有激化苗头，请写明情况。"), field="smoulders", code="required")
    if new.signs and not new.measures.strip():
        raise Refused(
            _("有激化苗头，请写明采取了什么预防措施（人民调解法第二十五条）。"),
            field="measures",
            code="required",
        )
    if new.done_at is not None and new.done_at > clock.now():
        raise Refused(_("回访时间不能晚于现在。"), field="done_at", code="future")


def _check_depth(row: FollowUp, new: NewFollowUp) -> None:
    """F3: a look in depth says in so many words what still smoulders, be it nothing."""
    if row.in_depth and not new.smoulders.strip():
        raise Refused(
            _("这是深入回访，请问清还有什么没解决；都解决了的，写“无”。"), field="smoulders", code="required"
        )


def _row(this: Turn, new: NewFollowUp) -> FollowUp:
    today = clock.local(this.at).date()
    row = latest(this.dispute)
    if row is None or not row.is_waiting:
        round_ = this_round(this.dispute)
        row = plan(this, today, targeted=False, reason=_("临时回访"), round_=round_, after=row)
    names = {party.pk: party.name for party in this.parties}
    if new.party_id is not None and new.party_id not in names:
        raise Missing(_("没有找到这名当事人。"), field="party_id")
    row.done_at = new.done_at or this.at
    row.mode, row.asked, row.kept = new.mode, new.asked, new.kept
    row.party_id = new.party_id
    row.asked_name = new.asked_name.strip() or names.get(new.party_id or 0, "")
    row.answer, row.smoulders = new.answer.strip(), new.smoulders.strip()
    row.suit, row.wrong, row.measures = new.suit.strip(), new.wrong.strip(), new.measures.strip()
    row.satisfaction, row.escalation = new.satisfaction, bool(new.signs)
    row.new_dispute = new.new_dispute.strip()
    row.done_by, row.done_unit = this.by.name, this.by.unit_name
    return row


def _plan_next(this: Turn, done: FollowUp) -> None:
    chosen = rhythm(this.dispute)
    due = clock.local(this.at).date() + timedelta(days=chosen.every_days)
    plan(
        this, due, targeted=chosen.targeted, reason=chosen.why, round_=done.round, after=done,
        in_depth=chosen.in_depth,
    )  # fmt: skip
    this.start_clock(ClockKind.STATE)


@dataclass(frozen=True, slots=True)
class Results:
    """What the reports count at the end. Each flag needs its grounds, `grounds` by the flag's name.

    A prevented mass incident isn't among them: somebody states it, and another person checks it, before it
    counts.
    """

    petition_settled: bool = False
    hard: bool = False
    turned_criminal: bool = False
    grounds: Mapping[str, str] = field(default_factory=dict)


def close(
    dispute: Dispute,
    summary: str,
    *,
    by: Actor,
    results: Results | None = None,
    reply: str = "",
    seen: int | None = None,
) -> Dispute:
    """F7: close after a follow-up and the parties' own answer. M11: with what reports count.

    A party who last said that they aren't content is answered first: `reply` is what they were told.
    """
    results = results or Results()
    if not summary.strip():
        raise Refused(_("请写明办结的结果。"), field="summary", code="required")
    flags = _flags(results)
    with turn(dispute.county, dispute.id, Act.CLOSE, by=by, seen=seen) as this:
        _hear_parties(this, reply.strip())
        if results.petition_settled and not this.dispute.petition:
            raise Refused(
                _("这件纠纷没有标为涉信访，不能勾选“信访事项已化解”。"),
                field="petition_settled",
                code="no_petition",
            )
        marks = {name: holds for name, holds in flags.items() if name != "petition_settled"}
        this.set(closed_at=this.at, **{name: True for name, holds in marks.items() if holds})
        this.pass_turn(None)
        this.tell(results=sorted(name for name, holds in flags.items() if holds))
        this.tell_of_persons(summary=summary.strip(), grounds={**results.grounds})
    return this.dispute


def _hear_parties(this: Turn, reply: str) -> None:
    """Somebody must have answered for themselves; whoever isn't content is answered before the end."""
    heard = answers.words(this.dispute)
    if not heard:
        raise Refused(
            _("还没有当事人自己的回答。办结要以当事人的回答为准，请先回访当事人。"), code="no_answer"
        )
    unhappy = [word for word in heard if not word.content and not word.reply]
    if unhappy and not reply:
        raise Refused(
            _("%(names)s不满意或者还有没解决的，请写明怎样答复的，再办结。")
            % {"names": listed(word.party.name for word in unhappy)},
            field="reply",
            code="discontent",
        )
    if unhappy:
        answers.reply_to(this.dispute, unhappy, reply, by=this.by)
        this.tell_of_persons(reply=reply)


def _flags(results: Results) -> dict[str, bool]:
    flags = {
        "petition_settled": results.petition_settled,
        "hard": results.hard,
        "turned_criminal": results.turned_criminal,
    }
    for name, holds in flags.items():
        if holds and not results.grounds.get(name, "").strip():
            raise Refused(_("请写明依据。"), field=f"{name}_grounds", code="required")
    return flags
