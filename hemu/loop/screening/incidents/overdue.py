"""Incidents whose tier ran out of time: those who have it and those above hear of it, once a tier."""

from __future__ import annotations

from django.db import transaction

from hemu.kernel import clock
from hemu.loop.screening import telling
from hemu.loop.screening.incidents import tiers
from hemu.loop.screening.models import Incident, IncidentStep, IncidentTier

BATCH = 500


def raise_late(limit: int = BATCH) -> int:
    """Raise every incident whose time ran out by now; answers how many were raised."""
    done = 0
    while batch := _late(limit):
        done += sum(_raise(county, step_id) for county, step_id in batch)
    return done


def _late(limit: int) -> list[tuple[int, int]]:
    rows = IncidentStep.objects.unscoped(reason="the sweep looks at every county's clocks")
    late = rows.filter(next_at__lte=clock.now()).order_by("next_at", "id")
    return list(late.values_list("county", "id")[:limit])


def _raise(county: int, step_id: int) -> int:
    with transaction.atomic():
        step = IncidentStep.objects.in_county(county, id=step_id).select_for_update().first()
        if step is None or step.next_at is None or step.next_at > clock.now():
            return 0
        step.overdue_at, step.next_at = clock.now(), None
        step.save()
        rows = Incident.objects.unscoped(reason="the incident of a clock that ran out")
        row = rows.filter(county=county, id=step.incident_id).first()
        if row is not None:
            _tell(row, step)
    return 1


def _tell(row: Incident, step: IncidentStep) -> None:
    phase = "handle" if step.handle_due_at else "claim"
    telling.announce(
        row, "incident_late", path=f"/incidents/{row.county}/{row.id}/", key=f"incident:{step.id}:{phase}",
        unit_name=step.holder_name, due_at=step.turn_due_at,
        units=(step.holder_id, step.helper_id, *tiers.above(row, IncidentTier(step.tier))),
    )  # fmt: skip
