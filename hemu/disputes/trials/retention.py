"""Trials are forgotten after a month."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from hemu.disputes.trials.models import Trial, TrialChange
from hemu.kernel import clock

KEPT = timedelta(days=30)


def forget_old() -> int:
    """Delete trials older than a month with the disputes that they name; answers how many trials."""
    old = list(Trial.objects.filter(made_at__lt=clock.now() - KEPT).values_list("pk", flat=True))
    with transaction.atomic():
        TrialChange.objects.unscoped(reason="their time is over").filter(trial_id__in=old).delete()
        Trial.objects.filter(pk__in=old).delete()
    return len(old)
