"""Who has an incident in hand at each tier, and who is above them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hemu.loop.screening.models import Incident, IncidentStep, IncidentTier
from hemu.orgs.actor import Actor
from hemu.orgs.models import UnitKind
from hemu.orgs.queries import unit_of_kind_for, units_covering

HELD_BY: Final = {
    IncidentTier.ON_SCENE: UnitKind.POLICE_STATION,
    IncidentTier.POLICE_OFFICE: UnitKind.POLICE_OFFICE,
    IncidentTier.PHONE: UnitKind.POLICE_STATION,
    IncidentTier.CENTRE: UnitKind.TOWNSHIP_CENTRE,
}
"""What isn't here is held by whoever brought it there, together with the judicial office."""
CLAIMED: Final = frozenset({IncidentTier.POLICE_OFFICE, IncidentTier.CENTRE})
"""Tiers at which somebody must say that they take it in hand, before the time to handle it begins."""
HANDLED: Final = "incident_handled"
"""The rulebook's clock that runs once it is claimed."""
_ABOVE: Final = {
    IncidentTier.CENTRE: (UnitKind.COUNTY_CENTRE,),
    IncidentTier.JOINT: (UnitKind.COUNTY_CENTRE,),
}
_ABOVE_POLICE: Final = (UnitKind.POLICE_STATION, UnitKind.POLICE_BUREAU)


def clock_of(tier: IncidentTier) -> str:
    """What the rulebook calls the time of a tier."""
    return f"incident_{tier.name.lower()}"


@dataclass(frozen=True, slots=True)
class Hands:
    """In whose hands an incident comes: a unit, and one that helps."""

    unit_id: int
    unit_name: str
    helper_id: int | None = None
    helper_name: str = ""


def hands(row: Incident, tier: IncidentTier, by: Actor) -> Hands:
    """The nearest unit of the tier's kind; where there is none, whoever brings it keeps it."""
    if tier == IncidentTier.JOINT:
        helper = unit_of_kind_for(row.region, UnitKind.JUDICIAL_OFFICE)
        if helper is None or helper.pk == by.unit_id:
            return Hands(by.unit_id, by.unit_name)
        return Hands(by.unit_id, by.unit_name, helper.pk, helper.name)
    unit = unit_of_kind_for(row.region, HELD_BY[tier])
    return Hands(unit.pk, unit.name) if unit is not None else Hands(by.unit_id, by.unit_name)


def above(row: Incident, tier: IncidentTier) -> list[int]:
    """The units that hear when a tier's time runs out, besides those that have it."""
    kinds = _ABOVE.get(tier, _ABOVE_POLICE)
    found = (unit_of_kind_for(row.region, kind) for kind in kinds)
    return [unit.pk for unit in found if unit is not None]


def may_claim(row: Incident, step: IncidentStep, by: Actor) -> bool:
    """Whether the actor's unit is the one that it waits for; a station may claim for its police offices."""
    if by.unit_id in (step.holder_id, step.helper_id):
        return True
    stations = units_covering(row.region, UnitKind.POLICE_STATION).filter(pk=by.unit_id)
    return step.tier == IncidentTier.POLICE_OFFICE and stations.exists()
