"""Who reported, of matters that were over long ago."""

from __future__ import annotations

from hemu.loop.screening.villagers import retention


def run() -> int:
    """Answers of how many reports name, telephone and code were deleted."""
    return retention.forget()
