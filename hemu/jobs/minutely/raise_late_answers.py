"""Villagers who weren't answered in time: the level above hears of it."""

from __future__ import annotations

from hemu.loop.screening.villagers import overdue


def run() -> int:
    """Answers how many reports were raised."""
    return overdue.raise_late()
