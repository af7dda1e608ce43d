"""Measures of a conferral that weren't carried out in time: their unit and the convener hear of it."""

from __future__ import annotations

from hemu.loop.assessment.conferral import actions


def run() -> int:
    """Answers how many were late."""
    return actions.raise_late()
