"""Visits that arrived: is anything about them odd?"""

from __future__ import annotations

from hemu.loop.screening.doubts import finding


def run() -> int:
    """Answers how many visits were looked at."""
    return finding.work()
