"""Who tried to sign in: kept for longer than the six months of 网络安全法 21, then forgotten."""

from __future__ import annotations

from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog

from hemu.kernel import clock

KEPT = timedelta(days=400)


def run() -> int:
    """Answers how many records were forgotten."""
    before = clock.now() - KEPT
    return sum(
        model.objects.filter(attempt_time__lt=before).delete()[0]
        for model in (AccessAttempt, AccessFailureLog, AccessLog)
    )
