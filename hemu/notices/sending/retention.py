"""How long an address stays with what was sent to it."""

from __future__ import annotations

from datetime import timedelta

from hemu.kernel import clock
from hemu.notices.sending.models import Delivery, State

KEPT = timedelta(days=90)
"""A receipt or a complaint comes sooner; afterwards the masked label is enough."""


def forget_addresses() -> int:
    """Empty the addresses of old messages that are over; answers of how many."""
    old = Delivery.objects.filter(made_at__lt=clock.now() - KEPT).exclude(state=State.QUEUED)
    return old.exclude(address=b"").update(address="")
