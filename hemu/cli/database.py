"""``hemu database``: the embedded PostgreSQL by hand."""

from __future__ import annotations

import argparse
import os

from config import postgres
from config.embedded import wheel_binaries
from hemu.cli.main import CommandFailed

NEEDS_DJANGO = False


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("act", choices=["start", "stop", "status", "psql"], help="what to do")
    parser.add_argument(
        "--as", dest="role", choices=["app", "owner", "super"], default="app", help="psql's role"
    )
    parser.add_argument("--name", default=postgres.NAME, help="psql's database (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    """Start, stop, look at or enter the server; status exits with 1 when it doesn't run."""
    if not postgres.is_embedded():
        raise CommandFailed("HEMU_DATABASE_URL names another server; this command is for the embedded one")
    cluster = postgres.cluster()
    if options.act == "start":
        cluster.ensure_running()
    elif options.act == "stop":
        cluster.stop()
    elif options.act == "psql":
        cluster.ensure_running()
        _enter(options.role, options.name)
    running = cluster.is_up()
    print(f"{'running' if running else 'stopped'}: {cluster.data}")
    return 0 if running or options.act == "stop" else 1


def _enter(role: str, name: str) -> None:
    """Become psql."""
    cluster = postgres.cluster()
    user = {"app": postgres.APP, "owner": postgres.OWNER, "super": postgres.SUPERUSER}[role]
    where = {
        "PGHOST": str(cluster.sockets),
        "PGPORT": str(cluster.port),
        "PGPASSWORD": postgres.password(user),
    }
    program = wheel_binaries() / "bin" / "psql"
    os.execve(program, [str(program), "-U", user, name], {**os.environ, **where})  # noqa: S606  # our own binary
