"""``hemu ledger verify``."""

from __future__ import annotations

import argparse
import sys


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    verify = acts.add_parser(
        "verify", help="recompute every entry's hash, and compare each dispute with its last"
    )
    verify.add_argument("--quiet", action="store_true", help="print nothing but faults")


def run(options: argparse.Namespace) -> int:
    """Exit status 1 and a line for each fault when the ledger doesn't hold."""
    from hemu.disputes import ledger

    progress = None if options.quiet else lambda entries: print(f"{entries} entries …", file=sys.stderr)
    result = ledger.verify(progress)
    for fault in result.faults:
        print(fault)
    if result.faults:
        print(f"hemu ledger: {len(result.faults)} faults; the ledger doesn't hold", file=sys.stderr)
        return 1
    if not options.quiet:
        print(f"{result.entries} entries of {result.disputes} disputes hold")
    return 0
