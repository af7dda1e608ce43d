"""When a dispute is looked at again: the rulebook's rhythm by colour, a month apart at most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ENDED, ClockKind, Dispute, Entry, State
from hemu.disputes.rating import known_facts
from hemu.kernel import clock
from hemu.loop.followup.models import LEAST_CONTENT, FollowUp, Kept, OwnAnswer
from hemu.rulebook import evaluate

LONGEST_GAP = 31
"""Days: every mediated dispute is looked at once a month at least while it is followed (F1)."""
_FOLLOWED = (State.AGREED, State.REFERRED, State.FOLLOWING)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a dispute is followed: days to the first look and between looks, how many, and whether targeted."""

    first_days: int
    every_days: int
    times: int
    targeted: bool
    why: str
    in_depth: bool = False


def rhythm(dispute: Dispute) -> Rhythm:
    """What the table "followup" says of the dispute as it stands."""
    facts = {
        **known_facts(dispute),
        **_came_before(dispute),
        "colour": int(dispute.colour),
        "outcome": int(dispute.outcome),
    }
    verdict = evaluate("followup", facts, on=clock.today())
    answer = verdict.value
    return Rhythm(
        first_days=min(int(answer["first_days"]), LONGEST_GAP),
        every_days=min(int(answer["every_days"]), LONGEST_GAP),
        times=int(answer["times"]),
        targeted=bool(answer["targeted"]),
        why="；".join(ground.text for ground in verdict.grounds)[:200],
        in_depth=bool(answer.get("in_depth")),
    )


def _came_before(dispute: Dispute) -> dict[str, bool]:
    """What the last look, and the parties' own last word, found: it comes sooner after bad news."""
    if not dispute.follow_ups:
        return {}
    done = FollowUp.objects.of(dispute).filter(done_at__isnull=False).order_by("-number").first()
    own = OwnAnswer.objects.of(dispute).order_by("-at", "-id").first()
    newest = [row for row in (done, own) if row is not None]
    kept_not = any(row.kept == Kept.NOT_KEPT for row in newest)
    unhappy = any(row.satisfaction is not None and row.satisfaction <= LEAST_CONTENT for row in newest)
    return {"not_kept": kept_not, "discontent": unhappy}


def this_round(dispute: Dispute) -> int:
    """1, and one more for each time that the dispute was opened anew; the ledger knows."""
    return 1 + Entry.objects.of(dispute).filter(act=Act.RELAPSE).count()


def waiting(dispute: Dispute) -> FollowUp | None:
    """The follow-up that is planned and not yet done."""
    return FollowUp.objects.of(dispute).waiting().first()


def latest(dispute: Dispute) -> FollowUp | None:
    """The follow-up that was planned last, whatever became of it. Only this one can be waiting."""
    return FollowUp.objects.of(dispute).order_by("-number").first()


def plan(
    this: Turn,
    due_on: date,
    *,
    targeted: bool,
    reason: str,
    round_: int,
    after: FollowUp | None,
    in_depth: bool = False,
) -> FollowUp:
    """Write the follow-up `after` the latest, which is replaced if it still waits; run its clock.

    The clock rings at the end of that day.
    """
    if after is not None and after.is_waiting:
        cancel(this)
    row = FollowUp(
        county=this.dispute.county,
        dispute_id=this.dispute.id,
        region=this.dispute.region,
        number=after.number + 1 if after else 1,
        round=round_,
        due_on=due_on,
        targeted=targeted,
        in_depth=in_depth,
        reason=reason[:200],
        planned_at=this.at,
    )
    row.save(force_insert=True)
    end = datetime.combine(due_on + timedelta(days=1), time(), tzinfo=clock.CHINA)
    this.start_clock(ClockKind.FOLLOW_UP, due_at=end, source=row.reason)
    this.tell(next_follow_up=row.number, follow_up_due=due_on)
    return row


def cancel(this: Turn) -> None:
    """The follow-up that waits isn't needed any more."""
    FollowUp.objects.of(this.dispute).waiting().update(cancelled_at=this.at)
    this.stop_clock(ClockKind.FOLLOW_UP)


def plan_by_itself(this: Turn) -> None:
    """A mediation ended or an agreement wasn't kept: the follow-up is planned in the same act (F1, F6)."""
    if this.act == Act.DEFAULT:
        due = clock.local(this.at).date() + timedelta(days=1)
        plan(
            this, due, targeted=True, reason=_("协议未按期履行"), round_=this_round(this.dispute),
            after=latest(this.dispute), in_depth=True,
        )  # fmt: skip
    elif this.enters(*ENDED) or (this.came_from == State.REFERRED and this.enters(State.RECEIVED)):
        cancel(this)
    elif this.enters(*_FOLLOWED) and this.act != Act.FOLLOW_UP:
        _plan_first(this)


def _plan_first(this: Turn) -> None:
    last = latest(this.dispute)
    if last is not None and last.is_waiting:
        return
    chosen = rhythm(this.dispute)
    due = clock.local(this.at).date() + timedelta(days=chosen.first_days)
    plan(
        this, due, targeted=chosen.targeted, reason=chosen.why, round_=this_round(this.dispute), after=last,
        in_depth=chosen.in_depth,
    )  # fmt: skip
