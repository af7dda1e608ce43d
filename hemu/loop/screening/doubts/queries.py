"""Reading doubts within an actor's scope."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.loop.screening.doubts.models import Doubt, DoubtStatus, Looked
from hemu.loop.screening.models import Visit
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

EMPTY_DAYS = 30


def doubts(by: Actor, *, kind: int | None = None, status: int | None = None) -> Any:
    """The doubts of the actor's area and unit, those that wait first. Only for those who review visits."""
    by.require(Permission.REVIEW_VISITS)
    rows = Doubt.objects.visible_to(by)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if status is not None:
        rows = rows.filter(status=status)
    return rows.order_by("status", "-found_at", "-id")


def doubt(county: int, doubt_id: int, *, by: Actor) -> Doubt:
    """One doubt; raises Missing for a stranger."""
    by.require(Permission.REVIEW_VISITS)
    found: Doubt | None = Doubt.objects.visible_to(by).filter(county=county, id=doubt_id).first()
    if found is None:
        raise Missing(_("没有找到这条线索。"))
    return found


def of_visit(visit: Visit) -> list[Doubt]:
    """Every doubt of a visit that was read within a scope, the present edition's first."""
    rows = Doubt.objects.unscoped(reason="of a visit that was read within a scope")
    return list(rows.filter(county=visit.county, visit_id=visit.id).order_by("-edition", "kind", "id"))


def waiting_of(visits: Iterable[Visit]) -> dict[int, int]:
    """How many doubts wait, by visit, of visits that were read within a scope."""
    shown = list(visits)
    rows = Doubt.objects.unscoped(reason="of visits that were read within a scope").filter(
        county__in={row.county for row in shown},
        visit_id__in=[row.id for row in shown],
        status=DoubtStatus.OPEN,
    )
    return dict(rows.values_list("visit_id").annotate(n=Count("id")).order_by())


def visits_by_id(rows: Iterable[Doubt], by: Actor) -> dict[int, Visit]:
    """The visits of doubts, as far as the actor may see them."""
    shown = list(rows)
    found = Visit.objects.visible_to(by).filter(
        county__in={row.county for row in shown}, id__in=[row.visit_id for row in shown]
    )
    return {row.id: row for row in found.order_by("id")}


def other(of: Doubt, by: Actor) -> Visit | None:
    """The visit that a doubt is held against; None when there is none, or the actor may not see it."""
    if not of.other_id:
        return None
    found: Visit | None = Visit.objects.visible_to(by).filter(county=of.other_county, id=of.other_id).first()
    return found


def empty_texts(by: Actor) -> int:
    """How many visits of the last thirty days say nothing but what everybody writes, in the actor's area."""
    since = clock.now() - timedelta(days=EMPTY_DAYS)
    n = 0
    for span in by.spans:
        rows = Looked.objects.unscoped(reason="counted within the actor's own places")
        n += rows.filter(region__gte=span.lo, region__lt=span.hi, empty=True, at__gte=since).count()
    return n
