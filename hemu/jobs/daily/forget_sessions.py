"""Sessions that have ended, and their rows."""

from __future__ import annotations

from django.contrib.sessions.models import Session

from hemu.kernel import clock


def run() -> int:
    """Answers how many were forgotten."""
    forgotten, _ = Session.objects.filter(expire_date__lt=clock.now()).delete()
    return forgotten
