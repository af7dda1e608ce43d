"""Reading the files of a dispute."""

from __future__ import annotations

from hemu.disputes.models import Dispute
from hemu.documents.models import Attachment
from hemu.kernel.errors import Missing


def attachments(dispute: Dispute) -> list[Attachment]:
    """The files of a dispute that was read within a scope, newest first."""
    return list(Attachment.objects.of(dispute).order_by("-added_at", "-id"))


def attachment(dispute: Dispute, attachment_id: int) -> Attachment:
    """One file of a dispute that was read within a scope; raises Missing."""
    found: Attachment | None = Attachment.objects.of(dispute).filter(pk=attachment_id).first()
    if found is None:
        raise Missing("")
    return found
