"""The bytes of files that are still coming, on the disk beside the store."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from django.conf import settings

FOLDER = "arriving"


def _path(upload_id: int) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / str(int(upload_id))


def write(upload_id: int, offset: int, content: bytes) -> None:
    """Put `content` at `offset`, on the disk when this returns; what stood after it is cut off."""
    path = _path(upload_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.seek(offset)
        file.write(content)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def read(upload_id: int) -> bytes:
    """Everything that has come; empty when nothing has."""
    path = _path(upload_id)
    return path.read_bytes() if path.exists() else b""


def sha256(content: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(content).hexdigest()


def drop(upload_id: int) -> None:
    """Forget it."""
    _path(upload_id).unlink(missing_ok=True)
