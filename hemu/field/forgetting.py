"""What is kept of syncing only as long as a phone may ask again."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from hemu.field import drafts
from hemu.field.models import Envelope, Upload, UploadState
from hemu.kernel import clock

KEPT: Final = timedelta(days=30)


def forget_old() -> int:
    """Forget answers to envelopes, and files that were begun and not finished, after thirty days.

    What items did is kept: an old item that is sent again is known by its own number.
    """
    before = clock.now() - KEPT
    answers, _ = Envelope.objects.filter(at__lt=before).delete()
    unfinished = Upload.objects.filter(state=UploadState.OPEN, made_at__lt=before)
    numbers = list(unfinished.order_by("pk").values_list("pk", flat=True))
    for number in numbers:
        drafts.drop(number)
    return answers + unfinished.filter(pk__in=numbers).delete()[0]
