"""Visits, and the dangers that were found on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from hemu.disputes.models import Source
from hemu.documents.models import Attachment
from hemu.documents.store import store
from hemu.loop.screening.doubts.models import PhotoPrint
from hemu.loop.screening.ending import held as holding
from hemu.loop.screening.models import Hazard, HazardStatus, Visit
from hemu.loop.screening.sent.models import Sending, SentFile

_WHY = "whether somebody else has the same picture"


def over(rows: Any, before: datetime) -> Any:
    """Visits that ended before a moment."""
    return rows.filter(ended_at__lt=before, started_at__lt=before)


def held(rows: Any) -> Any:
    """A dispute stands on them, or a danger found there isn't removed."""
    dangers = Hazard.objects.unscoped(reason="whether a danger of the visit is open").filter(
        visit_id=OuterRef("pk"), status=HazardStatus.OPEN
    )
    return holding.by_a_dispute(rows, Source.VISIT) | rows.filter(Exists(dangers))


def empties(rows: Sequence[Visit]) -> None:
    """Photos, voice notes, where they were taken, and what was compared with them."""
    of = {"visit_id__in": [row.pk for row in rows]}
    names = {name for row in rows for name in row.photos}
    every_file = SentFile.objects.unscoped(reason="files of visits that are emptied").filter(**of)
    names |= set(every_file.values_list("stored", flat=True))
    every_file.delete()
    PhotoPrint.objects.unscoped(reason="prints of visits that are emptied").filter(**of).delete()
    Sending.objects.unscoped(reason="sendings of visits that are emptied").filter(**of).update(
        no_position="", files=[]
    )
    for name in names - _elsewhere(names, rows):
        transaction.on_commit(partial(store().remove, name))


def _elsewhere(names: set[str], rows: Sequence[Visit]) -> set[str]:
    """Those names that another visit or a dispute's file has too: the store keeps the same bytes once."""
    if not names:
        return set()
    going = [row.pk for row in rows]
    visits = Visit.objects.unscoped(reason=_WHY).filter(photos__overlap=list(names)).exclude(pk__in=going)
    found = {name for photos in visits.values_list("photos", flat=True) for name in photos}
    sent = SentFile.objects.unscoped(reason=_WHY).filter(stored__in=names).exclude(visit_id__in=going)
    found |= set(sent.values_list("stored", flat=True))
    papers = Attachment.objects.unscoped(reason=_WHY).filter(Q(stored__in=names) | Q(preview__in=names))
    for pair in papers.values_list("stored", "preview"):
        found |= set(pair)
    return found & names


def removed_before(rows: Any, before: datetime) -> Any:
    """Dangers that were removed before a moment."""
    return rows.filter(status=HazardStatus.REMOVED, removed_at__lt=before)
