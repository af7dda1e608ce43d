"""Photos and recordings that come with a report: checked by content, images written anew.

Where a photo was taken stays behind, unless whoever sends it says that it may be told. All of them are
sealed: they show homes and people, and a voice is as good as a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from django.utils.translation import gettext as _

from hemu.documents import sounds
from hemu.documents.inspection import inspect
from hemu.documents.models import Format
from hemu.documents.notes import notes_of
from hemu.documents.store import store
from hemu.kernel import crypto
from hemu.kernel.errors import Refused
from hemu.loop.screening.models import VillagersReport
from hemu.loop.screening.villagers import waiting
from hemu.loop.screening.villagers.models import ReportFile, Step

_PHOTOS = {Format.JPEG: "image/jpeg", Format.PNG: "image/png"}
MOST_FILES = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that waits for its report to be sent. `media` is its media type, by its content; `digest` is
    hexadecimal and the same for the same content; the place is where a photo was taken, in degrees of
    WGS 84, and there only if that may be told.
    """

    media: str
    size: int
    digest: str
    stored: str
    preview: str = ""
    longitude: float | None = None
    latitude: float | None = None


@dataclass(slots=True)
class Looked:
    """Files that were looked through: those that are kept, and for every other why it isn't."""

    kept: list[Kept] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def look_through(contents: Sequence[bytes], *, most: int = MOST_FILES, with_place: bool = False) -> Looked:
    """Keep what can be kept, `most` of them; one bad file takes no good one with it."""
    looked = Looked()
    for number, content in enumerate(contents, 1):
        if len(looked.kept) >= most:
            words = _("一次最多 %(most)s 个文件，其余的请在查询页面补充。") % {"most": MOST_FILES}
            looked.refused.append(words)
            break
        try:
            looked.kept.append(_photo(content, with_place) or _sound(content))
        except Refused as refused:
            numbered = _("第 %(number)s 个文件没有收下：%(why)s")
            looked.refused.append(numbered % {"number": number, "why": refused})
    return looked


def _photo(content: bytes, with_place: bool) -> Kept | None:
    try:
        found = inspect(content)
    except Refused as refused:
        if refused.code == "unknown_format":
            return None
        raise
    if found.format not in _PHOTOS:
        return None
    preview = waiting.put(found.preview) if found.preview else ""
    kept = _kept(_PHOTOS[found.format], found.content, preview)
    if not with_place:
        return kept
    notes = notes_of(content)
    return replace(kept, longitude=notes.longitude, latitude=notes.latitude)


def _sound(content: bytes) -> Kept:
    try:
        media = sounds.media_type(content)
    except Refused as refused:
        if refused.code != "not_a_voice":
            raise
        raise Refused(_("这里只收照片和录音。"), field="files", code="not_for_here") from refused
    return _kept(media, content)


def _kept(media: str, content: bytes, preview: str = "") -> Kept:
    digest = crypto.keyed_hash(sha256(content).hexdigest(), purpose="villagers-file").hex()
    return Kept(media, len(content), digest, waiting.put(content), preview)


def write(report: VillagersReport, step: Step, kept: Sequence[Kept]) -> None:
    """Put files that were kept to a step of a report; raises Refused when one waited too long."""
    for name in (name for one in kept for name in (one.stored, one.preview) if name):
        waiting.settle(name)
    ReportFile.objects.bulk_create(
        ReportFile(
            county=report.county,
            report_id=report.id,
            step_id=step.id,
            media=one.media,
            size=one.size,
            digest=bytes.fromhex(one.digest),
            stored=one.stored,
            preview=one.preview,
            longitude=one.longitude,
            latitude=one.latitude,
        )
        for one in kept
    )


def read(name: str) -> bytes:
    """The content of a sealed file; raises FileNotFoundError."""
    with store().open(name) as file:
        return crypto.unseal_bytes(file.read())


def forget_voices(report: VillagersReport) -> None:
    """Delete the recordings of a report for good, and where its photos were taken."""
    rows = ReportFile.objects.in_county(report.county, report_id=report.id)
    for one in rows.order_by("id"):
        if one.is_image:
            continue
        one.delete()
        store().remove(one.stored)
    rows.update(longitude=None, latitude=None)
