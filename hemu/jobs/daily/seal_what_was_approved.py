"""Personal fields whose retention is over, and whose sealing a second person approved."""

from __future__ import annotations

from hemu.privacy.retention import seal_approved


def run() -> int:
    """Seal them; answers how many disputes."""
    return seal_approved()
