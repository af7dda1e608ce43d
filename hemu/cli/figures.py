"""``hemu figures REGION``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from hemu.cli.main import CommandFailed


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a day like 2018-05-31: {text}") from None


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("region", metavar="REGION", help="division code, such as 522725; 0 for the country")
    parser.add_argument("--from", dest="since", type=_day, required=True, metavar="DATE", help="first day")
    parser.add_argument("--to", dest="until", type=_day, required=True, metavar="DATE", help="last day")
    parser.add_argument("--json", action="store_true", help="print {measure: number}")


def run(options: argparse.Namespace) -> int:
    """Print the figures as the pages show them."""
    from hemu.command.figures import figures
    from hemu.kernel.places import parse_code
    from hemu.orgs import queries

    try:
        place = parse_code(options.region)
    except ValueError as error:
        raise CommandFailed(str(error)) from error
    found = figures(queries.region(place), options.since, options.until, by=None)
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        _print(found)
    return 0


def _print(found: Mapping[str, Any], indent: str = "") -> None:
    for name, value in found.items():
        if isinstance(value, Mapping):
            print(f"{indent}{name}")
            _print(value, indent + "  ")
        else:
            print(f"{indent}{name:<{28 - len(indent)}}{value:>12,}")
