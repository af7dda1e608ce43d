"""Who opened what: for the party, for the dispute's page, and for whoever looks after an area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.privacy.models import Emergency, Opening
from hemu.privacy.models.emergencies import EmergencyQuerySet
from hemu.privacy.models.openings import OpeningQuerySet


def openings(dispute: Dispute, most: int = 100) -> list[Opening]:
    """The openings of a dispute's personal fields, newest first. The dispute was read within a scope."""
    return list(Opening.objects.of(dispute).order_by("-at", "-id")[:most])


def openings_of_party(dispute: Dispute, party_id: int) -> list[Opening]:
    """Those that concern one party: what they may ask to see (个人信息保护法 45)."""
    return list(Opening.objects.of(dispute).filter(party_id=party_id).order_by("-at", "-id"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the log is narrowed to; empty parts don't narrow. Days are inclusive."""

    who: str = ""
    unit: str = ""
    way: int | None = None
    purpose: int | None = None
    since: date | None = None
    until: date | None = None


def log(wanted: Wanted, *, by: Actor) -> OpeningQuerySet:
    """What was opened in the actor's area and by its own unit, the newest first. Raises Forbidden."""
    by.require(Permission.GUARD_PERSONAL)
    rows: OpeningQuerySet = Opening.objects.answered_for_by(by)
    exact = {"way": wanted.way, "purpose": wanted.purpose}
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if wanted.who:
        rows = rows.filter(person_name__contains=wanted.who)
    if wanted.unit:
        rows = rows.filter(unit_name__contains=wanted.unit)
    if wanted.since:
        rows = rows.filter(at__gte=clock.midnight(wanted.since))
    if wanted.until and wanted.until < date.max:
        rows = rows.filter(at__lt=clock.midnight(wanted.until + timedelta(days=1)))
    return rows.order_by("-at", "-id")


def refs(rows: list[Opening] | list[Emergency]) -> dict[int, str]:
    """The numbers of the disputes that records of one page are of."""
    found: dict[int, str] = {}
    counties = {row.county for row in rows}
    for county in counties:
        ids = {row.dispute_id for row in rows if row.county == county}
        disputes = Dispute.objects.unscoped(reason="numbers of disputes whose openings the actor answers for")
        found |= dict(disputes.filter(county=county, pk__in=ids).values_list("pk", "ref"))
    return found


def emergencies(by: Actor) -> EmergencyQuerySet:
    """Emergencies in the actor's care, those that wait first. Raises Forbidden."""
    by.require(Permission.GUARD_PERSONAL)
    rows: EmergencyQuerySet = Emergency.objects.answered_for_by(by)
    return rows.order_by("verdict", "-at", "-id")


def emergency(county: int, emergency_id: int, *, by: Actor) -> Emergency:
    """One emergency in the actor's care; raises Missing for a stranger."""
    found: Emergency | None = emergencies(by).filter(county=county, pk=emergency_id).first()
    if found is None:
        raise Missing("")
    return found


def emergencies_of(dispute: Dispute) -> list[Emergency]:
    """Every emergency opening of a dispute, the newest first."""
    return list(Emergency.objects.of(dispute).order_by("-at", "-id"))


def unreviewed(by: Actor) -> EmergencyQuerySet:
    """Those that wait for a review."""
    if not by.may(Permission.GUARD_PERSONAL):
        return Emergency.objects.none().opened()
    return Emergency.objects.answered_for_by(by).unreviewed()
