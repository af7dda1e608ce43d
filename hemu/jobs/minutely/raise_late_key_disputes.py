"""Key disputes of which nobody said in time how they go: those who answer for them hear of it."""

from __future__ import annotations

from hemu.loop.assessment.key import actions


def run() -> int:
    """Answers how many were late."""
    return actions.raise_late()
