"""Reading work groups, their pushes and what came in, and their figures by area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.kernel.places import Span
from hemu.loop.screening.groups.models import Push, WorkGroup
from hemu.loop.screening.models import GroupRecord
from hemu.loop.screening.villagers.people import village_at
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.permissions import Permission

LATELY = timedelta(days=30)
MOST = 100


def groups(by: Actor, *, closed: bool = False, area: Span | None = None) -> Any:
    """The work groups of the actor's area and unit, by place and name; for paging."""
    by.require(Permission.VIEW)
    rows = WorkGroup.objects.visible_to(by).filter(closed_at__isnull=not closed)
    if area is not None:
        rows = rows.filter(region__gte=area.lo, region__lt=area.hi)
    return rows.order_by("region", "name", "id")


def group(county: int, group_id: int, *, by: Actor) -> WorkGroup:
    """One group; raises Missing for a stranger."""
    by.require(Permission.VIEW)
    found = WorkGroup.objects.visible_to(by).filter(county=county, id=group_id).first()
    if found is None:
        raise Missing(_("没有找到这个群。"))
    row: WorkGroup = found
    return row


def pushes(of: WorkGroup) -> list[Push]:
    """What was pushed to a group that was read within a scope, newest first."""
    return list(Push.objects.in_county(of.county, group_id=of.id).order_by("-at", "-id")[:MOST])


def came_in(of: WorkGroup, *, by: Actor) -> list[GroupRecord]:
    """What officers wrote down as told in the group, in the actor's scope, newest first.

    Within its village, for many villages have a group of the same name.
    """
    rows = GroupRecord.objects.visible_to(by).filter(county=of.county, group_name=of.name)
    village = village_at(of.region)
    if village is not None:
        rows = rows.filter(region__gte=village.lo, region__lt=village.hi)
    return list(rows.order_by("-received_at", "-id")[:MOST])


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One area: its open groups, their members, and of the last thirty days pushes and what came in."""

    region: Region
    groups: int
    members: int
    pushed: int
    came_in: int


def figures(by: Actor, areas: Sequence[Region]) -> list[GroupFigures]:
    """Figures of each of `areas`, as far as they lie in the actor's area."""
    by.require(Permission.FIGURES)
    since = clock.now() - LATELY
    return [_figures(region, by, since) for region in areas]


def _figures(region: Region, by: Actor, since: datetime) -> GroupFigures:
    here = {"region__gte": region.lo, "region__lt": region.hi}
    held = WorkGroup.objects.in_area(by).filter(closed_at=None, **here)
    total = held.aggregate(n=Count("id"), people=Sum("members"))
    ids = list(WorkGroup.objects.in_area(by).filter(**here).order_by("id").values_list("id", flat=True))
    pushed = Push.objects.unscoped(reason="of groups that were read within the actor's area")
    records = GroupRecord.objects.in_area(by).filter(received_at__gte=since, **here)
    return GroupFigures(
        region=region,
        groups=total["n"],
        members=total["people"] or 0,
        pushed=pushed.filter(group_id__in=ids, at__gte=since).count() if ids else 0,
        came_in=records.count(),
    )
