"""A record that a dispute grew out of, or was joined to, is kept whole until that dispute is sealed."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef

from hemu.disputes.models import Dispute, Source
from hemu.loop.screening.models import Origin

_WHY = "whether a dispute still needs the record"


def by_a_dispute(rows: Any, source: Source) -> Any:
    """Those of the rows that a dispute stands on whose own period isn't over."""
    whole = Dispute.objects.unscoped(reason=_WHY).filter(
        county=OuterRef("county"), pk=OuterRef("dispute_id"), data_key__isnull=False
    )
    origins = Origin.objects.unscoped(reason=_WHY).filter(
        Exists(whole), source=source, record_county=OuterRef("county"), record_id=OuterRef("pk")
    )
    return rows.filter(Exists(origins))
