"""Files of phones: announced, sent piece by piece, checked, and put to what they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.documents import sounds
from hemu.documents.inspection import MOST_BYTES, inspect
from hemu.documents.models import Format
from hemu.documents.notes import Notes, notes_of
from hemu.documents.store import store
from hemu.field import clockwork, devices, drafts
from hemu.field.attaching import to_dispute
from hemu.field.entry import Caller
from hemu.field.models import Upload, UploadState
from hemu.field.refusals import Said
from hemu.field.schemas import UploadIn
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.loop.screening.sent.files import Piece, add_files
from hemu.loop.screening.sent.models import FileKind, Witness
from hemu.orgs.actor import Actor

KINDS: Final = {"photo": FileKind.PHOTO, "voice": FileKind.VOICE}
MOST: Final = {FileKind.PHOTO: MOST_BYTES, FileKind.VOICE: sounds.MOST_BYTES}
LONGEST_CHUNK: Final = 2**20
USUAL_CHUNK: Final = 2**18
_PHOTOS: Final = {Format.JPEG: "image/jpeg", Format.PNG: "image/png"}


def begin(given: UploadIn, caller: Caller) -> Upload:
    """Announce a file; again: the row as it stands. Raises Refused, Conflict ``id_taken``."""
    kind = KINDS.get(given.kind)
    if kind is None:
        raise Refused(_("没有这种文件。"), field="kind", code="invalid")
    if given.size > MOST[kind]:
        message = _("文件超过 %(most)s MB，不能上传。") % {"most": MOST[kind] // 2**20}
        raise Refused(message, field="size", code="too_large")
    where = given.position
    row, _new = Upload.objects.get_or_create(
        pk=given.id,
        defaults={
            "device_id": caller.device.pk, "person_id": caller.actor.person_id, "kind": kind,
            "item_id": given.item, "order": given.order, "sha256": given.sha256, "size": given.size,
            "said_taken_at": clockwork.as_moment(given.taken_at) if given.taken_at is not None else None,
            "said_latitude": where.latitude if where else None,
            "said_longitude": where.longitude if where else None,
            "made_at": clock.now(),
        },
    )  # fmt: skip
    if row.device_id != caller.device.pk or row.sha256 != given.sha256 or row.item_id != given.item:
        raise Conflict(_("这个编号已用于另一个文件。"), field="id", code="id_taken")
    return row


def get(upload_id: int, caller: Caller) -> Upload:
    """One of the phone's own files; raises Missing."""
    row = Upload.objects.filter(pk=upload_id, device_id=caller.device.pk).first()
    if row is None:
        raise Missing(_("没有找到这个文件。"))
    return row


@transaction.atomic
def append(upload_id: int, offset: int, content: bytes, caller: Caller) -> Upload:
    """Add a piece at `offset`. One that is here already changes nothing. Raises Said ``offset``."""
    if len(content) > LONGEST_CHUNK:
        raise Said(_("一次发得太多。"), code="too_large", status=413)
    row = _held(upload_id, caller)
    if row.state != UploadState.OPEN or offset + len(content) <= row.offset:
        return row
    if offset != row.offset or offset + len(content) > row.size:
        raise _other_offset(row)
    drafts.write(row.pk, offset, content)
    row.offset += len(content)
    row.save(update_fields=["offset"])
    return row


def _held(upload_id: int, caller: Caller) -> Upload:
    rows = Upload.objects.select_for_update().filter(pk=upload_id, device_id=caller.device.pk)
    row = rows.first()
    if row is None:
        raise Missing(_("没有找到这个文件。"))
    return row


