"""Reading follow-ups: of one dispute, and what waits for me."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from hemu.disputes.models import Dispute, Party, Side, Source
from hemu.disputes.origins import opened_from
from hemu.disputes.queries import parties
from hemu.kernel import clock
from hemu.kernel.places import Span
from hemu.loop.followup.answers import FOLLOWED, Word
from hemu.loop.followup.models import FollowUp, OwnAnswer
from hemu.loop.followup.planning import this_round
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names
from hemu.rulebook import calendar

KINDS: dict[str, dict[str, bool]] = {"targeted": {"targeted": True}, "depth": {"in_depth": True}}
"""The kinds of follow-up that a work list can be narrowed to; without one, all (F1–F3)."""
MOST_ROWS = 200
SOON_DAYS = 7


def done_in_this_round(dispute: Dispute) -> list[FollowUp]:
    """What was done since the dispute was last opened, the newest first."""
    rows = FollowUp.objects.of(dispute).filter(done_at__isnull=False, round=this_round(dispute))
    return list(rows.order_by("-number"))


def every(dispute: Dispute) -> list[FollowUp]:
    """Every follow-up that was done or waits, the newest first."""
    return list(FollowUp.objects.of(dispute).filter(cancelled_at=None).order_by("-number"))


def unheard(dispute: Dispute, heard: Sequence[Word]) -> list[Party]:
    """The parties of either side who haven't said anything since the dispute was last opened."""
    known = {word.party.pk for word in heard}
    sides = (Side.APPLICANT, Side.RESPONDENT)
    return [one for one in parties(dispute) if one.side in sides and one.pk not in known]


def panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """The part of the dispute's page that shows the follow-ups, and what the parties said by themselves."""
    rows = every(dispute)
    if not rows:
        return None
    found = [row for row in rows if row.new_dispute]
    own = list(OwnAnswer.objects.of(dispute).order_by("-at", "-id"))
    names = {party.pk: party.name for party in parties(dispute)} if own else {}
    return {
        "follow_ups": rows,
        "own_answers": [(row, names.get(row.party_id, "")) for row in own],
        "found": [(row, opened_from(Source.FOLLOW_UP, row.pk)) for row in found],
        "source": int(Source.FOLLOW_UP),
        "may_register": actor.may(Permission.REGISTER) and actor.covers(dispute.region),
        "may_follow": actor.may(Permission.FOLLOW_UP),
        "asks_parties": dispute.state in FOLLOWED,
    }


@dataclass(frozen=True, slots=True)
class Waiting:
    """A planned follow-up with its dispute; `late` counts the days that it is overdue.

    `where` is the short name of the place, empty until `placed` was asked for it.
    """

    follow_up: FollowUp
    dispute: Dispute
    late: int
    where: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for the actor: overdue, today, in the coming days, later. Capped at MOST_ROWS in all."""

    overdue: list[Waiting]
    today: list[Waiting]
    soon: list[Waiting]
    later: list[Waiting]

    @property
    def is_empty(self) -> bool:
        return not self.every

    @property
    def every(self) -> list[Waiting]:
        """All of them, the earliest first."""
        return [*self.overdue, *self.today, *self.soon, *self.later]


def queue(actor: Actor, *, kind: str = "", region: Span | None = None) -> Queue:
    """The follow-ups of the actor's area, or given to the actor's unit, by when they are due.

    `kind`: only ``targeted`` or ``depth``.
    """
    today = clock.today()
    rows = FollowUp.objects.visible_to(actor).waiting().filter(**KINDS.get(kind, {}))
    if region is not None:
        rows = rows.filter(region__gte=region.lo, region__lt=region.hi)
    waiting = _with_disputes(list(rows.order_by("due_on", "id")[:MOST_ROWS]), actor, today)
    soon = today + timedelta(days=SOON_DAYS)
    return Queue(
        overdue=[each for each in waiting if each.follow_up.due_on < today],
        today=[each for each in waiting if each.follow_up.due_on == today],
        soon=[each for each in waiting if today < each.follow_up.due_on <= soon],
        later=[each for each in waiting if each.follow_up.due_on > soon],
    )


def placed(of: Queue) -> Queue:
    """The same, each with the name of its place."""
    heaps = (of.overdue, of.today, of.soon, of.later)
    names = place_names({each.follow_up.region for heap in heaps for each in heap}, local=True)
    return Queue(*([replace(each, where=names[each.follow_up.region]) for each in heap] for heap in heaps))


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the visitor's month."""

    day: date
    waiting: list[Waiting]
    is_today: bool
    is_workday: bool


def month(actor: Actor, first: date) -> list[Day]:
    """Every day of a month with what is planned on it; what is overdue stands on its own day."""
    after = (first + timedelta(days=32)).replace(day=1)
    rows = FollowUp.objects.visible_to(actor).waiting().filter(due_on__gte=first, due_on__lt=after)
    today = clock.today()
    found = _with_disputes(list(rows.order_by("due_on", "id")[: MOST_ROWS * 5]), actor, today)
    by_day: dict[date, list[Waiting]] = {}
    for each in found:
        by_day.setdefault(each.follow_up.due_on, []).append(each)
    days = [first + timedelta(days=n) for n in range((after - first).days)]
    return [Day(day, by_day.get(day, []), day == today, calendar.is_workday(day)) for day in days]


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
