"""Sessions of the next day: mediators and the units that sit hear of them once."""

from __future__ import annotations

from hemu.loop.mediation.calendar import reminders


def run() -> int:
    """Answers how many appointments were told of."""
    return reminders.remind()
