"""Visits that slipped past the check when they arrived."""

from __future__ import annotations

from hemu.loop.screening.doubts import finding


def run() -> int:
    """Answers how many visits were looked at."""
    return finding.late()
