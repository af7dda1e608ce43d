"""``hemu regions load``."""

from __future__ import annotations

import argparse
import sys


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    acts.add_parser("load", help="load or update the national tree of divisions, down to the village")


def run(options: argparse.Namespace) -> int:
    """Load the tree; running it again changes only what is new."""
    from hemu.orgs import loading

    result = loading.load_regions(lambda *what: print(*what, file=sys.stderr))
    if result is not None:
        print(result)
    return 0
