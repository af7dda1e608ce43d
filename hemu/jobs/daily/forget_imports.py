"""Ledgers that were uploaded and that nobody has touched for a month: the file and its rows go."""

from __future__ import annotations

from hemu.loop.screening.importing import actions


def run() -> int:
    """Answers of how many uploads the file was removed."""
    return actions.forget_old()
