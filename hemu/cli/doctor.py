"""``hemu doctor``: everything that keeps the site from working well, by name and in plain words."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator

from django.db import DatabaseError

from hemu.cli.health.base import Check, Trouble


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--json", action="store_true", help="print a list of {name, what, do, minor}")


def run(options: argparse.Namespace) -> int:
    """Exit status 1 when there is any trouble that isn't minor."""
    found = list(examine())
    if options.json:
        keys = ("name", "what", "do", "minor")
        print(json.dumps([{key: getattr(item, key) for key in keys} for item in found], ensure_ascii=False))
    else:
        for item in found:
            print(f"{'!' if item.minor else '✗'} {item.name}: {item.what}\n    {item.do}")
        if not found:
            print("✓ nothing is wrong")
    return 1 if any(not item.minor for item in found) else 0


def examine() -> Iterator[Trouble]:
    """Every trouble, the machine's first; the database's data only when its structure is whole."""
    from hemu.cli.health import data, database, machine

    yield from _each(
        machine.keys, machine.disk, machine.file_store, machine.assets, machine.translations, machine.openness
    )
    for check in (database.reachable, database.migrated):
        found = list(_each(check))
        yield from found
        if any(not item.minor for item in found):
            return
    yield from _each(database.least_rights, database.guarded, machine.keys_fit)
    yield from _each(data.regions, data.calendar, data.projector, data.jobs, data.drift)


def _each(*checks: Check) -> Iterator[Trouble]:
    for check in checks:
        try:
            yield from check()
        except (DatabaseError, OSError) as error:
            yield Trouble("check-failed", f"{check.__name__} couldn't be checked: {error}", "see the log")
