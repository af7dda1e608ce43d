"""Deadlines: every state and hand-over has one, from the rulebook; the overdue goes up by itself."""

from __future__ import annotations

from datetime import datetime

from hemu.disputes import writing
from hemu.disputes.models import ENDED, Clock, ClockKind, Dispute
from hemu.kernel import clock
from hemu.rulebook import calendar, evaluate


class Board:
    """The clocks of one dispute during one act: read once, changed in memory, written together.

    For a new dispute there is nothing to read.
    """

    def __init__(self, dispute: Dispute, *, at: datetime, new: bool) -> None:
        self._dispute = dispute
        self._at = at
        self._running: list[Clock] | None = [] if new else None
        self._started: list[Clock] = []
        self._stopped: list[int] = []
        self.changed = False

    @property
    def running(self) -> list[Clock]:
        """The clocks that run now, as the act has left them."""
        if self._running is None:
            rows = Clock.objects.of(self._dispute).filter(stopped_at=None)
            self._running = list(rows.order_by("due_at", "id"))
        return self._running

    def start(self, kind: ClockKind, *, due_at: datetime | None = None, source: str = "") -> None:
        """Start a clock, ending the one of its kind that runs.

        Either `due_at` is given, or the rulebook's table "clock" says how long; when it sets no time,
        no clock runs.
        """
        self.stop(kind)
        if due_at is None:
            verdict = evaluate("clock", self._asked(kind), on=clock.local(self._at).date())
            if not verdict.value:
                return
            due_at = calendar.deadline(self._at, verdict.value["amount"], verdict.value["unit"])
            source = source or f"{verdict.grounds[0].text} {calendar.note(self._at, due_at)}".strip()[:200]
        row = Clock(
            county=self._dispute.county,
            dispute_id=self._dispute.id,
            kind=kind,
            unit_id=self._dispute.turn_unit_id,
            unit_name=self._dispute.turn_unit_name,
            started_at=self._at,
            due_at=due_at,
            next_at=due_at,
            source=source,
        )
        self._started.append(row)
        self.running.append(row)
        self.changed = True

    def _asked(self, kind: ClockKind) -> dict[str, object]:
        dispute = self._dispute
        return {
            "clock": kind.name.lower(),
            "state": int(dispute.state),
            "colour": int(dispute.colour or dispute.proposed_colour),
            "kind": int(dispute.kind),
            "hop": int(dispute.returns) + 1,
        }

    def stop(self, *kinds: ClockKind) -> None:
        """Stop the running clocks of these kinds; of every kind when none is named."""
        going = [row for row in self.running if not kinds or row.kind in kinds]
        for row in going:
            self.running.remove(row)
            if row in self._started:
                self._started.remove(row)
            else:
                self._stopped.append(row.pk)
            self.changed = True

    def entered_state(self, came_from: int | None) -> None:
        """The dispute entered a state: the last state's clock ends, the new one's begins."""
        if self._dispute.state in ENDED:
            self.stop()
            return
        self.start(ClockKind.STATE)
        if came_from is None or came_from in ENDED:
            self.start(ClockKind.WHOLE)

    def write(self) -> None:
        """Write what changed, and copy the nearest deadline into the dispute, for lists."""
        if not self.changed:
            return
        if self._stopped:
            gone = Clock.objects.of(self._dispute).filter(id__in=self._stopped)
            gone.update(stopped_at=self._at, next_at=None)
        if self._started:
            writing.insert(*self._started)
        self._dispute.due_at = min((row.due_at for row in self.running), default=None)
        self._dispute.overdue = any(row.overdue_at is not None for row in self.running)
