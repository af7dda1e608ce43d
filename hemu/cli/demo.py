"""``hemu demo``: a county to look at and try things in."""

from __future__ import annotations

import argparse
import json
import sys


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "act",
        nargs="?",
        choices=["build", "cases"],
        default="build",
        help="build the county, or print its cases",
    )
    parser.add_argument(
        "--fresh", action="store_true", help="empty the database first; everything in it is lost"
    )
    parser.add_argument("--json", action="store_true", help="cases: print a JSON list")


def run(options: argparse.Namespace) -> int:
    """Build it, or print how each case came out."""
    if options.act == "build":
        from hemu.demo.build import build

        return int(build(lambda text: print(text, file=sys.stderr, flush=True), fresh=options.fresh) or 0)
    from hemu.demo.cases import cases

    found = cases()
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1, default=str))
        return 0
    for case in found:
        print("  ".join(f"{name}: {value}" for name, value in case.items()))
    return 0
