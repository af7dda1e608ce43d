"""Subscriptions whose code nobody typed: the number isn't ours to keep."""

from __future__ import annotations

from hemu.notices.bulletins import subscribing


def run() -> int:
    """Answers how many were forgotten."""
    return subscribing.forget_unconfirmed()
