"""``hemu backup DEST``."""

from __future__ import annotations

import argparse
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "destination", type=Path, metavar="DEST", help="the file to write; must not exist yet"
    )
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")


def run(options: argparse.Namespace) -> int:
    """Write everything but the keys into one file."""
    from hemu.cli.snapshot.write import write

    say = (lambda text: None) if options.quiet else print
    found = write(options.destination.expanduser().absolute(), say)
    size = options.destination.expanduser().stat().st_size
    say(f"{options.destination}: {sum(table.rows for table in found.tables.values())} rows, {size:,} bytes")
    say("The keys are not in it: keep HEMU_HOME/keys (or HEMU_FIELD_KEY) apart from it, and safe.")
    return 0
