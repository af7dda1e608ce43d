"""Police incidents whose tier ran out of time: those above hear of it."""

from __future__ import annotations

from hemu.loop.screening.incidents import overdue


def run() -> int:
    """Answers how many incidents were raised."""
    return overdue.raise_late()
