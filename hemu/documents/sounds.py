"""Voice notes: what they really are, whether they may be kept. Kept as they come: nothing is hidden in sound
that a page could run, and writing them anew would need a program for every format."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from hemu.documents.inspection import inspect
from hemu.documents.models import Format
from hemu.kernel.errors import Refused

MOST_BYTES: Final = 10 * 2**20
"""Ten minutes as a telephone records speech."""
_TYPES: Final = {
    Format.MP3: "audio/mpeg",
    Format.M4A: "audio/mp4",
    Format.MP4: "audio/mp4",
    Format.WAV: "audio/wav",
    Format.AMR: "audio/amr",
}


def media_type(content: bytes) -> str:
    """The media type of a voice note, by its content. Raises Refused (field ``file``)."""
    if len(content) > MOST_BYTES:
        raise Refused(_("录音太长了，请分成几段，每段不超过十分钟。"), field="file", code="too_large")
    found = _browser_type(content[:64])
    if found:
        return found
    try:
        return _TYPES[inspect(content).format]
    except (KeyError, Refused) as error:
        raise Refused(_("这不是能收下的录音。"), field="file", code="not_a_voice") from error


def _browser_type(head: bytes) -> str:
    """What browsers record: Matroska's WebM (RFC 9559) and Ogg (RFC 3533)."""
    if head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head:
        return "audio/webm"
    return "audio/ogg" if head.startswith(b"OggS") else ""
