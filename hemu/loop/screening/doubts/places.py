"""Where the known places of a grid are. Nobody publishes outlines of grids, villages or townships.

A known place is the position of a visit that a reviewer archived and nobody found false since. They show
where people live as far as they have been walked to, and no further: a hamlet that is visited for the first
time lies outside them, and that is why a person decides. Above the village nothing is asked of them: a few
places say nothing of a township thirty kilometres wide. What binds a township and a grid that is new is the
outline of the county.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hemu.kernel.places import Span
from hemu.loop.screening.doubts import rules
from hemu.loop.screening.doubts.models import Doubt, DoubtStatus
from hemu.loop.screening.doubts.photos import WHY
from hemu.loop.screening.doubts.rules import Home, Point
from hemu.loop.screening.models import Visit, VisitStatus
from hemu.orgs.actor import Actor
from hemu.orgs.models import Level, Region

MOST = 500
"""Known places that one visit is held against, the latest: more don't move the answer."""
MOST_DRAWN = 200


@dataclass(frozen=True, slots=True)
class Known:
    """The known places of a grid or village, their middle and the circle that holds 95 in 100."""

    region: Region
    points: tuple[Point, ...]
    home: Home

    def nearest(self, point: Point) -> Point:
        """The known place nearest to a position."""
        return min(self.points, key=lambda one: rules.metres(point, one))

    def beyond(self, point: Point) -> float:
        """Metres that surely lie between a position and the nearest known place; 0 within their circle."""
        apart = rules.surely_apart(point, self.nearest(point))
        return apart if rules.outside(point, self.home) > 0 else 0.0


def known(visit: Visit, fewest: int) -> Known | None:
    """The known places of the visit's grid, or of its village when the grid has fewer than `fewest`."""
    for region in _near(visit.region):
        points = tuple(_positions(visit, region.span))
        if len(points) >= fewest:
            return Known(region, points, rules.home_of(points))
    return None


def _near(place: int) -> Iterator[Region]:
    region = Region.objects.filter(pk=place).select_related("parent").first()
    while region is not None and region.level >= Level.VILLAGE:
        yield region
        region = region.parent


def _positions(visit: Visit, span: Span) -> Iterator[Point]:
    false = Doubt.objects.unscoped(reason=WHY).filter(county=visit.county, status=DoubtStatus.CONFIRMED)
    rows = (
        Visit.objects.unscoped(reason=WHY)
        .filter(
            county=visit.county, region__gte=span.lo, region__lt=span.hi,
            status=VisitStatus.APPROVED, latitude__isnull=False,
        )
        .exclude(id=visit.id)
        .exclude(id__in=list(false.values_list("visit_id", flat=True)))
        .order_by("-started_at", "-id")
    )  # fmt: skip
    for latitude, longitude in rows.values_list("latitude", "longitude")[:MOST]:
        yield Point(latitude, longitude)


def drawn(region: Region, by: Actor) -> list[Point]:
    """Known places for a map, as far as the reader may see the visits that they come from."""
    rows = Visit.objects.visible_to(by).filter(
        region__gte=region.lo, region__lt=region.hi, status=VisitStatus.APPROVED, latitude__isnull=False
    )
    latest = rows.order_by("-started_at", "-id").values_list("latitude", "longitude")[:MOST_DRAWN]
    return [Point(latitude, longitude) for latitude, longitude in latest]
