"""Photos and voice notes (docs/field-sync.md §5)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from hemu.field import uploads
from hemu.field.models import Upload, UploadState
from hemu.field.routers.shared import caller
from hemu.field.schemas import UploadIn

router = Router()
_WORDS = {UploadState.OPEN: "open", UploadState.DONE: "done", UploadState.REFUSED: "refused"}


def _shown(row: Upload) -> dict[str, Any]:
    return {"id": str(row.pk), "offset": row.offset, "state": _WORDS[UploadState(row.state)]}


@router.post("/uploads", response=dict[str, Any])
def begin(request: HttpRequest, body: UploadIn) -> Any:
    """Announce a file."""
    return _shown(uploads.begin(body, caller(request)))


@router.post("/uploads/{int:upload_id}/chunk", response=dict[str, Any])
def chunk(request: HttpRequest, upload_id: int, offset: int) -> Any:
    """A piece of it: the raw bytes."""
    return _shown(uploads.append(upload_id, offset, request.body, caller(request)))


@router.get("/uploads/{int:upload_id}", response=dict[str, Any])
def state(request: HttpRequest, upload_id: int) -> Any:
    """How much of it is here."""
    return _shown(uploads.get(upload_id, caller(request)))


@router.post("/uploads/{int:upload_id}/finish", response=dict[str, Any])
def finish(request: HttpRequest, upload_id: int) -> Any:
    """All of it was sent."""
    return _shown(uploads.finish(upload_id, caller(request)))
