"""``hemu figures REGION``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from hemu.cli.main import CommandFailed


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} isn't a day like 2018-01-31") from None


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("region", help="division code, such as 130427; 0 is the country")
    parser.add_argument("--from", dest="since", type=_day, required=True, metavar="DAY", help="first day")
    parser.add_argument("--to", dest="until", type=_day, required=True, metavar="DAY", help="last day")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Print the figures of a region for the days from --from to --to, both included."""
    from hemu.command.figures import figures
    from hemu.kernel.places import parse_code
    from hemu.orgs.models import Region

    if options.until < options.since:
        raise CommandFailed("--to lies before --from")
    try:
        region = Region.objects.get(pk=parse_code(options.region))
    except (ValueError, Region.DoesNotExist):
        raise CommandFailed(f"no division has the code {options.region!r}") from None
    found = figures(region, options.since, options.until, by=None)
    if options.json:
        print(json.dumps(found, ensure_ascii=False, default=str))
        return 0
    print(f"{region.full_name}  {options.since} – {options.until}")
    for name, number in _flat(found):
        print(f"{number:>12}  {name}")
    return 0


def _flat(found: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in found.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value
