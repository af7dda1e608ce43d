"""Reading incidents: through which tiers one went, who was called, whose turn it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from hemu.kernel.errors import Missing
from hemu.loop.screening.models import Incident, IncidentCall, IncidentStep
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def incident(county: int, incident_id: int, *, by: Actor) -> Incident:
    """One incident; raises Missing for a stranger."""
    by.require(Permission.VIEW)
    found = Incident.objects.visible_to(by).filter(county=county, id=incident_id).first()
    if found is None:
        raise Missing(_("没有找到这条记录。"))
    row: Incident = found
    return row


def incidents(by: Actor, *, settled: bool | None = None) -> Any:
    """The incidents of the actor's area and unit, newest first; those still open, settled, or all."""
    by.require(Permission.VIEW)
    rows = Incident.objects.visible_to(by)
    if settled is not None:
        rows = rows.filter(settled_at__isnull=not settled)
    return rows.order_by("-reported_at", "-id")


def steps(of: Incident) -> list[IncidentStep]:
    """The tiers that an incident went through, in order, for one that was read within a scope."""
    rows = IncidentStep.objects.in_county(of.county, incident_id=of.id)
    return list(rows.order_by("started_at", "id"))


def calls(of: Incident) -> list[IncidentCall]:
    """The tries to call back, in order, for one that was read within a scope."""
    return list(IncidentCall.objects.in_county(of.county, incident_id=of.id).order_by("at", "id"))


def open_steps(rows: Sequence[Incident]) -> dict[int, IncidentStep]:
    """The tier that each of these is at, by incident, for those that were read within a scope."""
    found: dict[int, IncidentStep] = {}
    for county in {row.county for row in rows}:
        held = IncidentStep.objects.in_county(county, ended_at=None)
        wanted = [row.id for row in rows if row.county == county]
        found |= {step.incident_id: step for step in held.filter(incident_id__in=wanted)}
    return found
