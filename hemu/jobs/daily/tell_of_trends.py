"""Sharp rises (A8): the centres that answer for the place hear of each once."""

from __future__ import annotations

from hemu.loop.assessment.trends import alarms


def run() -> int:
    """Answers of how many rises somebody was told."""
    return alarms.sweep()
