"""Reviews in an actor's area, and what the ledger and the clocks say of a dispute that became a crime."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Clock, ClockKind, Colour, Dispute, Entry, State
from hemu.kernel.errors import Missing
from hemu.loop.mediation.crimes.models import CrimeMeasure, CrimeReview, ReviewState
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def listed(by: Actor, state: int | None = None) -> Any:
    """Reviews of the actor's area, those that wait first."""
    by.require(Permission.FIGURES)
    rows = CrimeReview.objects.visible_to(by)
    rows = rows.exclude(state=ReviewState.WITHDRAWN) if state is None else rows.filter(state=state)
    return rows.select_related("dispute").order_by("state", "-opened_at", "-id")


def count_since(by: Actor, since: date) -> int:
    """How many were marked from a day on: it must be none."""
    return int(listed(by).filter(opened_at__date__gte=since).count())


def get(county: int, review_id: int, *, by: Actor) -> CrimeReview:
    """One review; raises Missing for a stranger."""
    by.require(Permission.FIGURES)
    found = CrimeReview.objects.visible_to(by).filter(county=county, id=review_id)
    row: CrimeReview | None = found.select_related("dispute").first()
    if row is None:
        raise Missing("")
    return row


def review_of(dispute: Dispute) -> CrimeReview | None:
    """The review of a dispute that was read within a scope."""
    rows = CrimeReview.objects.of(dispute).exclude(state=ReviewState.WITHDRAWN)
    found: CrimeReview | None = rows.order_by("-opened_at").first()
    return found


def measures(review: CrimeReview) -> list[CrimeMeasure]:
    """What was decided in a review that was read within a scope."""
    rows = CrimeMeasure.objects.of(review.dispute).filter(review_id=review.pk)
    return list(rows.order_by("due_on", "id"))


@dataclass(frozen=True, slots=True)
class Known:
    """One entry of the ledger: when, what was done, by which unit, and how the dispute stood after it."""

    at: datetime
    act: Act
    unit: str
    state: State
    colour: Colour


def what_was_known(dispute: Dispute) -> list[Known]:
    """The ledger in order, by units: it names no person, since a review looks for causes."""
    rows = Entry.objects.of(dispute).order_by("seq")
    return [Known(row.at, Act(row.act), row.unit_name, State(row.state), Colour(row.colour)) for row in rows]


@dataclass(frozen=True, slots=True)
class Term:
    """One clock that ran: whose, until when it should have been done, whether it was."""

    kind: ClockKind
    unit: str
    due_at: datetime
    stopped_at: datetime | None
    was_kept: bool


def clocks(dispute: Dispute) -> list[Term]:
    """Every clock that ran on it, and whether it was kept."""
    rows = Clock.objects.of(dispute).order_by("started_at", "id")
    return [
        Term(ClockKind(row.kind), row.unit_name, row.due_at, row.stopped_at, row.overdue_at is None)
        for row in rows
    ]
