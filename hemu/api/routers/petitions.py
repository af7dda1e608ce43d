"""Petition work orders that an office above pushes down, and where each stands."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router
from ninja.responses import Status

from hemu.api import incoming, show
from hemu.api.once import Answer, once
from hemu.api.routers.shared import actor, caller, cursor, cursor_of, reads, span
from hemu.kernel import clock
from hemu.kernel.places import parse_code, show_code
from hemu.loop.screening import actions
from hemu.loop.screening.models import Petition
from hemu.loop.screening.petitions import queries
from hemu.loop.screening.petitions.models import Act, PetitionClock, Term

router = Router(tags=["petitions"])
MOST_A_PAGE = 200


def _shown(row: Petition, held: PetitionClock | None) -> dict[str, Any]:
    return {
        "county": row.county,
        "id": str(row.id),
        "number": row.number,
        "region": show_code(row.region),
        "place": row.place,
        "from_unit": row.from_unit,
        "received_at": row.received_at,
        "narrative": row.narrative,
        "term": show.coded(Term(held.term)) if held else None,
        "due_at": held.due_at if held else None,
        "overdue": held is not None and held.due_at < clock.now(),
        "answered_at": row.answered_at,
        "answer": row.answer,
    }


def _brief(row: Petition) -> dict[str, Any]:
    return _shown(row, queries.open_clocks([row]).get(row.id))


@router.post(
    "/petitions",
    response={200: dict[str, Any], 201: dict[str, Any]},
    summary=gettext_noop("交办一件信访"),
)
def create(request: HttpRequest, body: incoming.PetitionIn) -> Any:
    """Take one work order: 201 when it is new, 200 when it is there just the same, 409 when it differs."""

    def done() -> Answer:
        parts = body.dict(exclude={"region"})
        taken = actions.take_petition(**parts, region=parse_code(body.region), by=actor(request))
        return (201 if taken.is_new else 200), _brief(taken.petition)

    return Status(*once(request, caller(request), done))


@router.get("/petitions", summary=gettext_noop("查询信访件"))
@reads
def index(request: HttpRequest, wanted: Query[incoming.PetitionsWanted]) -> Any:
    """Petitions of the caller's scope, the newest first, `size` (at most 200) a page."""
    rows = queries.petitions(actor(request), waiting=wanted.open)
    area = span(wanted.region)
    if area is not None:
        rows = rows.filter(region__gte=area.lo, region__lt=area.hi)
    if wanted.after:
        at, number = cursor(wanted.after)
        rows = rows.filter(Q(received_at__lt=at) | Q(received_at=at, id__lt=number))
    size = min(max(wanted.size, 1), MOST_A_PAGE)
    found = list(rows[: size + 1])
    held = queries.open_clocks(found[:size])
    more = found[size - 1] if len(found) > size else None
    return {
        "petitions": [_shown(row, held.get(row.id)) for row in found[:size]],
        "next": cursor_of(more.received_at, more.id) if more else None,
    }


@router.get("/petitions/{int:county}/{int:petition_id}", summary=gettext_noop("一件信访的全部情况"))
@reads
def one(request: HttpRequest, county: int, petition_id: int) -> Any:
    """One petition: its stage, the time that runs, and everything that was done. Nobody is named in it."""
    row = queries.petition(county, petition_id, by=actor(request))
    return {
        **_brief(row),
        "stage": show.coded(queries.stage(row)),
        "history": [
            {"act": show.coded(Act(step.act)), "at": step.at, "unit": step.unit_name, "basis": step.basis}
            for step in queries.history(row)
        ],
    }
