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

NAME = "hemu_bench"


def note(text: str) -> None:
    """Say how far it has come; results alone go to standard output."""
    print(text, file=sys.stderr, flush=True)


def enter() -> None:
    """Make the database when there is none, and let Django's connection be the application's in it."""
    connection.close()
    connection.settings_dict["NAME"] = NAME
    with owner.as_owner():
        _create()
        call_command("migrate", interactive=False, verbosity=0)
        grants.apply(connection, postgres.parameters(postgres.APP)["USER"])
    _load_tree()


def _create() -> None:
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]  # Django's own way to a server
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        if cursor.fetchone() is None:
            note(f"making the database {NAME}")
            cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(NAME)))


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
