"""Reading safety plans and warning notices within an actor's scope."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from hemu.disputes.models import ENDED, Colour, Dispute
from hemu.kernel.errors import Missing
from hemu.loop.assessment.models import SafetyMeasure, WarnedDispute, WarnedUnit, WarningNotice
from hemu.orgs.actor import Actor
from hemu.orgs.models import Unit, UnitKind
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import units_covering

MOST_RELATED = 12


def measures(dispute: Dispute) -> list[SafetyMeasure]:
    """The safety plan of a dispute that was read within a scope: what is open first, by its deadline."""
    rows = SafetyMeasure.objects.of(dispute).order_by("due_at", "id")
    return sorted(rows, key=lambda row: row.done_at is not None)


def measure(dispute: Dispute, measure_id: int) -> SafetyMeasure:
    """One measure of a dispute that was read within a scope; raises Missing."""
    found: SafetyMeasure | None = SafetyMeasure.objects.of(dispute).filter(id=measure_id).first()
    if found is None:
        raise Missing(_("没有找到这条措施。"))
    return found


def units_for(dispute: Dispute, *, by: Actor, handling: bool = False) -> Any:
    """The units that can be warned of a dispute: below the issuer, covering its place or having it in hand.

    With `handling`, only those that have it in hand and the township's centre.
    """
    in_hand = [pk for pk in (dispute.lead_unit_id, dispute.turn_unit_id) if pk is not None]
    covering = units_covering(dispute.region)
    if handling:
        covering = covering.filter(kind=UnitKind.TOWNSHIP_CENTRE)
    wanted = [*covering.values_list("pk", flat=True), *in_hand]
    return (
        Unit.objects.active()
        .touching(by.spans)
        .filter(pk__in=wanted)
        .exclude(pk=by.unit_id)
        .order_by("-region__level", "kind", "id")
    )


def related(dispute: Dispute, *, by: Actor) -> list[Dispute]:
    """Other red and orange disputes of the county that are open, the newest first."""
    rows = Dispute.objects.in_area(by).filter(county=dispute.county, colour__in=(Colour.RED, Colour.ORANGE))
    open_ones = rows.exclude(state__in=ENDED).exclude(id=dispute.id)
    return list(open_ones.order_by("-opened_at")[:MOST_RELATED])


def notices_of(dispute: Dispute) -> list[WarningNotice]:
    """The notices that name a dispute that was read within a scope, newest first."""
    named = WarnedDispute.objects.of(dispute).values_list("notice_id", flat=True)
    rows = WarningNotice.objects.unscoped(reason="the dispute that it names was read within a scope")
    return list(rows.filter(id__in=list(named)).order_by("-made_at", "-id"))


def notice(county: int, notice_id: int, *, by: Actor) -> WarningNotice:
    """One notice; raises Missing for a stranger."""
    by.require(Permission.VIEW)
    found: WarningNotice | None = (
        WarningNotice.objects.visible_to(by).filter(county=county, id=notice_id).first()
    )
    if found is None:
        raise Missing(_("没有找到这份预警提示单。"))
    return found


def notices(by: Actor, *, waiting: bool = False) -> Any:
    """The notices that the actor may see, newest first; `waiting`: those that its unit has yet to answer."""
    by.require(Permission.VIEW)
    rows = WarningNotice.objects.visible_to(by).order_by("-made_at", "-id")
    if not waiting:
        return rows
    own = WarnedUnit.objects.unscoped(reason="the unit's own receipts").filter(
        Q(answered_at=None), notice_id=OuterRef("id"), unit_id=by.unit_id
    )
    return rows.filter(Exists(own))


def warned_units(of: WarningNotice) -> list[WarnedUnit]:
    """Who was warned, and what they did, for a notice that was read within a scope."""
    return list(WarnedUnit.objects.in_county(of.county, notice_id=of.id).order_by("unit_name", "id"))


def warned_disputes(of: WarningNotice, *, by: Actor) -> list[tuple[WarnedDispute, bool]]:
    """The disputes that a notice names, and whether the actor may open each; titles only of those."""
    rows = list(
        WarnedDispute.objects.unscoped(reason="the notice was read within a scope")
        .filter(notice_id=of.id)
        .order_by("ref")
    )
    wanted = Q(pk__in=())
    for row in rows:
        wanted |= Q(county=row.county, id=row.dispute_id)
    seen = set(Dispute.objects.visible_to(by).filter(wanted).values_list("county", "id"))
    return [(row, (row.county, row.dispute_id) in seen) for row in rows]
