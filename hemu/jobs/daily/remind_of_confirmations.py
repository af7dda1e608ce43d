"""Agreements whose days for judicial confirmation run out: those who handle it hear of it."""

from __future__ import annotations

from hemu.loop.mediation.confirmation import sweeping


def run() -> int:
    """Answers of how many agreements somebody was reminded."""
    return sweeping.remind()
