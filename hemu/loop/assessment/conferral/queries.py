"""Reading conferrals within an actor's scope, and when the next regular one is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.loop.assessment.conferral.models import (
    Attendance,
    Conferral,
    ConferralMeasure,
    ConferralStatus,
    Item,
)
from hemu.orgs.actor import Actor
from hemu.orgs.models import Unit, UnitKind
from hemu.orgs.permissions import Permission
from hemu.rulebook.terms import due

RHYTHMS = {
    UnitKind.TOWNSHIP_CENTRE: "conferral_township",
    UnitKind.COUNTY_CENTRE: "conferral_county",
    UnitKind.PREFECTURE_OFFICE: "conferral_prefecture",
}
"""The rulebook's clock for the regular meeting of each kind of centre."""
_CALLED = (
    *(UnitKind.TOWNSHIP_GOVERNMENT, UnitKind.TOWNSHIP_CENTRE, UnitKind.POLICE_STATION),
    *(UnitKind.JUDICIAL_OFFICE, UnitKind.DEPARTMENT, UnitKind.COURT, UnitKind.COUNTY_CENTRE),
    *(UnitKind.POLICE_BUREAU, UnitKind.JUDICIAL_BUREAU, UnitKind.PETITION_OFFICE, UnitKind.VILLAGE_COMMITTEE),
)
MOST_UNITS = 80


def conferral(county: int, conferral_id: int, *, by: Actor) -> Conferral:
    """One meeting; raises Missing for a stranger."""
    by.require(Permission.VIEW)
    rows = Conferral.objects.visible_to(by).filter(county=county, id=conferral_id)
    found: Conferral | None = rows.first()
    if found is None:
        raise Missing(_("没有找到这次会商。"))
    return found


def conferrals(by: Actor, view: str) -> Any:
    """The meetings that the actor may see, the latest first. `view`: called, mine (measures), or all."""
    by.require(Permission.VIEW)
    rows = Conferral.objects.visible_to(by).order_by("-held_at", "-id")
    if view == "called":
        return rows.filter(status=ConferralStatus.CALLED)
    if view == "mine":
        open_ones = ConferralMeasure.objects.unscoped(reason="the unit's own measures").filter(
            county=OuterRef("county"), conferral_id=OuterRef("id"), unit_id=by.unit_id, done_at=None
        )
        return rows.filter(Exists(open_ones))
    return rows


@dataclass(frozen=True, slots=True)
class SoFar:
    """How far a meeting is."""

    items: int
    concluded: int
    measures: int
    done: int
    late: int


def so_far(rows: Sequence[Conferral]) -> dict[int, SoFar]:
    """How far each of these meetings is, that were read within a scope."""
    keys = [row.id for row in rows]
    items = Item.objects.unscoped(reason="of conferrals that were read within a scope")
    counted = items.filter(conferral_id__in=keys).values("conferral_id").order_by()
    of_items = {
        one["conferral_id"]: (one["n"], one["done"])
        for one in counted.annotate(n=Count("id"), done=Count("concluded_at"))
    }
    measures = ConferralMeasure.objects.unscoped(reason="of conferrals that were read within a scope")
    asked = measures.filter(conferral_id__in=keys).values("conferral_id").order_by()
    late = Count("id", filter=Q(done_at=None, due_at__lt=clock.now()))
    of_measures = {
        one["conferral_id"]: (one["n"], one["done"], one["late"])
        for one in asked.annotate(n=Count("id"), done=Count("done_at"), late=late)
    }
    return {key: SoFar(*of_items.get(key, (0, 0)), *of_measures.get(key, (0, 0, 0))) for key in keys}


def items(of: Conferral) -> list[Item]:
    """The agenda of a meeting that was read within a scope."""
    return list(Item.objects.in_county(of.county, conferral_id=of.id).order_by("position", "id"))


