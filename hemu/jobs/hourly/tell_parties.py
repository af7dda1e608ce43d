"""Sessions of the next day, what falls due, days that end: parties who agreed are told by SMS, once."""

from __future__ import annotations

from hemu.notices.telling import sweeping


def run() -> int:
    """Answers how many parties were told."""
    return sweeping.remind()
