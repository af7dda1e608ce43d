"""``hemu``: one command with a module of this package for each of its verbs."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS: dict[str, str] = {
    "serve": "run the site and its worker",
    "migrate": "bring the database's structure up to date",
    "doctor": "say in plain words what is wrong with this installation",
    "createadmin": "make an administrator's account",
    "ledger": "check that the ledger hasn't been tampered with",
    "tally": "compare the counters with the records, or count again",
    "figures": "print a region's figures",
    "rerate": "look at open disputes again by a new rating table, or say what it would change",
    "regions": "load the national division tree",
    "links": "keys and weights for finding disputes that hang together",
    "backup": "write everything into one file",
    "restore": "bring a backup into an empty database",
    "triage": "train and try the proposals that a narrative suggests",
    "demo": "fill a demonstration county, or print its cases",
    "bench": "measure speed against a baseline in the same run",
    "messages": "collect and compile translations",
    "database": "start, stop or enter the embedded PostgreSQL",
    "django": "run one of Django's own commands",
}
"""Verb → what it does. The module of the same name has ``configure(parser)`` and ``run(options) -> int``."""


class CommandFailed(Exception):
    """The command can't do what was asked; the message is for the person at the terminal."""


def _overview() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hemu", description="Hemu 和睦, run from the command line.")
    verbs = parser.add_subparsers(metavar="COMMAND", dest="command", required=True)
    for name, text in COMMANDS.items():
        verbs.add_parser(name, help=text, add_help=False)
    return parser


def _setup_django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()


def _run(name: str, rest: Sequence[str]) -> int:
    module = import_module(f"hemu.cli.{name}")
    if name == "django":
        return int(module.run(rest))
    parser = argparse.ArgumentParser(prog=f"hemu {name}", description=COMMANDS[name].capitalize() + ".")
    module.configure(parser)
    options = parser.parse_args(rest)
    if getattr(module, "NEEDS_DJANGO", True):
        _setup_django()
    return int(module.run(options))


def _plain_words() -> tuple[type[BaseException], ...]:
    """Errors whose message already says, in plain words, what is wrong."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management.base import CommandError
    from django.db import DatabaseError

    from config.embedded import EmbeddedFailed
    from config.env import BadEnvironment
    from config.postgres import NoOwner
    from hemu.kernel.errors import Refused

    return (
        CommandFailed,
        CommandError,
        BadEnvironment,
        EmbeddedFailed,
        NoOwner,
        Refused,
        ImproperlyConfigured,
        DatabaseError,
        FileNotFoundError,
        PermissionError,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 only when it did what was asked."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] not in COMMANDS:
        _overview().parse_args(given or ["--help"])
        return 2
    try:
        return _run(given[0], given[1:])
    except KeyboardInterrupt:
        print("hemu: stopped", file=sys.stderr)
        return 130
    except _plain_words() as error:
        if os.environ.get("HEMU_DEBUG"):
            raise
        print(f"hemu {given[0]}: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
