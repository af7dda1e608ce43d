"""Late, missed and concealed reports: sources held against each other."""

from __future__ import annotations

from hemu.loop.screening.reporting import finding


def run() -> int:
    """Answers how many flags are new."""
    return finding.find()
