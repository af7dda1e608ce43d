"""Warning notices that weren't taken or answered in time: whoever sent them and those above hear of it."""

from __future__ import annotations

from hemu.loop.assessment import feedback


def run() -> int:
    """Answers how many units were late."""
    return feedback.raise_late()
