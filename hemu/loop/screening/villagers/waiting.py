"""Files whose report isn't sent yet: kept sealed beside the store for a day or two, then forgotten.

Somebody may send photos, miscalculate the little sum, and never come back. What was never reported to
anybody must not stay with anybody.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from hemu.documents.store import DiskStore, store
from hemu.kernel import clock, crypto
from hemu.kernel.errors import Refused

FOLDER = "waiting"
KEPT = timedelta(days=2)
"""Longer than a form is good for."""


def room() -> DiskStore:
    """Where they wait."""
    return DiskStore(Path(settings.MEDIA_ROOT) / FOLDER)


def put(content: bytes) -> str:
    """Seal and keep `content` for now; answers its name here, which will be its name in the store."""
    return room().put(crypto.seal_bytes(content))


def settle(name: str) -> None:
    """Bring a file that waits into the store. Raises Refused (field ``files``) when it waited too long."""
    try:
        with room().open(name) as file:
            store().put(file.read())
    except FileNotFoundError as error:
        message = _("照片或录音放得太久，已经清掉了，请重新选择。")
        raise Refused(message, field="files", code="waited_too_long") from error


def forget() -> int:
    """Delete what waited too long; answers how many files that were."""
    before, done = (clock.now() - KEPT).timestamp(), 0
    for path in sorted(room().root.rglob("*")):
        with suppress(FileNotFoundError):  # another worker may sweep as well
            if path.is_file() and path.stat().st_mtime < before:
                path.unlink()
                done += 1
    return done
