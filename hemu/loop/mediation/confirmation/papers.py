"""司法确认申请书, addressed to the court that was chosen; part of the volume once it was handed in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hemu.disputes.models import Dispute
from hemu.documents.papers.registry import Copy
from hemu.loop.mediation.confirmation.models import Confirmation
from hemu.loop.mediation.papers.agreements import CONFIRMATION


def _copies(dispute: Dispute) -> list[Copy]:
    filed = set(Confirmation.objects.of(dispute).values_list("agreement_id", flat=True))
    return [replace(copy, used=copy.row in filed) for copy in CONFIRMATION.copies(dispute)]


def _values(dispute: Dispute, row: int) -> dict[str, Any]:
    rows = Confirmation.objects.of(dispute).filter(agreement_id=row).order_by("-filed_on", "-id")
    found = rows.first()
    values = dict(CONFIRMATION.values(dispute, row))
    if found is not None:
        values["court"] = found.court_name.removesuffix("人民法院")
    return values


APPLICATION = replace(CONFIRMATION, copies=_copies, values=_values)
