"""The list of disputes by scope, sorted, filtered and searched, against the same rows by plain SQL."""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import connection
from django.http import QueryDict

from bench._results import percentile, report, timed
from bench.load import SMALL, prepared

if TYPE_CHECKING:
    from hemu.orgs.actor import Actor
    from hemu.orgs.models import Region

TIMES = 8
PAGES = {
    "newest": "",
    "open and red": "state=open&colour=3",
    "by deadline": "sort=due",
    "of a kind and month": "kind=903&from=2025-05-01&to=2025-05-31",
    "searched 林权": "q=林权",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--disputes", type=int, default=SMALL, metavar="N", help="load so many first")


def run(options: argparse.Namespace) -> int:
    """For each scope and page: p95, and of a plain SQL query for the same fifty rows."""
    prepared(options.disputes)
    from hemu.orgs.models import Level, Region

    chance = random.Random(2)
    for level in (Level.COUNTRY, Level.PROVINCE, Level.PREFECTURE, Level.COUNTY, Level.TOWNSHIP):
        every = list(Region.objects.filter(level=level).order_by("code"))
        regions = chance.sample(every, min(5, len(every)))
        for name, query in PAGES.items():
            _measure(f"list {level.name.lower()}, {name}", regions, query, options.disputes)
    return 0


def _measure(name: str, regions: list[Region], query: str, size: int) -> None:
    from hemu.kernel.errors import Refused

    asks = [_page(_viewer(region), query) for region in regions] * TIMES
    try:
        asks[0]()
    except Refused:
        return
    plain = [_plain(region, query) for region in regions] * 3
    times = [timed(ask) for ask in asks]
    baseline = percentile([timed(ask) for ask in plain], 0.95)
    more = {"p50": round(percentile(times, 0.5), 2), "baseline_is": "plain SQL, same conditions"}
    report(name, percentile(times, 0.95), "ms p95", size=size, baseline=baseline, **more)


def _viewer(region: Region) -> Actor:
    from hemu.orgs.actor import Actor
    from hemu.orgs.models import Role
    from hemu.orgs.permissions import ROLE_PERMISSIONS

    role = Role.NATIONAL_VIEWER
    return Actor(
        person_id=1, name="看数的人", post_id=1, unit_id=1, unit_name="指挥中心", role=int(role),
        permissions=ROLE_PERMISSIONS[role], spans=(region.span,), county=region.span.county,
    )  # fmt: skip


def _page(by: Actor, query: str) -> Callable[[], object]:
    from hemu.office.pages.asked import read
    from hemu.office.pages.listing import listing

    asked = QueryDict(query)
    return lambda: listing(read(asked), asked, by=by)


_CONDITIONS = {
    "state=open&colour=3": "AND state < 90 AND colour = 3",
    "kind=903&from=2025-05-01&to=2025-05-31": (
        "AND kind = 903 AND opened_on >= '2025-05-01' AND opened_on < '2025-06-01'"
    ),
    "q=林权": "AND (title || narrative) LIKE '%%林权%%'",
}


def _plain(region: Region, query: str) -> Callable[[], object]:
    order = "due_at NULLS LAST, id" if query == "sort=due" else "opened_at DESC, id DESC"

    def ask() -> object:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, ref, title, colour, state, kind, region, opened_at FROM disputes_dispute"
                f" WHERE region >= %s AND region < %s {_CONDITIONS.get(query, '')} ORDER BY {order} LIMIT 50",
                [region.lo, region.hi],
            )
            return cursor.fetchall()

    return ask
