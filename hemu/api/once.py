"""Idempotency keys: the same call twice is done once and answered the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.responses import NinjaJSONEncoder

from hemu.api.entry import Caller
from hemu.api.models import AnsweredCall
from hemu.kernel.errors import Conflict, Refused

HEADER = "Idempotency-Key"
LONGEST = 80
Answer = tuple[int, Any]


def once(request: HttpRequest, caller: Caller, work: Callable[[], Answer]) -> Answer:
    """Do `work`, one act, in one transaction with the record that it was done; answer (status, JSON body).

    A second call with the same key waits for the first, and gets its answer; with another body it is
    refused. A call that was refused leaves no record, so that it may be put right and sent again.
    """
    name = request.headers.get(HEADER, "").strip()
    if not name:
        return work()
    if len(name) > LONGEST:
        raise Refused(_("Idempotency-Key 最长 80 个字符。"), field=HEADER, code="too_long")
    wanted = _hash(request)
    with transaction.atomic():
        row, is_new = AnsweredCall.objects.get_or_create(
            key_id=caller.key_id, idempotency_key=name, defaults={"request_hash": wanted}
        )
        if not is_new:
            return _again(row, wanted)
        status, body = work()
        # In the encoding that answers are sent in: the second must be the first, to the letter.
        row.status, row.answer = status, json.loads(json.dumps(body, cls=NinjaJSONEncoder))
        row.save(update_fields=["status", "answer"])
        return status, row.answer


def _again(row: AnsweredCall, wanted: bytes) -> Answer:
    if bytes(row.request_hash) != wanted:
        raise Conflict(
            _("这个 Idempotency-Key 已用于另一个请求。"), field=HEADER, code="idempotency_key_reused"
        )
    if row.status is None:
        raise Conflict(_("这个请求正在办理，请稍后再试。"), code="in_progress")
    return row.status, row.answer


def _hash(request: HttpRequest) -> bytes:
    parts = (str(request.method), request.get_full_path(), hashlib.sha256(request.body).hexdigest())
    return hashlib.sha256("\n".join(parts).encode()).digest()
