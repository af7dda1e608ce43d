"""Photos of a visit: checked, written anew without the camera's notes, kept by their content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from django.core import signing
from django.utils.translation import gettext as _

from hemu.documents.inspection import inspect
from hemu.documents.models import Format
from hemu.documents.store import store
from hemu.kernel.errors import Missing, Refused
from hemu.loop.screening.models import Visit
from hemu.orgs.actor import Actor

MOST_PHOTOS = 9
_TYPES = {Format.JPEG: "image/jpeg", Format.PNG: "image/png"}
_SALT = "hemu.screening.photos"
_PNG = b"\x89PNG"


def keep_photo(content: bytes) -> str:
    """Keep an image; answers its name in the store. Raises Refused (field ``photos``) for anything else."""
    try:
        found = inspect(content)
    except Refused as refused:
        raise Refused(refused.message, field="photos", code=refused.code) from refused
    if found.format not in _TYPES:
        raise Refused(_("这里只能上传照片（JPG、PNG）。"), field="photos", code="not_a_photo")
    return store().put(found.content)


def sign_kept(names: Sequence[str], by: Actor) -> str:
    """Names of photos that this person uploaded, for a form to carry: nobody can name another's."""
    return signing.dumps([by.person_id, list(names)], salt=_SALT) if names else ""


def read_kept(signed: str, by: Actor) -> list[str]:
    """The names that :func:`sign_kept` signed for this person; empty for anything else."""
    try:
        person_id, names = signing.loads(signed, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return []
    return [str(name) for name in names] if person_id == by.person_id else []


def open_photo(visit: Visit, number: int) -> tuple[BinaryIO, str]:
    """The bytes of a photo of a visit that was read within a scope, and their type. Raises Missing."""
    try:
        content = store().open(visit.photos[number])
    except (IndexError, FileNotFoundError) as error:
        raise Missing(_("没有找到这张照片。")) from error
    head = content.read(len(_PNG))
    content.seek(0)
    return content, _TYPES[Format.PNG if head == _PNG else Format.JPEG]
