"""``hemu restore SRC``."""

from __future__ import annotations

import argparse
import tarfile
import zlib
from pathlib import Path

from django.db import connection

from config import grants, owner, postgres
from hemu.cli.main import CommandFailed


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("source", type=Path, metavar="SRC", help="a file that hemu backup wrote")
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")


def run(options: argparse.Namespace) -> int:
    """Fill the empty database from a backup, having verified its ledger."""
    from hemu.cli.snapshot.read import restore

    say = (lambda text: None) if options.quiet else print
    try:
        with owner.as_owner():
            found = restore(options.source.expanduser(), say)
            grants.apply(connection, postgres.parameters(postgres.APP)["USER"])
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise CommandFailed(f"{options.source} can't be read as a backup: {error}") from None
    say(f"restored as of {found.made_at}")
    return 0