def item(of: Conferral, item_id: int) -> Item:
    """One item; raises Missing."""
    found: Item | None = Item.objects.in_county(of.county, conferral_id=of.id, id=item_id).first()
    if found is None:
        raise Missing(_("没有找到这个议题。"))
    return found


def attendance(of: Conferral) -> list[Attendance]:
    """The units that were called."""
    return list(Attendance.objects.in_county(of.county, conferral_id=of.id).order_by("unit_name", "id"))


def measures(of: Conferral) -> dict[int, list[ConferralMeasure]]:
    """The measures of a meeting, by item, by their deadline."""
    found: dict[int, list[ConferralMeasure]] = {}
    rows = ConferralMeasure.objects.in_county(of.county, conferral_id=of.id)
    for row in rows.order_by(F("done_at").asc(nulls_first=True), "due_at", "id"):
        found.setdefault(row.item_id, []).append(row)
    return found


def may_carry_out(of: Conferral, measure: ConferralMeasure, by: Actor) -> bool:
    """Whether the actor may say that it was done: somebody of the unit that owes it, or of the convener's."""
    if by.unit_id == measure.unit_id:
        return by.may(Permission.AMEND) or by.may(Permission.WARN)
    return by.unit_id == of.unit_id and by.may(Permission.WARN)


def dispute_of(of: Item, *, by: Actor) -> Dispute | None:
    """The dispute that an item is about, if the actor may see it."""
    if not of.dispute_id:
        return None
    rows = Dispute.objects.readable_by(by).filter(county=of.dispute_county, id=of.dispute_id)
    return rows.defer("search").first()


def seen(rows: Sequence[Item], *, by: Actor) -> set[int]:
    """Which of the items' disputes the actor may open: to others, only numbers are shown."""
    wanted = Q(pk__in=())
    for one in rows:
        if one.dispute_id:
            wanted |= Q(county=one.dispute_county, id=one.dispute_id)
    return set(Dispute.objects.readable_by(by).filter(wanted).values_list("id", flat=True))


def of_dispute(dispute: Dispute) -> list[tuple[Conferral, Item]]:
    """Where a dispute that was read within a scope was conferred upon, and concluded."""
    rows = Item.objects.unscoped(reason="items about a dispute that was read within a scope")
    mine = rows.filter(dispute_county=dispute.county, dispute_id=dispute.id, concluded_at__isnull=False)
    held = list(mine.order_by("-concluded_at", "-id"))
    every = Conferral.objects.unscoped(reason="the meetings of these items").filter(
        id__in=[one.conferral_id for one in held]
    )
    by_id = {one.id: one for one in every.order_by("id")}
    return [(by_id[one.conferral_id], one) for one in held]


def units_to_call(by: Actor) -> Any:
    """The units of the actor's area that can be called, those of the highest level first."""
    inside = Unit.objects.active().touching(by.spans).filter(kind__in=_CALLED).exclude(pk=by.unit_id)
    keys = list(inside.order_by("region__level", "kind", "id").values_list("pk", flat=True)[:MOST_UNITS])
    return Unit.objects.filter(pk__in=keys).order_by("region__level", "kind", "id")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The regular meeting of the actor's unit: when the last one was, and when the next is due."""

    last: Conferral | None
    due_at: datetime


def rhythm(by: Actor) -> Rhythm | None:
    """When the actor's unit should confer next, by the rulebook; None for units without a regular meeting."""
    kind = Unit.objects.filter(pk=by.unit_id).values_list("kind", flat=True).first()
    name = RHYTHMS.get(UnitKind(kind)) if kind is not None else None
    if name is None or not by.may(Permission.WARN):
        return None
    rows = Conferral.objects.visible_to(by).filter(unit_id=by.unit_id, status=ConferralStatus.HELD)
    last: Conferral | None = rows.order_by("-held_at", "-id").first()
    now = clock.now()
    until = due(name, last.held_at) if last is not None else now
    return Rhythm(last, until) if last is None or until > last.held_at else None
