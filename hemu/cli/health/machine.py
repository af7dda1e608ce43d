"""The machine: keys, disk, file store, what was built, settings that don't suit a server."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from config import env, postgres
from hemu.cli.health.base import Trouble

ENOUGH_BYTES = 2 << 30
"""Below 2 GiB free, a backup or a sort may fill the disk."""


def keys() -> Iterator[Trouble]:
    """Whether the keys are there and only their owner can read them."""
    for variable, file in (("HEMU_SECRET_KEY", "secret-key"), ("HEMU_FIELD_KEY", "field-key")):
        path = settings.HOME / "keys" / file
        if env.text(variable):
            continue
        if not path.exists():
            yield Trouble("key-missing", f"the key {path} is missing", f"put it back, or set {variable}")
        elif stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Trouble("key-readable", f"others can read the key {path}", f"run: chmod 600 {path}")


def keys_fit() -> Iterator[Trouble]:
    """Whether the keys are those that the database was filled with."""
    from hemu.jobs import installation

    fit = installation.keys_fit()
    if fit is False:
        yield Trouble(
            "key-wrong",
            "the field key isn't the one that this database was filled with: sealed fields can't be opened",
            "put the old key back (HEMU_FIELD_KEY or HEMU_HOME/keys/field-key)",
        )
    if fit is None:
        yield Trouble(
            "key-unrecorded", "the database doesn't remember its key", "run: hemu migrate", minor=True
        )


def disk() -> Iterator[Trouble]:
    """Whether there is room left."""
    places = [settings.HOME, Path(settings.MEDIA_ROOT)]
    if postgres.is_embedded():
        places.append(postgres.cluster().home)
    for device in {_device(place): place for place in places}.values():
        free = shutil.disk_usage(_existing(device)).free
        if free < ENOUGH_BYTES:
            yield Trouble(
                "disk-full", f"only {free >> 20} MiB are free at {device}", "make room, or move HEMU_HOME"
            )


def _existing(place: Path) -> Path:
    return next(folder for folder in (place, *place.parents) if folder.exists())


def _device(place: Path) -> int:
    return _existing(place).stat().st_dev


def file_store() -> Iterator[Trouble]:
    """Whether attachments can be written."""
    root = Path(settings.MEDIA_ROOT)
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=root, prefix=".doctor-") as file:
            file.write(b"x")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        yield Trouble(
            "file-store-unwritable", f"{root} can't be written: {error.strerror}", "put its rights right"
        )


def assets() -> Iterator[Trouble]:
    """Whether the browser's code was built."""
    if finders.find("dist/manifest.json") is None:
        yield Trouble(
            "assets-not-built", "the pages' scripts and styles haven't been built", "run: make build"
        )


def translations() -> Iterator[Trouble]:
    """Whether the catalogues were compiled since they were changed."""
    for source in sorted((env.ROOT / "locale").glob("*/LC_MESSAGES/django.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            yield Trouble(
                "translations-not-compiled",
                f"{source.parent.parent.name} isn't compiled",
                "run: make build",
                minor=True,
            )


def openness() -> Iterator[Trouble]:
    """Whether the settings suit a site that others reach."""
    local = {"localhost", "127.0.0.1", "[::1]"}
    if set(settings.ALLOWED_HOSTS) <= local:
        return
    if settings.DEBUG:
        yield Trouble("debug-on", "errors are shown to everybody in full", "unset HEMU_DEBUG")
    if not settings.HTTPS:
        yield Trouble(
            "no-https",
            "cookies travel unprotected",
            "put a TLS proxy in front, and set HEMU_HTTPS=1",
            minor=True,
        )
