"""Reading safety plans and warning notices within an actor's scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes.models import ENDED, Clock, ClockKind, Colour, Dispute
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.loop.assessment.models import (
    OWES,
    SafetyContact,
    SafetyMeasure,
    WarnedDispute,
    WarnedStage,
    WarnedUnit,
    WarningNotice,
    WarningStep,
)
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


def safety_clock(dispute: Dispute) -> Clock | None:
    """When the plan of a red dispute must be there, or be looked at again."""
    rows = Clock.objects.of(dispute).filter(kind=ClockKind.SAFETY, stopped_at=None)
    found: Clock | None = rows.first()
    return found


def contacts(dispute: Dispute) -> list[SafetyContact]:
    """Those whom the safety plan of a dispute that was read within a scope names: whom to warn first."""
    rows = SafetyContact.objects.of(dispute).filter(removed_at=None)
    return list(rows.order_by("kind", "made_at", "id"))


def contact(dispute: Dispute, contact_id: int) -> SafetyContact:
    """One of them; raises Missing."""
    rows = SafetyContact.objects.of(dispute).filter(id=contact_id, removed_at=None)
    found: SafetyContact | None = rows.first()
    if found is None:
        raise Missing(_("没有找到这个联系人。"))
    return found


_HELPERS = (
    *(UnitKind.POLICE_OFFICE, UnitKind.POLICE_STATION, UnitKind.VILLAGE_COMMITTEE),
    *(UnitKind.TOWNSHIP_CENTRE, UnitKind.TOWNSHIP_GOVERNMENT),
)
HOTLINES: tuple[tuple[str, str | Promise], ...] = (
    ("110", gettext_lazy("报警")),
    ("120", gettext_lazy("急救")),
    ("12338", gettext_lazy("妇女维权")),
    ("12356", gettext_lazy("心理援助")),
    ("12348", gettext_lazy("法律援助")),
)
"""Help that is there everywhere, day and night or in office hours, free of charge."""


def help_near(dispute: Dispute) -> list[Unit]:
    """The units around a dispute's place that help, the nearest first, one of a kind."""
    units = units_covering(dispute.region).filter(kind__in=_HELPERS)
    nearest = {unit.kind: unit for unit in reversed(units)}
    return [nearest[kind] for kind in _HELPERS if kind in nearest]


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


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list of notices is narrowed to. `view`: waiting, received, sent or all."""

    view: str = "waiting"
    text: str = ""
    late: bool = False
    since: date | None = None
    until: date | None = None


def notices(by: Actor, chosen: Chosen) -> Any:
    """The notices that the actor may see, newest first, as narrowed. Days are of sending, inclusive."""
    by.require(Permission.VIEW)
    rows = WarningNotice.objects.visible_to(by).order_by("-made_at", "-id")
    rows = _of_view(rows, by, chosen.view)
    if chosen.text.strip():
        wanted = chosen.text.strip()
        rows = rows.filter(Q(subject__icontains=wanted) | Q(number__startswith=wanted))
    if chosen.late:
        rows = rows.filter(Exists(_units().filter(stage__in=OWES, late_at__isnull=False)))
    if chosen.since is not None:
        rows = rows.filter(made_at__gte=clock.midnight(chosen.since))
    if chosen.until is not None:
        rows = rows.filter(made_at__lt=clock.midnight(chosen.until + timedelta(days=1)))
    return rows


def _units() -> Any:
    """The warned units of the notice that an outer query looks at."""
    rows = WarnedUnit.objects.unscoped(reason="units of a notice that is read within a scope")
    return rows.filter(county=OuterRef("county"), notice_id=OuterRef("id"))


def _of_view(rows: Any, by: Actor, view: str) -> Any:
    if view == "waiting":
        owes = Exists(_units().filter(unit_id=by.unit_id, stage__in=OWES))
        checks = Exists(_units().filter(stage=WarnedStage.ANSWERED))
        return rows.filter(owes | Q(checks, unit_id=by.unit_id))
    if view == "received":
        return rows.filter(Exists(_units().filter(unit_id=by.unit_id)))
    return rows.filter(unit_id=by.unit_id) if view == "sent" else rows


def states(rows: Sequence[WarningNotice]) -> dict[int, list[WarnedUnit]]:
    """The warned units of notices that were read within a scope, by notice."""
    found: dict[int, list[WarnedUnit]] = {row.id: [] for row in rows}
    units = WarnedUnit.objects.unscoped(reason="units of notices that were read within a scope")
    for unit in units.filter(notice_id__in=list(found)).order_by("unit_name", "id"):
        found[unit.notice_id].append(unit)
    return found


def steps(of: WarningNotice) -> list[WarningStep]:
    """Everything that was done on a notice that was read within a scope, the last first."""
    return list(WarningStep.objects.in_county(of.county, notice_id=of.id).order_by("-at", "-id"))


def passed_on(of: WarningNotice, *, by: Actor) -> list[WarningNotice]:
    """The notices by which others passed this one on, as far as the actor may see them."""
    rows = WarningNotice.objects.visible_to(by).filter(above_county=of.county, above_id=of.id)
    return list(rows.order_by("made_at", "id"))


def above_of(of: WarningNotice, *, by: Actor) -> WarningNotice | None:
    """The notice that this one passes on, if the actor may see it."""
    if of.above_id is None:
        return None
    rows = WarningNotice.objects.visible_to(by).filter(county=of.above_county, id=of.above_id)
    found: WarningNotice | None = rows.first()
    return found


def open_disputes(of: WarningNotice, *, by: Actor) -> list[Dispute]:
    """The disputes that a notice names, which the actor sees and which haven't ended."""
    wanted = _named(of)
    rows = Dispute.objects.visible_to(by).filter(wanted).exclude(state__in=ENDED)
    return list(rows.defer("search").order_by("ref"))


def _named(of: WarningNotice) -> Q:
    rows = WarnedDispute.objects.unscoped(reason="the notice was read within a scope")
    wanted = Q(pk__in=())
    for county, dispute_id in rows.filter(notice_id=of.id).values_list("county", "dispute_id"):
        wanted |= Q(county=county, id=dispute_id)
    return wanted


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
