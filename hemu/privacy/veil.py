"""Names on every page and answer of a dispute, for those who look and don't work on it.

Whoever only looks (a county's or prefecture's viewers) reads names masked (个人信息保护法6, 51), and opens
one for a reason, on record, as any other field (:mod:`hemu.privacy.actions`). A dispute's page is put
together from many parts by many hands; so it is the finished answer that is gone through, and no part can
forget it. Papers and sheets are gone through before they are filled in (:func:`for_reader`); what can't be
gone through (photos, scans, volumes) isn't handed to them (:func:`require_names`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute, Party
from hemu.kernel.errors import Forbidden
from hemu.orgs.actor import Actor
from hemu.privacy.masks import hide_names, needs_names
from hemu.privacy.naming import people_of

_read: ContextVar[list[Dispute] | None] = ContextVar("read_by_onlookers", default=None)
_OPEN = "names_are_open"
Told = TypeVar("Told")


def knows_names(dispute: Dispute, by: Actor) -> bool:
    """Whether the actor works on disputes, or was given this one: a lawyer who is asked needs to know."""
    return needs_names(by) or by.unit_id == 0 or not by.covers(dispute.region)


def require_names(dispute: Dispute, by: Actor) -> None:
    """Raise Forbidden for an onlooker, before what names people and can't be masked is handed out."""
    if not knows_names(dispute, by):
        raise Forbidden(
            _("文书、照片、录音里有当事人的姓名和情况，只给办理这件纠纷的单位打开。"), code="names"
        )


def note_reading(dispute: Dispute, by: Actor) -> None:
    """Remember for this request that an onlooker was shown a dispute."""
    held = _read.get()
    if held is not None and not knows_names(dispute, by):
        held.append(dispute)


def leave_open(response: HttpResponseBase) -> None:
    """This answer shows what was just opened on record."""
    setattr(response, _OPEN, True)


class VeilMiddleware:
    """Masks names in the answer to an onlooker's request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        read: list[Dispute] = []
        token = _read.set(read)
        try:
            response = self.get_response(request)
        finally:
            _read.reset(token)
        if read and not getattr(response, _OPEN, False):
            _cover(response, read)
        return response


def _cover(response: Any, disputes: Sequence[Dispute]) -> None:
    kind = response.get("Content-Type", "").partition(";")[0]
    if response.streaming or kind not in ("text/html", "application/json"):
        return
    people = list(people_of(disputes))
    text = response.content.decode(response.charset)
    if kind == "text/html":
        response.content = hide_names(text, people)
    elif text:
        response.content = json.dumps(_covered(json.loads(text), people), ensure_ascii=False)


def _covered(told: Any, people: Sequence[Party]) -> Any:
    if isinstance(told, str):
        return hide_names(told, people)
    if isinstance(told, list | tuple):
        return [_covered(one, people) for one in told]
    if isinstance(told, Mapping):
        return {name: _covered(one, people) for name, one in told.items()}
    return told


def for_reader(told: Told, dispute: Dispute, by: Actor) -> Told:
    """Texts, in lists and mappings however deep, as the actor may read them of a dispute."""
    if knows_names(dispute, by):
        return told
    found: Told = _covered(told, list(people_of([dispute])))
    return found
