"""Fetching the day's list and the reference data (docs/field-sync.md §3)."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from ninja import Router

from hemu.field import reference, today
from hemu.field.clockwork import as_ms
from hemu.field.routers.shared import caller
from hemu.kernel import clock
from hemu.orgs.actor import Actor

router = Router()


@router.get("/today")
def day(request: HttpRequest) -> Any:
    """What waits for the post."""
    return _answer(request, today.today, made_at=True)


@router.get("/reference")
def lists(request: HttpRequest) -> Any:
    """Code lists, the form, the post's own grids."""
    return _answer(request, reference.reference)


def _answer(
    request: HttpRequest, read: Callable[[Actor], dict[str, Any]], *, made_at: bool = False
) -> HttpResponse:
    """The content with its version as ETag; 304 without a body when the phone has that version."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_read_only = on")
        found = read(caller(request).actor)
    version = today.version({**found, "language": get_language()})
    now = as_ms(clock.now())
    if request.headers.get("If-None-Match", "").strip() == f'"{version}"':
        response = HttpResponse(status=304)
    else:
        more = {"version": version, **({"made_at": now} if made_at else {})}
        response = _json(request, {**more, **found})
    response["ETag"] = f'"{version}"'
    response["Hemu-Time"] = str(now)
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Accept-Encoding", "Authorization"])
    return response


def _json(request: HttpRequest, found: dict[str, Any]) -> HttpResponse:
    """Gzipped where the phone takes it: nothing in the answer is chosen by whoever might listen."""
    content = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(content, content_type="application/json")
    packed = gzip.compress(content, 6, mtime=0)
    return HttpResponse(packed, content_type="application/json", headers={"Content-Encoding": "gzip"})
