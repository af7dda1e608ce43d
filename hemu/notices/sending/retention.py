"""How long an address and the words stay with what was sent."""

from __future__ import annotations

from datetime import timedelta

from hemu.kernel import clock
from hemu.notices.sending.models import SECRET, Delivery, State

KEPT = timedelta(days=90)
"""A receipt or a complaint comes sooner; afterwards the masked label and the outcome are enough."""
WAY_OUT_KEPT = timedelta(days=7)
"""What holds somebody's code or way out is kept while a receipt may still send it to another channel."""


def forget_old() -> int:
    """Empty addresses and words of old messages that are over; answers of how many messages."""
    over = Delivery.objects.exclude(state=State.QUEUED)
    old = over.filter(made_at__lt=clock.now() - KEPT)
    secret = over.filter(made_at__lt=clock.now() - WAY_OUT_KEPT, about__in=SECRET)
    words = secret.exclude(text="", params={}).update(text="", params={})
    return words + old.exclude(address="", text="", params={}).update(address="", text="", params={})
