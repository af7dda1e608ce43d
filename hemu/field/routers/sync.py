"""Sending (docs/field-sync.md §4)."""

from __future__ import annotations

import json
import zlib
from typing import Any, Final, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from ninja.errors import ValidationError as Invalid
from pydantic import ValidationError

from hemu.field import envelope
from hemu.field.refusals import Said
from hemu.field.routers.shared import caller
from hemu.field.schemas import EnvelopeIn

router = Router()
MOST_BYTES: Final = 2 * 2**20
_GZIP: Final = 31
"""What zlib wants to be told for a gzip wrapper (RFC 1952)."""


@router.post("/sync", response=dict[str, Any])
def sync(request: HttpRequest) -> Any:
    """Carry out an envelope of up to fifty items, once."""
    try:
        given = EnvelopeIn.model_validate(_body(request))
    except ValidationError as error:
        raise Invalid(list(error.errors())) from error  # type: ignore[arg-type]  # dicts of another name
    return envelope.receive(given, caller(request))


def _body(request: HttpRequest) -> Any:
    content = request.body
    encoding = request.headers.get("Content-Encoding", "identity").lower()
    if encoding == "gzip":
        content = _unzipped(content)
    elif encoding != "identity":
        raise Said(_("只能用 gzip 压缩。"), code="encoding", status=415)
    if len(content) > MOST_BYTES:
        raise _too_large()
    try:
        found = json.loads(content, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Said(_("请求内容无法读取。"), code="unreadable", status=400) from None
    return _storable(found) if b"\\u0000" in content or b"\\ud" in content.lower() else found


def _unzipped(content: bytes) -> bytes:
    reader = zlib.decompressobj(_GZIP)
    try:
        found = reader.decompress(content, MOST_BYTES + 1)
    except zlib.error:
        raise Said(_("请求内容无法读取。"), code="unreadable", status=400) from None
    if len(found) <= MOST_BYTES and not reader.eof:
        raise Said(_("请求内容无法读取。"), code="unreadable", status=400)
    return found


def _too_large() -> Said:
    return Said(_("一次发得太多，请分几次发。"), code="too_large", status=413)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _storable(value: Any) -> Any:
    """Without the characters that no text of the database can hold: NUL, and halves of a pair."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "ignore").decode()
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(one) for name, one in value.items()}
    return value
