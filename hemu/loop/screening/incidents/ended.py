"""Incidents that were settled: what whoever rings back is told (F4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from hemu.disputes.ringing import Ended, Matter, Source, register_source
from hemu.loop.screening.models import Incident, IncidentStep

WHY = "a daily job deals out the calls of every county"
CALLED = "the call about it was dealt to the caller's unit"
TOGETHER = 500


def ended(since: datetime) -> Iterator[Ended]:
    """Those settled since then, oldest first."""
    rows = Incident.objects.unscoped(reason=WHY).filter(settled_at__gte=since).order_by("settled_at", "id")
    batch: list[Incident] = []
    for row in rows.iterator(chunk_size=TOGETHER):
        batch.append(row)
        if len(batch) == TOGETHER:
            yield from _with_hands(batch)
            batch = []
    yield from _with_hands(batch)


def _with_hands(rows: list[Incident]) -> Iterator[Ended]:
    """Each with the unit that had it last: whose work is asked about."""
    steps = IncidentStep.objects.unscoped(reason=WHY)
    held = steps.filter(county__in={row.county for row in rows}, incident_id__in=[row.id for row in rows])
    last = {
        step.incident_id: (step.holder_id, step.holder_name)
        for step in held.order_by("started_at", "id")
        if step.holder_id
    }
    for row in rows:
        unit_id, unit_name = last.get(row.id, (row.unit_id, row.unit_name))
        if row.settled_at is not None and unit_id is not None:
            yield Ended(
                Matter.INCIDENT, row.county, row.id, row.region, row.number, str(Matter.INCIDENT.label),
                f"/incidents/{row.county}/{row.id}/", row.settled_at, unit_id, unit_name,
            )  # fmt: skip


def _one(county: int, incident_id: int) -> Incident | None:
    rows = Incident.objects.unscoped(reason=CALLED).filter(county=county, id=incident_id)
    found: Incident | None = rows.first()
    return found


def words(county: int, incident_id: int) -> str:
    """What the call was about and what came of it."""
    row = _one(county, incident_id)
    return f"{row.narrative}\n{row.result}".strip() if row is not None else ""


def phone(county: int, incident_id: int) -> str:
    """The number of who called the police; empty where nobody wrote it down."""
    row = _one(county, incident_id)
    return str(row.phone) if row is not None else ""


def register() -> None:
    """Called when the application starts."""
    register_source(Matter.INCIDENT, Source(ended, words, phone))
