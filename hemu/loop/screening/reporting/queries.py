"""Reading flags within an actor's scope, and their figures by area."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from hemu.kernel.errors import Missing
from hemu.kernel.places import Span
from hemu.loop.screening.reporting.models import Flag, FlagKind, FlagStatus
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import roots


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; empty parts don't narrow."""

    kind: int | None = None
    status: int | None = None
    region: Span | None = None


def flags(by: Actor, chosen: Filter) -> Any:
    """The flags of the actor's area and of its own unit, those to be looked at first, newest first."""
    by.require(Permission.FIGURES)
    rows = Flag.objects.visible_to(by)
    if chosen.kind is not None:
        rows = rows.filter(kind=chosen.kind)
    if chosen.status is not None:
        rows = rows.filter(status=chosen.status)
    if chosen.region is not None:
        rows = rows.filter(region__gte=chosen.region.lo, region__lt=chosen.region.hi)
    return rows.order_by("status", "-found_at", "id")


def flag(county: int, flag_id: int, *, by: Actor) -> Flag:
    """One flag; raises Missing for a stranger."""
    by.require(Permission.FIGURES)
    found = Flag.objects.visible_to(by).filter(county=county, id=flag_id).first()
    if found is None:
        raise Missing(_("没有找到这条线索。"))
    row: Flag = found
    return row


@dataclass(slots=True)
class AreaFigures:
    """How many flags of each kind an area has, by what was decided of them."""

    region: Region
    found: dict[tuple[int, int], int] = field(default_factory=dict)

    def count(self, kind: int | None = None, status: int | None = None) -> int:
        """How many of a kind and a status; None stands for all."""
        return sum(
            n
            for (one, was), n in self.found.items()
            if (kind is None or one == kind) and (status is None or was == status)
        )


def children(by: Actor, span: Span | None = None) -> list[Region]:
    """The areas that figures are shown by: those below `span`, or below where the actor works."""
    tops = roots([span]) if span is not None else roots(by.spans)
    if len(tops) != 1:
        return tops
    below = list(Region.objects.current().filter(parent=tops[0]).order_by("code"))
    return below or tops


def figures(by: Actor, span: Span | None = None) -> list[AreaFigures]:
    """Figures by area. Every number is the length of the list that :func:`flags` gives for the area."""
    by.require(Permission.FIGURES)
    rows = Flag.objects.in_area(by).values_list("region", "kind", "status").order_by()
    counted = list(rows.annotate(n=Count("id")))
    found = []
    for region in children(by, span):
        one = AreaFigures(region)
        for place, kind, status, n in counted:
            if region.lo <= place < region.hi:
                key = (FlagKind(kind), FlagStatus(status))
                one.found[key] = one.found.get(key, 0) + n
        found.append(one)
    return found
