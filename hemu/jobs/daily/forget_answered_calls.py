"""Answers kept for outside systems that call twice, and permits of minutes long past."""

from __future__ import annotations

from datetime import timedelta

from hemu.api.models import AnsweredCall, Permits
from hemu.kernel import clock

KEPT = timedelta(days=1)


def run() -> int:
    """Answers how many rows were forgotten."""
    answers, _ = AnsweredCall.objects.filter(at__lt=clock.now() - KEPT).delete()
    permits, _ = Permits.objects.filter(minute__lt=(clock.now() - KEPT).timestamp()).delete()
    return answers + permits
