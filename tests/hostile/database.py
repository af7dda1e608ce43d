"""The tests' database: made and migrated by the owner, used as the application's role.

It is kept between runs as long as no migration has changed, and emptied after a test that commits
by putting back what the migrations themselves had written.
"""

from __future__ import annotations

import hashlib
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.commands import flush
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test.utils import setup_databases
from psycopg import sql

from config import env, grants, postgres
from config.owner import as_owner

PRISTINE = "pristine"
"""The schema that keeps a copy of each row that the migrations wrote."""


def fingerprint() -> str:
    """Changes whenever the text of any migration does."""
    digest = hashlib.sha256()
    for app in sorted(settings.INSTALLED_APPS):
        folder = env.ROOT / app.replace(".", "/") / "migrations"
        for file in sorted(folder.glob("*.py")):
            digest.update(f"{app}/{file.name}".encode() + file.read_bytes())
    return digest.hexdigest()


def _kept_fingerprint() -> str:
    """The fingerprint that the database was made with; empty when there is none."""
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    with connection._nodb_cursor() as cursor:
        cursor.execute(query, [connection.settings_dict["TEST"]["NAME"]])
        row = cursor.fetchone()
    return str(row[0]) if row and row[0] else ""


def make(*, keep: bool, recreate: bool, worker: str) -> list[Any]:
    """Create or reuse the database, give the application's role its rights, and connect as that role."""
    if worker:
        connection.settings_dict["TEST"]["NAME"] += f"_{worker}"
    wanted = fingerprint()
    with as_owner():
        reuse = keep and not recreate and _kept_fingerprint() == wanted
        made = setup_databases(verbosity=0, interactive=False, keepdb=reuse, serialized_aliases=[])
        if not reuse:
            grants.apply(connection, postgres.parameters(postgres.APP)["USER"])
            _keep_pristine()
            with connection.cursor() as cursor:
                name = sql.Identifier(connection.settings_dict["NAME"])
                cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(wanted)))
    connection.settings_dict["OPTIONS"]["options"] = "-c synchronous_commit=off"
    return made


def drop(made: list[Any]) -> None:
    """Remove the database."""
    with as_owner():
        for wrapper, old_name, destroy in made:
            if destroy:
                wrapper.creation.destroy_test_db(old_name, verbosity=0, keepdb=False)


def owner_connection() -> psycopg.Connection[Any]:
    found = postgres.parameters(postgres.OWNER)
    return psycopg.connect(
        host=found["HOST"],
        port=found["PORT"] or None,
        user=found["USER"],
        password=found["PASSWORD"],
        dbname=connection.settings_dict["NAME"],
    )


def _tables(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace"
        " AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
        " AND c.relname <> 'django_migrations' ORDER BY 1"
    )
    return [name for (name,) in cursor.fetchall()]


def _filled(cursor: Any, tables: list[str]) -> list[str]:
    if not tables:
        return []
    parts = [
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM public.{})").format(
            sql.Literal(name), sql.Identifier(name)
        )
        for name in tables
    ]
    cursor.execute(sql.SQL(" UNION ALL ").join(parts))
    return [name for (name,) in cursor.fetchall()]


def _keep_pristine() -> None:
    with owner_connection() as owner, owner.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(PRISTINE)))
        for name in _filled(cursor, _tables(cursor)):
            table = sql.Identifier(name)
            cursor.execute(sql.SQL("CREATE TABLE pristine.{0} AS TABLE public.{0}").format(table))


def restore_pristine() -> None:
    """Empty every table and put back what the migrations had written."""
    with owner_connection() as owner, owner.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'pristine'::regnamespace AND relkind = 'r'"
        )
        kept = [name for (name,) in cursor.fetchall()]
        filled = _filled(cursor, _tables(cursor))
        if not filled:
            return
        touched = [sql.Identifier("public", name) for name in sorted({*filled, *kept})]
        guards = sql.SQL("ALTER TABLE {} {} TRIGGER USER")
        for table in touched:
            cursor.execute(guards.format(table, sql.SQL("DISABLE")))
        cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(touched)))
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for name in _parents_first(cursor, kept):
            table = sql.Identifier(name)
            cursor.execute(
                sql.SQL("INSERT INTO public.{0} OVERRIDING SYSTEM VALUE SELECT * FROM pristine.{0}").format(
                    table
                )
            )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in touched:
            cursor.execute(guards.format(table, sql.SQL("ENABLE")))


def _parents_first(cursor: Any, names: list[str]) -> list[str]:
    """`names` so that a table stands after those that its foreign keys point to."""
    cursor.execute(
        "SELECT DISTINCT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint"
        " WHERE contype = 'f' AND conrelid <> confrelid"
    )
    parents: dict[str, set[str]] = {name: set() for name in names}
    for child, parent in cursor.fetchall():
        if child in parents and parent in parents:
            parents[child].add(parent)
    ordered: list[str] = []
    while parents:
        free = (
            sorted(name for name, waits in parents.items() if not waits & parents.keys())
            or sorted(parents)[:1]
        )
        ordered += free
        for name in free:
            del parents[name]
    return ordered


def install_flush() -> None:
    """Django's flush would TRUNCATE as the application, which may not: do it as the owner."""

    def execute_sql_flush(self: Any, sql_list: Any) -> None:
        restore_pristine()

    DatabaseOperations.execute_sql_flush = execute_sql_flush  # type: ignore[method-assign]
    # What post_migrate would write again has just been put back.
    flush.emit_post_migrate_signal = lambda *args, **options: None  # type: ignore[attr-defined]
