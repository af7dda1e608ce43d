"""Where measurements happen: a database of their own on the same server, with the national tree in it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from psycopg import sql

from config import grants, owner, postgres
from config.env import ROOT

BASE = "hemu_bench"
"""Holds the structure and the national tree; a database for each size is copied from it."""


def note(text: str) -> None:
    """Say how far it has come; results alone go to standard output."""
    print(text, file=sys.stderr, flush=True)


def name_for(size: int, of: str = "") -> str:
    """The database that holds so many disputes; `of` names another sort of load."""
    return f"{BASE}_{of}_{size}" if of else f"{BASE}_{size}"


def enter(size: int, of: str = "") -> None:
    """Make the database of a size if there is none; let the connection be the application's in it."""
    if not _exists(name_for(size, of)):
        _use(BASE)
        if not _exists(BASE):
            _create(BASE, "template0")
        _bring_up_to_date()
        _load_tree()
        connection.close()
        _create(name_for(size, of), BASE)
    _use(name_for(size, of))
    _bring_up_to_date()


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _bring_up_to_date() -> None:
    with owner.as_owner():
        call_command("migrate", interactive=False, verbosity=0)
        grants.apply(connection, postgres.parameters(postgres.APP)["USER"])


def _exists(name: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _create(name: str, template: str) -> None:
    note(f"making the database {name}")
    with owner.as_owner(), connection._nodb_cursor() as cursor:
        words = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        cursor.execute(words.format(sql.Identifier(name), sql.Identifier(template)))


def _load_tree() -> None:
    from hemu.orgs import loading
    from hemu.orgs.models import Level, Region

    if not Region.objects.filter(level=Level.VILLAGE).exists():
        note("loading the national tree")
        with owner.as_owner():
            loading.load_regions()


def parameters() -> dict[str, Any]:
    """How a plain psycopg connection reaches the same database as the same role."""
    found = connection.settings_dict
    return {
        "dbname": found["NAME"],
        "user": found["USER"],
        "password": found["PASSWORD"],
        "host": found["HOST"],
        "port": found["PORT"] or None,
    }


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


def commit() -> str:
    """The commit that is measured; empty outside a repository."""
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=Path(ROOT), capture_output=True, text=True, check=False
    )
    return done.stdout.strip()
