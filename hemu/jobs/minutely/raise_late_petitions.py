"""Petitions whose statutory time ran out: the county hears of it."""

from __future__ import annotations

from hemu.loop.screening.petitions import overdue


def run() -> int:
    """Answers how many petitions were raised."""
    return overdue.raise_late()
