"""Deadlines: every state and hand-over has one, from the rulebook; the overdue goes up by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from hemu.disputes.models import ENDED, Clock, ClockKind, Dispute, State
from hemu.kernel import clock
from hemu.rulebook import calendar, evaluate


def start(
    dispute: Dispute,
    kind: ClockKind,
    *,
    at: datetime,
    due_at: datetime | None = None,
    source: str = "",
) -> Clock | None:
    """Start a clock, ending the one of its kind that runs.

    Either `due_at` is given, or the rulebook's table "clock" says how long; when it sets no time, no
    clock runs and None is answered.
    """
    stop(dispute, (kind,), at=at)
    if due_at is None:
        verdict = evaluate("clock", _asked(dispute, kind), on=clock.local(at).date())
        if not verdict.value:
            return None
        due_at = calendar.deadline(at, verdict.value["amount"], verdict.value["unit"])
        source = source or f"{verdict.grounds[0].text} {calendar.note(at, due_at)}".strip()[:200]
    row = Clock(
        county=dispute.county,
        dispute_id=dispute.id,
        kind=kind,
        unit_id=dispute.turn_unit_id,
        unit_name=dispute.turn_unit_name,
        started_at=at,
        due_at=due_at,
        next_at=due_at,
        source=source,
    )
    row.save(force_insert=True)
    return row


def _asked(dispute: Dispute, kind: ClockKind) -> dict[str, object]:
    return {
        "clock": kind.name.lower(),
        "state": int(dispute.state),
        "colour": int(dispute.colour or dispute.proposed_colour),
        "kind": int(dispute.kind),
        "hop": int(dispute.returns) + 1,
    }


def stop(dispute: Dispute, kinds: Iterable[ClockKind], *, at: datetime) -> None:
    """Stop the running clocks of these kinds."""
    Clock.objects.of(dispute).filter(kind__in=tuple(kinds), stopped_at=None).update(stopped_at=at)


def on_state(dispute: Dispute, came_from: int | None, *, at: datetime) -> None:
    """The dispute entered a state: the last state's clock ends, the new one's begins."""
    if dispute.state in ENDED:
        stop(dispute, tuple(ClockKind), at=at)
        return
    start(dispute, ClockKind.STATE, at=at)
    if came_from is None or came_from == State.CLOSED:
        start(dispute, ClockKind.WHOLE, at=at)


def refresh_due(dispute: Dispute) -> None:
    """Copy the nearest running deadline into the dispute, for lists; past ones count as overdue."""
    running = list(
        Clock.objects.of(dispute)
        .filter(stopped_at=None)
        .order_by("due_at")
        .values_list("due_at", "overdue_at")
    )
    dispute.due_at = running[0][0] if running else None
    dispute.overdue = any(overdue_at is not None for _due, overdue_at in running)
