"""Matters that ended: who is rung back, dealt out to the police offices."""

from __future__ import annotations

from hemu.loop.followup.callbacks import dealing


def run() -> int:
    """Answers how many calls are new."""
    return dealing.deal()
