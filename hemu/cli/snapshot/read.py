"""Bringing a backup back: into an empty database, all of it or nothing, and only if the ledger holds."""

from __future__ import annotations

import gzip
import shutil
import tarfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from hemu.cli.main import CommandFailed
from hemu.cli.snapshot import manifest as pages
from hemu.cli.snapshot.manifest import Manifest
from hemu.cli.snapshot.write import Say
from hemu.disputes import ledger

FILLED_BY_PEOPLE = ("disputes_entry", "disputes_dispute", "orgs_person")
BLOCK = 1 << 20


def restore(source: Path, say: Say) -> Manifest:
    """Fill the empty database and file store from `source`. Connected as the owner.

    Raises CommandFailed when they aren't empty, when the backup isn't whole, or when its ledger was
    tampered with, naming the entries; then nothing is changed.
    """
    with tarfile.open(source, "r:") as archive:
        found, sealed = pages.read(archive)
        changed = changed_members(archive, found)
        for path in changed:
            say(f"changed since the backup was made: {path}")
        _require_empty()
        _to_structure_of(found)
        with transaction.atomic():
            _load(archive, found, say)
            _verify(say)
            if changed or not sealed:
                raise CommandFailed("the backup was changed after it was made; nothing was restored")
            _unpack_files(archive, found)
    call_command("migrate", interactive=False, verbosity=0)
    return found


def changed_members(archive: tarfile.TarFile, found: Manifest) -> list[str]:
    """Paths of parts that are missing or not as they were written."""
    changed = []
    for path, wanted in found.members.items():
        try:
            stream = archive.extractfile(path)
        except KeyError:
            stream = None
        if stream is None or pages.digest(stream) != wanted:
            changed.append(path)
    return changed


def _require_empty() -> None:
    present = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for name in FILLED_BY_PEOPLE:
            if name in present:
                cursor.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(name)))
                if cursor.fetchone()[0]:
                    raise CommandFailed("the database isn't empty; restore into a new one")
    root = Path(settings.MEDIA_ROOT)
    if root.is_dir() and any(path.is_file() for path in root.rglob("*")):
        raise CommandFailed(f"the file store {root} isn't empty; restore into a new one")


def _to_structure_of(found: Manifest) -> None:
    """Give the database the structure that the backup was made with; it is brought up to date afterwards."""
    wanted = {(app, name) for app, name in found.migrations}
    loader = MigrationLoader(connection)
    unknown = sorted(wanted - set(loader.disk_migrations))
    if unknown:
        raise CommandFailed(f"the backup was made by a newer version ({unknown[0][0]} {unknown[0][1]})")
    applied = set(loader.applied_migrations)
    if applied - wanted:
        raise CommandFailed("the database is newer than the backup; restore into one without any table")
    if wanted == set(loader.disk_migrations):
        call_command("migrate", interactive=False, verbosity=0)
        return
    for app, name in sorted(key for key in wanted if not _followed(loader, key, wanted)):
        call_command("migrate", app, name, interactive=False, verbosity=0)


def _followed(loader: MigrationLoader, key: tuple[str, str], wanted: set[tuple[str, str]]) -> bool:
    children = loader.graph.node_map[key].children
    return any(child.key in wanted and child.key[0] == key[0] for child in children)


def _load(archive: tarfile.TarFile, found: Manifest, say: Say) -> None:
    here = pages.table_columns()
    for name, table in found.tables.items():
        if not set(table.columns) <= set(here.get(name, [])):
            raise CommandFailed(f"the table {name} of the backup doesn't fit this version")
    tables = [sql.Identifier(name) for name in found.tables if name != "django_migrations"]
    with connection.cursor() as cursor:
        _triggers(cursor, tables, "DISABLE")
        cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(tables)))
        for name, table in found.tables.items():
            if name != "django_migrations":
                _copy_in(cursor, archive, name, table.columns)
                say(f"{name}: {table.rows} rows")
        for name, value in found.sequences.items():
            cursor.execute("SELECT setval(to_regclass(%s), %s)", [f'public."{name}"', value])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _triggers(cursor, tables, "ENABLE")


def _triggers(cursor: Any, tables: list[sql.Identifier], verb: str) -> None:
    for table in tables:
        cursor.execute(sql.SQL("ALTER TABLE {} {} TRIGGER USER").format(table, sql.SQL(verb)))


def _copy_in(cursor: Any, archive: tarfile.TarFile, name: str, columns: list[str]) -> None:
    stream = archive.extractfile(f"tables/{name}.copy.gz")
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    query = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(name), listed)
    with gzip.open(stream) as rows, cursor.copy(query) as copy:  # type: ignore[arg-type]  # a binary stream
        while block := rows.read(BLOCK):
            copy.write(block)


def _verify(say: Say) -> None:
    result = ledger.verify()
    if result.faults:
        for fault in result.faults:
            say(f"ledger: {fault}")
        raise CommandFailed(
            f"the ledger of this backup was tampered with: {result.faults[0]}; nothing was restored"
        )
    say(f"ledger: {result.entries} entries of {result.disputes} disputes hold")


def _unpack_files(archive: tarfile.TarFile, found: Manifest) -> None:
    """Write the files out by hand: what tarfile offers for it differs among the releases of 3.11."""
    root = Path(settings.MEDIA_ROOT).resolve()
    for path in found.members:
        if not path.startswith("files/"):
            continue
        target = (root / path.removeprefix("files/")).resolve()
        packed = archive.extractfile(path)
        if packed is None or not target.is_relative_to(root):
            raise CommandFailed(f"{path} in this backup is not a file of the file store; stopped there")
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with target.open("wb") as file:
            shutil.copyfileobj(packed, file)
        target.chmod(0o600)
