"""Trials of rules are kept a month: they name disputes, and say nothing that can't be tried again."""

from __future__ import annotations

from hemu.disputes.trials import retention


def run() -> int:
    """Answers how many trials were forgotten."""
    return retention.forget_old()
