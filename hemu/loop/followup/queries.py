"""Reading follow-ups: of one dispute, and what waits for me."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.loop.followup.models import FollowUp
from hemu.loop.followup.planning import rhythm, this_round
from hemu.orgs.actor import Actor

MOST_ROWS = 200
SOON_DAYS = 7


def done_in_this_round(dispute: Dispute) -> list[FollowUp]:
    """What was done since the dispute was last opened, the newest first."""
    rows = FollowUp.objects.of(dispute).filter(done_at__isnull=False, round=this_round(dispute))
    return list(rows.order_by("-number"))


def every(dispute: Dispute) -> list[FollowUp]:
    """Every follow-up that was done or waits, the newest first."""
    return list(FollowUp.objects.of(dispute).filter(cancelled_at=None).order_by("-number"))


def panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """The part of the dispute's page that shows the follow-ups."""
    rows = every(dispute)
    return {"follow_ups": rows, "rhythm": rhythm(dispute)} if rows else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A planned follow-up with its dispute; `late` counts the days that it is overdue."""

    follow_up: FollowUp
    dispute: Dispute
    late: int


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for the actor: overdue, today, in the coming days, later. Capped at MOST_ROWS in all."""

    overdue: list[Waiting]
    today: list[Waiting]
    soon: list[Waiting]
    later: list[Waiting]

    @property
    def is_empty(self) -> bool:
        return not (self.overdue or self.today or self.soon or self.later)


def queue(actor: Actor) -> Queue:
    """The follow-ups of the actor's area, or given to the actor's unit, by when they are due."""
    today = clock.today()
    rows = FollowUp.objects.visible_to(actor).waiting().order_by("due_on", "id")[:MOST_ROWS]
    waiting = _with_disputes(list(rows), actor, today)
    soon = today + timedelta(days=SOON_DAYS)
    return Queue(
        overdue=[each for each in waiting if each.follow_up.due_on < today],
        today=[each for each in waiting if each.follow_up.due_on == today],
        soon=[each for each in waiting if today < each.follow_up.due_on <= soon],
        later=[each for each in waiting if each.follow_up.due_on > soon],
    )


def _with_disputes(rows: list[FollowUp], actor: Actor, today: date) -> list[Waiting]:
    wanted = Q(pk__in=())
    for county in {row.county for row in rows}:
        ids = [row.dispute_id for row in rows if row.county == county]
        wanted |= Q(county=county, id__in=ids)
    found = {
        (each.county, each.pk): each
        for each in Dispute.objects.visible_to(actor).filter(wanted).order_by("id")
    }
    return [
        Waiting(row, found[row.county, row.dispute_id], max((today - row.due_on).days, 0))
        for row in rows
        if (row.county, row.dispute_id) in found
    ]


def waiting_count(actor: Actor, *, until: date) -> int:
    """How many follow-ups are due up to and including a day, for badges; capped at MOST_ROWS."""
    rows = FollowUp.objects.visible_to(actor).waiting().filter(due_on__lte=until)
    return int(rows.order_by("id")[:MOST_ROWS].count())
