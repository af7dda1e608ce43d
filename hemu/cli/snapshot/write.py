"""Making a backup: one consistent view of the rows, then the files, while the site goes on working."""

from __future__ import annotations

import gzip
import os
import tarfile
import tempfile
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from hemu.cli.main import CommandFailed
from hemu.cli.snapshot import manifest as pages
from hemu.cli.snapshot.manifest import Manifest, Table
from hemu.jobs.installation import key_check
from hemu.kernel import clock

Say = Callable[[str], None]


def write(destination: Path, say: Say) -> Manifest:
    """Write a backup to `destination`, which must not exist yet; a broken-off one leaves nothing behind.

    Only its owner can read it. The keys aren't in it: without them nobody can open its sealed fields.
    """
    if destination.exists():
        raise CommandFailed(f"{destination} exists already; name another file")
    if not destination.parent.is_dir():
        raise CommandFailed(f"there is no folder {destination.parent}")
    partial = destination.with_name(destination.name + ".partial")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
                found = _fill(archive, destination.parent, say)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(destination)
    finally:
        partial.unlink(missing_ok=True)
    return found


def _fill(archive: tarfile.TarFile, folder: Path, say: Say) -> Manifest:
    found = Manifest(clock.now().isoformat(), version("hemu"), key_check().hex())
    with transaction.atomic():
        with connection.cursor() as cursor:
            if not connection.savepoint_ids:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        found.migrations = sorted(
            [app, name] for app, name in MigrationRecorder(connection).applied_migrations()
        )
        found.sequences = _sequences()
        for name, columns in pages.table_columns().items():
            _add_table(archive, found, name, columns, folder)
            say(f"{name}: {found.tables[name].rows} rows")
    _add_files(archive, found)
    say(f"{sum(path.startswith('files/') for path in found.members)} files")
    page = found.to_json()
    header = tarfile.TarInfo(pages.NAME)
    header.size = len(page)
    archive.addfile(header, BytesIO(page))
    return found


def _sequences() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
        return {name: value for name, value in cursor.fetchall() if value is not None}


def _add_table(
    archive: tarfile.TarFile, found: Manifest, name: str, columns: list[str], folder: Path
) -> None:
    """Pack one table aside in `folder`, since a tar file wants to know each part's length before it."""
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    query = sql.SQL("COPY (SELECT {} FROM {}{}) TO STDOUT").format(
        listed, sql.Identifier(name), sql.SQL(" LIMIT 0" if name in pages.LEFT_OUT else "")
    )
    with tempfile.TemporaryFile(dir=folder) as plain:
        with gzip.GzipFile(fileobj=plain, mode="wb", compresslevel=5, mtime=0) as packed:
            rows = _copy_out(query, packed)
        _add(archive, found, f"tables/{name}.copy.gz", plain)
    found.tables[name] = Table(columns, rows)


def _copy_out(query: sql.Composed, into: Any) -> int:
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for block in copy:
            into.write(block)
    return int(cursor.rowcount) if cursor.rowcount >= 0 else 0


def _add(archive: tarfile.TarFile, found: Manifest, path: str, stream: Any) -> None:
    header = tarfile.TarInfo(path)
    header.size = stream.seek(0, os.SEEK_END)
    header.mode = 0o600
    stream.seek(0)
    found.members[path] = pages.digest(stream)
    stream.seek(0)
    archive.addfile(header, stream)


def _add_files(archive: tarfile.TarFile, found: Manifest) -> None:
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        with suppress(FileNotFoundError):  # retention may remove one while we read
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as stream:
                    _add(archive, found, f"files/{path.relative_to(root).as_posix()}", stream)
