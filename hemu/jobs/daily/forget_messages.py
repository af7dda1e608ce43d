"""Where messages went: after three months the log keeps outcomes, and neither address nor words."""

from __future__ import annotations

from hemu.notices.sending import retention


def run() -> int:
    """Answers of how many messages something was forgotten."""
    return retention.forget_old()
