"""The inbox inside the product: the one that is always there."""

from __future__ import annotations

from collections.abc import Sequence

from hemu.notices.models import Notice


def send(notices: Sequence[Notice]) -> int:
    """Put notices into the inboxes of their posts, each once; answers how many were sent."""
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)
