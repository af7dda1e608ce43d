"""Reading the queue of what isn't settled in time or not performed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute
from hemu.disputes.reading import about_to_show
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.kernel.places import Span
from hemu.loop.followup.chasing.models import Chase, ChaseCall
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


@dataclass(frozen=True, slots=True)
class Filter:
    """What the queue is narrowed to; empty parts don't narrow. `done`: those that are over, instead."""

    why: int | None = None
    region: Span | None = None
    late: bool = False
    done: bool = False


def chases(by: Actor, chosen: Filter) -> Any:
    """What is called about, what is due first."""
    by.require(Permission.VIEW)
    rows = Chase.objects.visible_to(by).filter(done_at__isnull=not chosen.done)
    if chosen.why is not None:
        rows = rows.filter(why=chosen.why)
    if chosen.region is not None:
        rows = rows.filter(region__gte=chosen.region.lo, region__lt=chosen.region.hi)
    if chosen.late:
        rows = rows.filter(next_on__lt=clock.today())
    return rows.order_by("-done_at", "id") if chosen.done else rows.order_by("next_on", "since", "id")


def due(by: Actor) -> Any:
    """What is to be called about today or was before."""
    return chases(by, Filter()).filter(next_on__lte=clock.today())


def with_disputes(rows: list[Chase], by: Actor) -> list[tuple[Chase, Dispute]]:
    """Each with its dispute, read within the actor's scope."""
    wanted = Q(pk__in=())
    for row in rows:
        wanted |= Q(county=row.county, id=row.dispute_id)
    seen = Dispute.objects.readable_by(by).filter(wanted).defer("search", "narrative").order_by("id")
    found = {(one.county, one.pk): one for one in seen} if rows else {}
    about_to_show(found.values(), by)
    return [(row, found[row.county, row.dispute_id]) for row in rows if (row.county, row.dispute_id) in found]


def last_calls(rows: list[Chase]) -> dict[int, ChaseCall]:
    """The newest call of each, for those that were read within a scope."""
    why = "the calls of rows that were read within a scope"
    calls = ChaseCall.objects.unscoped(reason=why).filter(
        county__in={row.county for row in rows}, chase_id__in=[row.pk for row in rows]
    )
    return {call.chase_id: call for call in calls.order_by("at", "id")}


def open_of(dispute: Dispute) -> list[Chase]:
    """What is open on a dispute that was read within a scope."""
    return list(Chase.objects.of(dispute).filter(done_at=None).order_by("why", "id"))


def calls(dispute: Dispute) -> list[ChaseCall]:
    """Every call on a dispute that was read within a scope, newest first."""
    return list(ChaseCall.objects.of(dispute).order_by("-at", "-id"))


def one(dispute: Dispute, chase_id: int) -> Chase:
    """One of a dispute that was read within a scope; raises Missing."""
    found: Chase | None = Chase.objects.of(dispute).filter(id=chase_id).first()
    if found is None:
        raise Missing(_("没有找到这条催办。"))
    return found


def panel(dispute: Dispute, _actor: Actor) -> dict[str, Any] | None:
    """The part of the dispute's page that shows what is called about."""
    rows = list(Chase.objects.of(dispute).order_by("-since", "-id"))
    if not rows:
        return None
    return {"chases": rows, "chase_calls": calls(dispute)}
