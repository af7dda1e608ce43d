"""``hemu rerate``: at once, what the worker does in pieces; ``--try`` says what a version would change."""

from __future__ import annotations

import argparse

from hemu.cli.main import CommandFailed


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "--try", dest="version", type=int, metavar="VERSION", help="change nothing; a draft may be named too"
    )


def run(options: argparse.Namespace) -> int:
    """Propose by the rules in force, or print what a version would change."""
    from hemu.loop.assessment import rerating

    if options.version is None:
        print(f"{rerating.sweep():,} open disputes have a new proposal")
        return 0
    return _try(options.version)


def _try(number: int) -> int:
    from hemu.loop.assessment import rerating
    from hemu.rulebook.checking import problems
    from hemu.rulebook.engine import compile_table
    from hemu.rulebook.models import RuleTable

    held = RuleTable.objects.filter(name=rerating.TABLE, version=number).first()
    if held is None:
        raise CommandFailed(f"the rating table has no version {number}")
    if wrong := problems(held.name, held.rows):
        raise CommandFailed(f"version {number} can't be asked: {wrong[0]}")
    looked_at, found = rerating.changes(compile_table(held.name, number, held.rows))
    print(f"version {number} rates {found.total():,} of {looked_at:,} open disputes differently")
    for (now, then), count in sorted(found.items()):
        print(f"  {now.name.lower()} to {then.name.lower():<10}{count:>12,}")
    return 0
