"""Lawyers' answers that are due within a day: the lawyer and who asked hear of it once."""

from __future__ import annotations

from hemu.loop.mediation.advice import reminders


def run() -> int:
    """Answers how many questions were told of."""
    return reminders.remind()
