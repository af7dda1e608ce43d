"""The files of a dispute at the end of retention."""

from __future__ import annotations

from hemu.disputes.models import Dispute
from hemu.documents.models import Attachment
from hemu.documents.store import store


def remove_files(dispute: Dispute) -> int:
    """Drop the bytes of a dispute's files, unless another dispute has the same file; answers how many.

    The rows stay: what there was, how large, who added it. Their hashes stand in the ledger anyway.
    """
    removed = 0
    for row in Attachment.objects.of(dispute).order_by("id"):
        for name in filter(None, (row.stored, row.preview)):
            if not _held_elsewhere(name, dispute) and store().has(name):
                store().remove(name)
                removed += 1
    return removed


def _held_elsewhere(name: str, dispute: Dispute) -> bool:
    rows = Attachment.objects.unscoped(reason="whether another dispute has the same file")
    others = rows.filter(stored=name) | rows.filter(preview=name)
    return bool(others.exclude(county=dispute.county, dispute_id=dispute.pk).exists())
