"""Deadlines of records that are no disputes yet, by the rulebook's clocks."""

from __future__ import annotations

from datetime import datetime

from hemu.kernel import clock
from hemu.rulebook import calendar, evaluate


def due(name: str, start: datetime) -> datetime:
    """When the rulebook's clock of that name, started then, runs out; the start when it sets none."""
    verdict = evaluate("clock", {"clock": name}, on=clock.local(start).date())
    if not verdict.value:
        return start
    return calendar.deadline(start, verdict.value["amount"], verdict.value["unit"])
