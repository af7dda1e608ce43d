"""Drill-down: any region by child and one more side, against raw GROUP BY over the disputes."""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection

from bench._results import percentile, report, timed
from bench.load import SMALL, prepared

if TYPE_CHECKING:
    from hemu.command.periods import Period
    from hemu.orgs.models import Region

READERS = 10
TIMES = 12
PERIODS = {
    "30 days": (date(2025, 5, 10), date(2025, 6, 8)),
    "year": (date(2025, 1, 1), date(2025, 12, 31)),
    "ragged year": (date(2025, 1, 2), date(2025, 12, 30)),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--disputes", type=int, default=SMALL, metavar="N", help="load so many first")


def run(options: argparse.Namespace) -> int:
    """For each level and period: p95 alone, with ten readers at once, and of the raw query."""
    prepared(options.disputes)
    for level, regions in _sample():
        for name, days in PERIODS.items():
            _measure(f"drilldown {level}, {name}", regions, days, options.disputes)
    return 0


def _sample() -> Iterable[tuple[str, list[Region]]]:
    from hemu.orgs.models import Level, Region

    chance = random.Random(1)
    for level in (Level.COUNTRY, Level.PROVINCE, Level.PREFECTURE, Level.COUNTY, Level.TOWNSHIP):
        every = list(Region.objects.filter(level=level).order_by("code"))
        yield level.name.lower(), chance.sample(every, min(6, len(every)))


def _measure(name: str, regions: list[Region], days: tuple[date, date], size: int) -> None:
    from hemu.command.periods import Period
    from hemu.command.sides import Side

    period = Period(*days)
    asks = [(region, side) for region in regions for side in Side] * TIMES
    ours = [_ours(region, period, side) for region, side in asks]
    raw = [_raw(region, period, side) for region, side in asks[: len(regions) * 4 * 2]]
    times = [timed(ask) for ask in ours]
    with ThreadPoolExecutor(READERS) as pool:
        together = percentile(list(pool.map(timed, ours)), 0.95)
        list(pool.map(lambda _n: connection.close(), range(READERS)))
    baseline = percentile([timed(ask) for ask in raw], 0.95)
    more = {
        "p50": round(percentile(times, 0.5), 2),
        "readers_at_once": READERS,
        "value_together": round(together, 2),
        "baseline_is": "raw GROUP BY",
    }
    report(name, percentile(times, 0.95), "ms p95", size=size, baseline=baseline, **more)


def _ours(region: Region, period: Period, side: str) -> Callable[[], object]:
    from hemu.command.figures import breakdown
    from hemu.command.sides import Side

    return lambda: breakdown(region, period, Side(side), by=None)


def _raw(region: Region, period: Period, side: str) -> Callable[[], object]:
    column = {"measure": "source"}.get(side, side)

    def ask() -> object:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT c.code, d.{column}, count(*) FROM orgs_region c JOIN disputes_dispute d"
                " ON d.region >= c.lo AND d.region < c.hi WHERE c.parent_id = %s"
                " AND d.opened_on BETWEEN %s AND %s AND d.region >= %s AND d.region < %s GROUP BY 1, 2",
                [region.code, period.since, period.until, region.lo, region.hi],
            )
            return cursor.fetchall()

    return ask
