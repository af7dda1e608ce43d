"""What became of messages to parties; what didn't arrive is given to somebody to tell."""

from __future__ import annotations

from hemu.notices.telling import sweeping


def run() -> int:
    """Answers how many were settled."""
    return sweeping.settle()
