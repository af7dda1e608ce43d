"""Fill the measuring database with disputes over the real tree: rows, ledger, counters."""

from __future__ import annotations

import argparse
import time
from datetime import date

from bench import _stage

SINCE, DAYS = date(2025, 1, 1), 365
SMALL = 10_000


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "--disputes",
        type=int,
        default=SMALL,
        metavar="N",
        help="how many, over one year (default: %(default)s)",
    )
    parser.add_argument("--again", action="store_true", help="even when there are as many already")


def run(options: argparse.Namespace) -> int:
    """Load, and say how many a second."""
    prepared(options.disputes, again=options.again)
    return 0


def prepared(count: int, *, again: bool = False) -> None:
    """Enter the database of that size, filling it unless it is full."""
    from hemu.disputes.models import Dispute

    _stage.enter(count)
    if again or not Dispute.objects.unscoped(reason="is anything loaded?").exists():
        _load(count)


def _load(count: int) -> None:
    from bench import _bulk, _rows
    from bench._results import report
    from config import owner
    from hemu.orgs.models import Level, Region

    of_villages = Region.objects.filter(level=Level.VILLAGE).order_by("code")
    villages = list(of_villages.values_list("code", flat=True))
    begin = time.perf_counter()
    with owner.as_owner():
        _bulk.empty()
        with _bulk.unguarded():
            _bulk.copy_all(list(_rows.plans(count, SINCE, DAYS)), villages, max(2, _stage.cores()))
        _bulk.count_all()
    report("load", count / (time.perf_counter() - begin), "disputes/s", size=count)
