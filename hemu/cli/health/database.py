"""The database: reachable, of a version that we know, complete, and guarded."""

from __future__ import annotations

from collections.abc import Iterator

import pgtrigger
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from config import grants
from config.embedded import EmbeddedFailed
from hemu.cli.health.base import Trouble

OLDEST = 140_000
"""PostgreSQL 14, as ``server_version_num`` writes it: Django's oldest, and everything of ours runs on it."""


def reachable() -> Iterator[Trouble]:
    """Whether a connection can be had at all."""
    try:
        connection.ensure_connection()
    except (DatabaseError, EmbeddedFailed) as error:
        yield Trouble(
            "database-unreachable",
            f"the database can't be reached: {str(error).strip()}",
            "start the server, or put HEMU_DATABASE_URL right",
        )
        return
    version = int(getattr(connection, "pg_version", 0))
    if version < OLDEST:
        yield Trouble(
            "database-too-old",
            f"PostgreSQL {version // 10_000} is too old",
            f"use version {OLDEST // 10_000} or newer",
        )


def migrated() -> Iterator[Trouble]:
    """Whether the tables are as this version of the program expects them."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        yield Trouble(
            "migrations-unapplied",
            f"{len(missing)} migrations haven't been applied, first {missing[0][0]}",
            "run: hemu migrate",
        )
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    if unknown:
        app, name = min(unknown)
        yield Trouble(
            "program-too-old",
            f"the database was migrated by a newer version ({app} {name})",
            "install that version again",
        )


def least_rights() -> Iterator[Trouble]:
    """Whether the role that the site runs as can rewrite the ledger or switch its guards off."""
    present = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in grants.APPEND_ONLY:
            if table in present:
                yield from _rights_on(cursor, table)
        cursor.execute(
            "SELECT rolsuper, has_schema_privilege('public', 'CREATE') FROM pg_roles"
            " WHERE rolname = current_user"
        )
        is_superuser, may_create = cursor.fetchone()
    if may_create and not is_superuser:
        yield Trouble(
            "role-can-create",
            "the role that the site runs as may create tables and functions beside ours",
            "have the server's superuser give it away: ALTER SCHEMA public OWNER TO the owner's role;"
            " then run: hemu migrate",
        )
    if is_superuser:
        yield Trouble(
            "role-can-alter-ledger",
            "the site runs as a superuser of the database, who may do anything to the ledger",
            "point HEMU_DATABASE_URL at an ordinary role, and HEMU_OWNER_DATABASE_URL at the owner",
        )


def _rights_on(cursor: object, table: str) -> Iterator[Trouble]:
    cursor.execute(  # type: ignore[attr-defined]  # Django's cursors have no common type
        "SELECT has_table_privilege(current_user, %s, 'UPDATE, DELETE, TRUNCATE')"
        " OR has_any_column_privilege(current_user, %s, 'UPDATE'),"
        " pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = %s::regclass), 'MEMBER')",
        [table, table, table],
    )
    may_change, owns = cursor.fetchone()  # type: ignore[attr-defined]
    if may_change or owns:
        yield Trouble(
            "role-can-alter-ledger",
            f"the role that the site runs as may {'own' if owns else 'change'} the table {table}",
            "run: hemu migrate, as another role than the site's (HEMU_OWNER_DATABASE_URL)",
        )


def guarded() -> Iterator[Trouble]:
    """Whether every trigger that guards the records is there and switched on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal"
        )
        found = {(table, name): state for table, name, state in cursor.fetchall()}
    for model, trigger in pgtrigger.registered():
        table, name = model._meta.db_table, trigger.get_pgid(model)
        state = found.get((table, name))
        if state not in ("O", "A"):
            yield Trouble(
                "trigger-missing" if state is None else "trigger-disabled",
                f"the guard {trigger.name} of {table} is {'missing' if state is None else 'switched off'}",
                "find out who did that, and then have the owner run: "
                + (
                    "hemu django pgtrigger install"
                    if state is None
                    else f"ALTER TABLE {table} ENABLE TRIGGER {name}"
                ),
            )
