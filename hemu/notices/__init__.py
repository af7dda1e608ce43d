"""Telling people: who hears of which act, through which channel."""

from __future__ import annotations


def deliver_once(limit: int = 200) -> int:
    """Deliver a batch from the outbox; answers how many acts were taken (see hemu.notices.delivery)."""
    from hemu.notices import delivery  # models can't be imported while the apps are being loaded

    return delivery.deliver_once(limit)
