"""Deadlines of the next day: those whose clock runs hear of it before it is late."""

from __future__ import annotations

from hemu.notices import reminders


def run() -> int:
    """Answers how many notices were sent."""
    return reminders.remind()
