"""Reading volumes: a dispute's own, and the register of an area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from hemu.disputes.models import Dispute
from hemu.documents.store import store
from hemu.documents.volumes.models import Awaited, Volume, VolumeQuerySet
from hemu.kernel.errors import Missing
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def editions(dispute: Dispute) -> list[Volume]:
    """Every edition of a dispute's volume, the newest first. The dispute was read within a scope."""
    return list(Volume.objects.of(dispute).order_by("-edition"))


def edition(dispute: Dispute, number: int) -> Volume:
    """One edition; raises Missing."""
    found: Volume | None = Volume.objects.of(dispute).filter(edition=number).first()
    if found is None:
        raise Missing("")
    return found


def awaited(dispute: Dispute) -> Awaited | None:
    """When the system makes it by itself; None when it doesn't."""
    found: Awaited | None = Awaited.objects.of(dispute).first()
    return found


def content(volume: Volume) -> bytes:
    """The PDF of an edition that was read within a scope. Raises Missing when the store has lost it."""
    try:
        with store().open(volume.stored) as file:
            return file.read()
    except FileNotFoundError as error:
        raise Missing("") from error


@dataclass(frozen=True, slots=True)
class Filter:
    """What the register is narrowed to; empty parts don't narrow."""

    text: str = ""
    year: int = 0
    retention: str = ""
    missing: bool = False


def volumes(chosen: Filter, *, by: Actor) -> VolumeQuerySet:
    """The register: the newest edition of each volume that the actor may see, the newest first."""
    by.require(Permission.VIEW)
    rows = Volume.objects.visible_to(by).standing()
    if chosen.text.strip():
        sought = chosen.text.strip()
        rows = rows.filter(
            Q(number__contains=sought) | Q(title__contains=sought) | Q(unit_name__contains=sought)
        )
    if chosen.year:
        rows = rows.filter(year=chosen.year)
    if chosen.retention:
        rows = rows.filter(retention=chosen.retention)
    if chosen.missing:
        rows = rows.exclude(missing=[])
    found: VolumeQuerySet = rows.order_by("-made_at", "-id")
    return found


def waiting(by: Actor) -> Any:
    """Closed disputes of the actor's area that have no volume yet, the next to be made first."""
    by.require(Permission.VIEW)
    return Awaited.objects.in_area(by).select_related("dispute").order_by("due_at", "id")
