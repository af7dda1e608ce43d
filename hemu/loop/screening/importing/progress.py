"""Telling how far a long transaction has come, which it can't do itself before it ends."""

from __future__ import annotations

import time
from contextlib import suppress

from django.db import OperationalError, connection

from hemu.loop.screening.importing.models import Upload

EVERY_SECONDS = 1.0
_told: dict[int, float] = {}


def tell(upload: Upload, done: int) -> None:
    """Note that `done` rows are through, over a connection of its own; at most once a second.

    The transaction at hand must not have written the upload's row: this would wait for it for ever.
    """
    now = time.monotonic()
    if now - _told.get(upload.id, 0.0) < EVERY_SECONDS:
        return
    _told.clear()
    _told[upload.id] = now
    other = connection.copy()
    try:
        with suppress(OperationalError), other.cursor() as cursor:
            cursor.execute("SET lock_timeout = '500ms'")
            cursor.execute(
                "UPDATE importing_upload SET done = %s WHERE county = %s AND id = %s",
                [done, upload.county, upload.id],
            )
    finally:
        other.close()
