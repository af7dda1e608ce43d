"""Registering and reading disputes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema
from ninja.responses import Status

from hemu.api import show
from hemu.api.once import Answer, once
from hemu.api.routers.shared import actor, caller, cursor, cursor_of, new_party, reads, span
from hemu.api.schemas import BatchIn, DisputeIn
from hemu.disputes import queries
from hemu.disputes.models import Dispute
from hemu.disputes.registration import NewDispute, register, register_many
from hemu.kernel.errors import Refused
from hemu.kernel.places import parse_code
from hemu.orgs.permissions import Permission
from hemu.privacy.naming import mask_titles

router = Router(tags=["disputes"])
MOST_A_PAGE = 200


def _new(given: DisputeIn) -> NewDispute:
    parts = given.dict(exclude={"parties", "region"})
    parties = tuple(new_party(party) for party in given.parties)
    return NewDispute(region=parse_code(given.region), parties=parties, **parts)


@router.post("/disputes", response={201: dict[str, Any]}, summary=gettext_noop("登记一件纠纷"))
def create(request: HttpRequest, body: DisputeIn) -> Any:
    """Register one dispute: 201 with the dispute as a list shows it."""

    def done() -> Answer:
        return 201, show.brief(register(_new(body), by=actor(request)))

    status, answer = once(request, caller(request), done)
    return Status(status, answer)


@router.post("/disputes/batch", response={200: dict[str, Any]}, summary=gettext_noop("登记至多五十件纠纷"))
def create_many(request: HttpRequest, body: BatchIn) -> Any:
    """Register up to fifty in one transaction, each by itself: one refused doesn't hold up the rest."""

    def done() -> Answer:
        results = register_many([_new(given) for given in body.disputes], by=actor(request))
        return 200, {"results": [_one_of_many(result) for result in results]}

    status, answer = once(request, caller(request), done)
    return Status(status, answer)


def _one_of_many(result: Dispute | Refused) -> dict[str, Any]:
    if isinstance(result, Refused):
        return show.refusal(result)
    return {"status": 201, "dispute": show.brief(result)}


class Wanted(Schema):
    """What a list is narrowed to; `after` is the cursor that the page before gave."""

    q: str = ""
    region: str = ""
    state: list[int] = []
    colour: list[int] = []
    kind: list[int] = []
    source: list[int] = []
    since: date | None = None
    until: date | None = None
    overdue: bool = False
    with_unit: bool = False
    after: str = ""
    size: int = 50


@router.get("/disputes", summary=gettext_noop("查询纠纷"))
@reads
def index(request: HttpRequest, wanted: Query[Wanted]) -> Any:
    """Disputes of the caller's scope, the newest first, `size` (at most 200) a page."""
    chosen = queries.Filter(
        text=wanted.q,
        region=span(wanted.region),
        states=tuple(wanted.state),
        colours=tuple(wanted.colour),
        kinds=tuple(wanted.kind),
        sources=tuple(wanted.source),
        since=wanted.since,
        until=wanted.until,
        overdue=wanted.overdue,
        with_unit=wanted.with_unit,
    )
    by = actor(request)
    by.require(Permission.VIEW)
    size = min(max(wanted.size, 1), MOST_A_PAGE)
    rows = queries.listed(chosen, by=by)
    if wanted.after:
        at, number = cursor(wanted.after)
        rows = rows.filter(Q(opened_at__lt=at) | Q(opened_at=at, id__lt=number))
    found = list(rows.order_by("-opened_at", "-id")[: size + 1])
    more = found[size - 1] if len(found) > size else None
    mask_titles(found, by=by)
    return {
        "disputes": [show.brief(row) for row in found[:size]],
        "next": cursor_of(more.opened_at, more.id) if more else None,
    }


@router.get("/disputes/{int:county}/{int:dispute_id}", summary=gettext_noop("一件纠纷的全部情况"))
@reads
def one(request: HttpRequest, county: int, dispute_id: int) -> Any:
    """One dispute: parties (numbers masked), units, clocks, links, and what the caller may do now."""
    by = actor(request)
    by.require(Permission.VIEW)
    return show.full(queries.get(county, dispute_id, by=by), by=by)


@router.get("/disputes/{int:county}/{int:dispute_id}/timeline", summary=gettext_noop("一件纠纷的台账"))
@reads
def timeline(request: HttpRequest, county: int, dispute_id: int) -> Any:
    """The ledger, newest first, with its hashes."""
    by = actor(request)
    by.require(Permission.VIEW)
    dispute = queries.get(county, dispute_id, by=by)
    personal = by.may(Permission.LEDGER)
    return {"entries": [show.entry(found, with_personal=personal) for found in queries.timeline(dispute)]}
