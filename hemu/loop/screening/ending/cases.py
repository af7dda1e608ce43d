"""Incidents, petitions and villagers' reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from hemu.disputes.models import Source
from hemu.disputes.models.fixed import SEALED
from hemu.documents.store import store
from hemu.kernel import clock
from hemu.loop.screening.ending.held import by_a_dispute
from hemu.loop.screening.models import (
    Hazard,
    HazardStatus,
    Incident,
    IncidentCall,
    IncidentStep,
    Petition,
    ReportStatus,
    VillagersReport,
)
from hemu.loop.screening.petitions.models import PetitionClock, PetitionStep
from hemu.loop.screening.villagers.models import ReportFile, Step, TrackingCode
from hemu.loop.screening.villagers.retention import OVER

_WHY = "parts of records that are emptied"


def settled_before(rows: Any, before: datetime) -> Any:
    """Incidents that were settled before a moment, and whose last tier has ended."""
    open_steps = IncidentStep.objects.unscoped(reason=_WHY).filter(incident_id=OuterRef("pk"), ended_at=None)
    return rows.filter(~Exists(open_steps), settled_at__lt=before)


def incidents_held(rows: Any) -> Any:
    """A dispute stands on them."""
    return by_a_dispute(rows, Source.INCIDENT)


def empties_incidents(rows: Sequence[Incident]) -> None:
    """What was noted on the way."""
    of = {"incident_id__in": [row.pk for row in rows]}
    for model in (IncidentStep, IncidentCall):
        noted = model.objects.unscoped(reason=_WHY).filter(**of).exclude(note="")
        noted.update(note=SEALED)


def answered_before(rows: Any, before: datetime) -> Any:
    """Petitions that were answered, reviewed and over before a moment."""
    lately = PetitionStep.objects.unscoped(reason=_WHY).filter(petition_id=OuterRef("pk"), at__gte=before)
    running = PetitionClock.objects.unscoped(reason=_WHY).filter(petition_id=OuterRef("pk"), stopped_at=None)
    return rows.filter(~Exists(lately), ~Exists(running), answered_at__lt=before)


def petitions_held(rows: Any) -> Any:
    """A dispute stands on them."""
    return by_a_dispute(rows, Source.PETITION)


def empties_petitions(rows: Sequence[Petition]) -> None:
    """What was said on the way."""
    of = {"petition_id__in": [row.pk for row in rows]}
    PetitionStep.objects.unscoped(reason=_WHY).filter(**of).exclude(text="").update(text=SEALED)


def told_before(rows: Any, before: datetime) -> Any:
    """Reports whose last word was before a moment; one that was folded goes after its head."""
    heads = VillagersReport.objects.unscoped(reason=_WHY).filter(
        county=OuterRef("county"), pk=OuterRef("folded_into"), sealed_at__isnull=False
    )
    ended = Q(status__in=OVER) & ~Q(closed_at__gte=before) & ~Q(answered_at__gte=before)
    folded = Q(Exists(heads), status=ReportStatus.FOLDED)
    return rows.filter(ended | folded, received_at__lt=before)


def reports_held(rows: Any) -> Any:
    """A dispute stands on them, or a danger that they told of isn't removed."""
    dangers = Hazard.objects.unscoped(reason=_WHY).filter(report_id=OuterRef("pk"), status=HazardStatus.OPEN)
    return by_a_dispute(rows, Source.VILLAGER) | rows.filter(Exists(dangers))


def empties_reports(rows: Sequence[VillagersReport]) -> None:
    """What was said on the way, the photos and recordings, and the code that opened it."""
    numbers = [row.pk for row in rows]
    steps = Step.objects.unscoped(reason=_WHY).filter(report_id__in=numbers)
    steps.exclude(text="").update(text=SEALED)
    files = ReportFile.objects.unscoped(reason=_WHY).filter(report_id__in=numbers)
    for pair in list(files.values_list("stored", "preview")):
        for name in filter(None, pair):  # sealed each time anew, so that nobody else has the same bytes
            transaction.on_commit(partial(store().remove, name))
    files.delete()
    TrackingCode.objects.filter(report_id__in=numbers).delete()
    untold = VillagersReport.objects.unscoped(reason=_WHY).filter(pk__in=numbers, forgotten_at=None)
    untold.update(forgotten_at=clock.now())
