"""Supervision of false, late, missed and concealed reports: raised by itself, and taken up when late."""

from __future__ import annotations

from hemu.command.supervision import raising


def run() -> int:
    """Answers how many orders were raised or taken up a level."""
    return raising.sweep() + raising.raise_late()
