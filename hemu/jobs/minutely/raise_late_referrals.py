"""Referrals that nobody answered in time: both units hear of it."""

from __future__ import annotations

from hemu.loop.routing import referrals


def run() -> int:
    """Answers how many are newly late."""
    return referrals.raise_late()
