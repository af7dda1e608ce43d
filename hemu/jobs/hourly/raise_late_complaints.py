"""Complaints whose time ran out: who looks at them and who watches hear of it."""

from __future__ import annotations

from hemu.loop.followup.complaints import actions


def run() -> int:
    """Answers how many were raised."""
    return actions.raise_late()
