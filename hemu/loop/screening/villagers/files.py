"""Photos and recordings that come with a report: checked by content, images written anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hemu.documents import sounds
from hemu.documents.inspection import inspect
from hemu.documents.models import Format
from hemu.documents.store import store
from hemu.kernel.errors import Refused
from hemu.loop.screening.models import VillagersReport
from hemu.loop.screening.villagers.models import ReportFile, Step

_PHOTOS = {Format.JPEG: "image/jpeg", Format.PNG: "image/png"}
MOST_FILES = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is in the store already. `media` is its media type, by its content."""

    media: str
    size: int
    stored: str
    preview: str = ""


def keep(contents: Sequence[bytes]) -> list[Kept]:
    """Check and keep files; raises Refused (field ``files``) for the first that can't be kept."""
    if len(contents) > MOST_FILES:
        raise Refused(
            _("一次最多 %(most)s 个文件，其余的请在查询页面补充。") % {"most": MOST_FILES},
            field="files",
            code="too_many",
        )
    try:
        return [_photo(content) or _sound(content) for content in contents]
    except Refused as refused:
        raise Refused(refused.message, field="files", code=refused.code) from refused


def _photo(content: bytes) -> Kept | None:
    try:
        found = inspect(content)
    except Refused as refused:
        if refused.code == "unknown_format":
            return None
        raise
    if found.format not in _PHOTOS:
        return None
    preview = store().put(found.preview) if found.preview else ""
    return Kept(_PHOTOS[found.format], len(found.content), store().put(found.content), preview)


def _sound(content: bytes) -> Kept:
    try:
        media = sounds.media_type(content)
    except Refused as refused:
        if refused.code != "not_a_voice":
            raise
        raise Refused(_("这里只收照片和录音。"), field="files", code="not_for_here") from refused
    return Kept(media, len(content), store().put(content))


def write(report: VillagersReport, step: Step, kept: Sequence[Kept]) -> None:
    """Put files that were kept to a step of a report."""
    ReportFile.objects.bulk_create(
        ReportFile(
            county=report.county,
            report_id=report.id,
            step_id=step.id,
            media=one.media,
            size=one.size,
            stored=one.stored,
            preview=one.preview,
        )
        for one in kept
    )
