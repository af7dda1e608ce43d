"""``hemu migrate``: structure as the owner, then what the application's role may do."""

from __future__ import annotations

import argparse

from django.core.management import call_command
from django.db import connection

from config import grants, owner, postgres


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--check", action="store_true", help="only say whether anything is to be done")


def run(options: argparse.Namespace) -> int:
    """Apply the migrations that are missing."""
    from hemu.jobs import installation

    with owner.as_owner():
        if options.check:
            call_command("migrate", check_unapplied=True, plan=True, verbosity=1)
            return 0
        call_command("migrate", interactive=False, verbosity=1)
        grants.apply(connection, postgres.parameters(postgres.APP)["USER"])
        installation.record_keys()
    return 0