def _other_offset(row: Upload) -> Said:
    return Said(_("文件没有接上，请从服务器已有的位置继续。"), code="offset", status=409, offset=row.offset)


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept."""

    content: bytes
    media_type: str
    notes: Notes


def finish(upload_id: int, caller: Caller) -> Upload:
    """All has come: check it, keep it, and put it to its item when that is here.

    Raises Said ``offset`` or ``checksum``; Refused (state ``refused``) for what can't be kept.
    """
    row = get(upload_id, caller)
    if row.state == UploadState.REFUSED:
        raise _refusal(row)
    if row.state == UploadState.DONE:
        return row
    if row.offset != row.size:
        raise _other_offset(row)
    content = drafts.read(row.pk)
    if len(content) != row.size or drafts.sha256(content) != row.sha256:
        _start_again(row)
        raise Said(_("文件传输有误，请重新上传。"), code="checksum", status=409, offset=0)
    try:
        checked = _check(FileKind(row.kind), content)
    except Refused as refused:
        raise _refuse(row, refused) from refused
    stored = store().put(checked.content)
    row = _keep(row, checked, stored, caller)
    drafts.drop(row.pk)
    return row


def _start_again(row: Upload) -> None:
    drafts.drop(row.pk)
    Upload.objects.filter(pk=row.pk, state=UploadState.OPEN).update(offset=0)


def _refuse(row: Upload, refused: Refused) -> Said:
    row.refusal = {"code": refused.code, "message": str(refused.message)}
    row.state, row.done_at = UploadState.REFUSED, clock.now()
    row.save(update_fields=["refusal", "state", "done_at"])
    drafts.drop(row.pk)
    return _refusal(row)


def _refusal(row: Upload) -> Said:
    return Said(row.refusal["message"], code=row.refusal["code"], field="file", state="refused")


def _check(kind: FileKind, content: bytes) -> Checked:
    if kind == FileKind.VOICE:
        return Checked(content, sounds.media_type(content), Notes())
    found = inspect(content)
    if found.format not in _PHOTOS:
        raise Refused(_("这里只能上传照片（JPG、PNG）。"), field="file", code="not_a_photo")
    return Checked(found.content, _PHOTOS[found.format], notes_of(content))


@transaction.atomic
def _keep(row: Upload, checked: Checked, stored: str, caller: Caller) -> Upload:
    devices.hold(caller.device)  # the item's envelope holds it too: neither misses the other
    row = _held(row.pk, caller)
    if row.state != UploadState.OPEN:
        return row
    notes = checked.notes
    row.stored, row.stored_size, row.media_type = stored, len(checked.content), checked.media_type
    row.taken_at, row.latitude, row.longitude = notes.taken_at, notes.latitude, notes.longitude
    row.camera, row.state, row.done_at = notes.camera, UploadState.DONE, clock.now()
    row.save()
    _attach([row], by=caller.actor)
    return row


def attach_arrived(item_ids: Iterable[int], *, by: Actor) -> None:
    """Put to their items the files that were here before these."""
    wanted = list(item_ids)
    if not wanted:
        return
    waiting = Upload.objects.filter(
        item_id__in=wanted, state=UploadState.DONE, attached=False, person_id=by.person_id
    )
    _attach(list(waiting.order_by("item_id", "order", "id")), by=by)


def _attach(rows: Sequence[Upload], *, by: Actor) -> None:
    for item_id in sorted({row.item_id for row in rows}):
        own = [row for row in rows if row.item_id == item_id]
        if add_files(item_id, [piece(row) for row in own], by=by) or to_dispute(item_id, own, by=by):
            Upload.objects.filter(pk__in=[row.pk for row in own]).update(attached=True)


def piece(row: Upload) -> Piece:
    """The file as the visit takes it: what the picture says counts before what the phone says."""
    by_picture = row.taken_at is not None or row.latitude is not None
    by_phone = not by_picture and (row.said_taken_at is not None or row.said_latitude is not None)
    return Piece(
        id=row.pk, kind=FileKind(row.kind), order=row.order, stored=row.stored, size=row.stored_size,
        media_type=row.media_type, camera=row.camera,
        witness=Witness.PICTURE if by_picture else Witness.PHONE if by_phone else Witness.NOBODY,
        taken_at=row.taken_at if by_picture else row.said_taken_at,
        latitude=row.latitude if by_picture else row.said_latitude,
        longitude=row.longitude if by_picture else row.said_longitude,
    )  # fmt: skip


def names_of(upload_ids: Sequence[int], device_id: int) -> list[str]:
    """The store's names of photos of this phone that are here, in the order asked for."""
    rows = Upload.objects.filter(
        pk__in=upload_ids, device_id=device_id, state=UploadState.DONE, kind=FileKind.PHOTO
    )
    found = {row.pk: row.stored for row in rows.order_by("pk")} if upload_ids else {}
    return [found[number] for number in upload_ids if number in found]
