"""What falls due in some days, and today: those who handle it hear of it."""

from __future__ import annotations

from hemu.loop.mediation.performance import sweeping


def run() -> int:
    """Answers of how many promises somebody was reminded."""
    return sweeping.remind()
