"""Where the bytes of files are kept: one interface; the disk is what there is by default.

A file's name in the store is the SHA-256 of its content, so nothing is kept twice and nothing can be
exchanged unnoticed. Bytes are on the disk before :meth:`Store.put` answers.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings


class Store(Protocol):
    """Keeps bytes under the hash of their content."""

    def put(self, content: bytes) -> str:
        """Keep `content`; answers its name (64 hexadecimal characters)."""

    def open(self, name: str) -> BinaryIO:
        """The content of that name; raises FileNotFoundError."""

    def has(self, name: str) -> bool:
        """Whether the store holds it."""

    def remove(self, name: str) -> None:
        """Drop it, if it is there. Only for content that was sealed before, and so is nobody else's."""


class DiskStore:
    """Files below a folder, spread over 65,536 subfolders by the first four characters of the name."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, content: bytes) -> str:
        name = hashlib.sha256(content).hexdigest()
        place = self._place(name)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write_whole(place, content)
        return name

    def open(self, name: str) -> BinaryIO:
        return self._place(name).open("rb")

    def has(self, name: str) -> bool:
        return self._place(name).exists()

    def remove(self, name: str) -> None:
        self._place(name).unlink(missing_ok=True)

    def _place(self, name: str) -> Path:
        if len(name) != 64 or not set(name) <= set("0123456789abcdef"):
            raise FileNotFoundError(name)
        return self.root / name[:2] / name[2:4] / name


def _write_whole(place: Path, content: bytes) -> None:
    """Either all of it stands at `place`, on the disk, or nothing."""
    handle, draft = tempfile.mkstemp(dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(place)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    _sync_folder(place.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def store() -> Store:
    """The store of this installation."""
    return DiskStore(Path(settings.MEDIA_ROOT))
