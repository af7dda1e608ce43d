"""Photos and recordings of villagers' reports that were never sent."""

from __future__ import annotations

from hemu.loop.screening.villagers import waiting


def run() -> int:
    """Answers how many were forgotten."""
    return waiting.forget()
