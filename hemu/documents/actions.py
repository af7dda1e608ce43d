"""Putting a file to a dispute."""

from __future__ import annotations

import re
from pathlib import PurePath

from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.documents.inspection import Inspected, inspect
from hemu.documents.models import Attachment, Format, Purpose
from hemu.documents.store import store
from hemu.kernel.errors import Refused
from hemu.orgs.actor import Actor

LONGEST_NAME = 120
_ENDINGS = {
    Format.JPEG: ".jpg",
    Format.PNG: ".png",
    Format.PDF: ".pdf",
    Format.WORD: ".docx",
    Format.SHEET: ".xlsx",
    Format.MP3: ".mp3",
    Format.M4A: ".m4a",
    Format.WAV: ".wav",
    Format.AMR: ".amr",
    Format.MP4: ".mp4",
}


def attach(dispute: Dispute, name: str, content: bytes, purpose: Purpose, *, by: Actor) -> Attachment:
    """Check a file, keep it, and write it to the ledger. The same file twice on one dispute is refused.

    The bytes are stored before the row is: a row never points at nothing. Raises Refused (field
    ``file``), Forbidden, Missing.
    """
    inspected = inspect(content)
    stored = store().put(inspected.content)
    preview = store().put(inspected.preview) if inspected.preview else ""
    with turn(dispute.county, dispute.id, Act.ATTACH, by=by) as this:
        if Attachment.objects.of(this.dispute).filter(stored=stored).exists():
            raise Refused(_("这个文件已经上传过了。"), field="file", code="attached_already")
        row = _row(this, clean_name(name, inspected.format), inspected, stored, preview, purpose)
        row.save(force_insert=True)
        this.tell(
            file=str(row.id), format=int(row.format), size=row.size, purpose=int(purpose), sha256=stored
        )
        this.tell_of_persons(name=row.name)
    return row


def _row(
    this: Turn, name: str, inspected: Inspected, stored: str, preview: str, purpose: Purpose
) -> Attachment:
    return Attachment(
        county=this.dispute.county,
        dispute_id=this.dispute.id,
        name=name,
        purpose=purpose,
        format=inspected.format,
        size=len(inspected.content),
        stored=stored,
        preview=preview,
        added_at=this.at,
        person_name=this.by.name,
        unit_name=this.by.unit_name,
    )


def clean_name(name: str, kept: Format) -> str:
    """The file's name as a person may read it, with the ending that its content calls for."""
    stem = PurePath(name.replace("\\", "/")).name
    stem = re.sub(r"\.[0-9A-Za-z]{1,5}$", "", stem)
    stem = re.sub(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", stem).strip(" .")
    return f"{(stem or _('未命名'))[:LONGEST_NAME]}{_ENDINGS[kept]}"
