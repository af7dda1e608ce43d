"""Where messages went: after three months the log keeps counts and outcomes, and no address."""

from __future__ import annotations

from hemu.notices.sending import retention


def run() -> int:
    """Answers how many addresses were forgotten."""
    return retention.forget_addresses()
