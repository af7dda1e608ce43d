"""What the lots say: by area, over one month or several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from hemu.loop.followup.models import LEAST_CONTENT
from hemu.loop.followup.numbers import most
from hemu.loop.followup.satisfaction.estimates import Cell, Estimate, estimate
from hemu.loop.followup.satisfaction.models import Draw, Drawn
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.permissions import Permission

CONTENT = LEAST_CONTENT + 1
"""Of five, this and more count as content."""


def _counties(by: Actor) -> Q:
    """The counties that the actor's area touches."""
    found = Q(pk__in=())
    for span in by.spans:
        found |= Q(county__gte=span.counties.lo, county__lt=span.counties.hi)
    return found


def draws(by: Actor) -> Any:
    """The lots of the actor's counties, the newest first."""
    by.require(Permission.FIGURES)
    why = "promises and lots are published; the figures below are the actor's area"
    return Draw.objects.unscoped(reason=why).filter(_counties(by)).order_by("-month", "county")


@dataclass(frozen=True, slots=True)
class AreaResult:
    """One area's share, with what isn't known of it."""

    region: Region
    estimate: Estimate


def results(by: Actor, since: date, until: date, regions: Iterable[Region]) -> list[AreaResult]:
    """The results of the months from one to another, by area; both are first days of months."""
    few = most("few_answers")
    cells = _cells(list(draws(by).filter(month__gte=since, month__lte=until, drawn_at__isnull=False)))
    found = []
    for region in regions:
        inside = [cell for stratum, cell in cells if region.lo <= stratum < region.hi]
        found.append(AreaResult(region, estimate(inside, few)))
    return found


def whole(by: Actor, since: date, until: date) -> Estimate:
    """The result of everything in the actor's area."""
    cells = _cells(list(draws(by).filter(month__gte=since, month__lte=until, drawn_at__isnull=False)))
    seen = [cell for stratum, cell in cells if by.covers(stratum)]
    return estimate(seen, most("few_answers"))


def _cells(of: list[Draw]) -> list[tuple[int, Cell]]:
    why = "counted by area, for those whose area it is"
    rows = Drawn.objects.unscoped(reason=why).filter(
        county__in={one.county for one in of}, draw_id__in=[one.pk for one in of]
    )
    counted = rows.values("draw_id", "stratum").annotate(
        drawn=Count("id"),
        answered=Count("id", filter=Q(satisfaction__isnull=False)),
        content=Count("id", filter=Q(satisfaction__gte=CONTENT)),
    )
    sizes = {(one.pk, int(code)): n for one in of for code, n in one.strata.items()}
    return [
        (
            row["stratum"],
            Cell(
                sizes.get((row["draw_id"], row["stratum"]), row["drawn"]),
                row["drawn"],
                row["answered"],
                row["content"],
            ),
        )
        for row in counted.order_by("draw_id", "stratum")
    ]
