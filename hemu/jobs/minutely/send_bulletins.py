"""Messages to many whose time has come."""

from __future__ import annotations

from hemu.notices.bulletins import actions


def run() -> int:
    """Answers how many messages were put in the queue."""
    return actions.send_due()
