"""Police incidents: taken in as often as they are sent, and brought through their tiers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router
from ninja.responses import Status

from hemu.api import incoming, show
from hemu.api.once import Answer, once
from hemu.api.routers.shared import actor, caller, cursor, cursor_of, new_party, reads, span
from hemu.api.schemas import DisputeIn
from hemu.disputes import origins
from hemu.disputes.models import Source
from hemu.disputes.registration import NewDispute
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.kernel.places import parse_code, show_code
from hemu.loop.screening import actions
from hemu.loop.screening.incidents import queries
from hemu.loop.screening.incidents.actions import Taken
from hemu.loop.screening.models import Incident, IncidentCall, IncidentStep, IncidentTier, Satisfaction
from hemu.orgs.actor import Actor

router = Router(tags=["incidents"])
PATH = "/incidents/{int:county}/{int:incident_id}"
MOST_A_PAGE = 200


def _shown(row: Incident, step: IncidentStep | None) -> dict[str, Any]:
    return {
        "county": row.county,
        "id": str(row.id),
        "number": row.number,
        "region": show_code(row.region),
        "place": row.place,
        "reported_at": row.reported_at,
        "narrative": row.narrative,
        "tier": show.coded(IncidentTier(row.tier)),
        "turn": show.unit(step.holder_id, step.holder_name) if step else None,
        "claimed": step is not None and not step.waits_for_claim,
        "due_at": step.turn_due_at if step else None,
        "overdue": step is not None and step.turn_due_at < clock.now(),
        "settled_at": row.settled_at,
        "result": row.result,
    }


def _step(step: IncidentStep) -> dict[str, Any]:
    return {
        "tier": show.coded(IncidentTier(step.tier)),
        "unit": show.unit(step.holder_id, step.holder_name),
        "with": show.unit(step.helper_id, step.helper_name),
        "note": step.note,
        "started_at": step.started_at,
        "claimed_at": step.claimed_at,
        "due_at": step.turn_due_at,
        "ended_at": step.ended_at,
        "overdue_at": step.overdue_at,
    }


def _call(call: IncidentCall) -> dict[str, Any]:
    said = call.satisfaction
    return {
        "at": call.at,
        "reached": call.reached,
        "satisfaction": show.coded(Satisfaction(said)) if said else None,
        "note": call.note,
    }


def _brief(row: Incident) -> dict[str, Any]:
    return _shown(row, queries.open_steps([row]).get(row.id))


def _take(given: incoming.IncidentIn, by: Actor) -> Taken:
    parts = given.dict(exclude={"region"})
    return actions.take_incident(**parts, region=parse_code(given.region), by=by)


@router.post(
    "/incidents", response={200: dict[str, Any], 201: dict[str, Any]}, summary=gettext_noop("报送一起警情")
)
def create(request: HttpRequest, body: incoming.IncidentIn) -> Any:
    """Take one incident: 201 when it is new, 200 when it is there just the same, 409 when it differs."""

    def done() -> Answer:
        taken = _take(body, actor(request))
        return (201 if taken.is_new else 200), _brief(taken.incident)

    return Status(*once(request, caller(request), done))


@router.post("/incidents/batch", response={200: dict[str, Any]}, summary=gettext_noop("报送至多二百起警情"))
def create_many(request: HttpRequest, body: incoming.IncidentsIn) -> Any:
    """Take up to two hundred in one transaction, each by itself: one refused doesn't hold up the rest."""

    def done() -> Answer:
        by = actor(request)
        with transaction.atomic():
            return 200, {"results": [_one_of_many(given, by) for given in body.incidents]}

    return Status(*once(request, caller(request), done))


def _one_of_many(given: incoming.IncidentIn, by: Actor) -> dict[str, Any]:
    try:
        with transaction.atomic():
            taken = _take(given, by)
    except Refused as refused:
        return {"number": given.number, **show.refusal(refused)}
    row = taken.incident
    return {
        "number": given.number,
        "status": 201 if taken.is_new else 200,
        "county": row.county,
        "id": str(row.id),
    }


@router.get("/incidents", summary=gettext_noop("查询警情"))
@reads
def index(request: HttpRequest, wanted: Query[incoming.Wanted]) -> Any:
    """Incidents of the caller's scope, the newest first, `size` (at most 200) a page."""
    rows = queries.incidents(actor(request), settled=False if wanted.open else None)
    area = span(wanted.region)
    if area is not None:
        rows = rows.filter(region__gte=area.lo, region__lt=area.hi)
    if wanted.tier:
        rows = rows.filter(tier__in=wanted.tier)
    if wanted.since:
        rows = rows.filter(reported_at__gte=clock.midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(reported_at__lt=clock.midnight(wanted.until + timedelta(days=1)))
    if wanted.after:
        at, number = cursor(wanted.after)
        rows = rows.filter(Q(reported_at__lt=at) | Q(reported_at=at, id__lt=number))
    size = min(max(wanted.size, 1), MOST_A_PAGE)
    found = list(rows[: size + 1])
    steps = queries.open_steps(found[:size])
    more = found[size - 1] if len(found) > size else None
    return {
        "incidents": [_shown(row, steps.get(row.id)) for row in found[:size]],
        "next": cursor_of(more.reported_at, more.id) if more else None,
    }


@router.get(PATH, summary=gettext_noop("一起警情的全部情况"))
@reads
def one(request: HttpRequest, county: int, incident_id: int) -> Any:
    """One incident: the tiers that it went through, the calls back, and what was opened from it."""
    row = queries.incident(county, incident_id, by=actor(request))
    opened = origins.opened_from(Source.INCIDENT, row.id)
    return {
        **_brief(row),
        "steps": [_step(step) for step in queries.steps(row)],
        "calls": [_call(call) for call in queries.calls(row)],
        "opened": [{"label": item.label, "url": item.url, "at": item.at} for item in opened],
    }


def _act(request: HttpRequest, county: int, incident_id: int, work: Callable[[Incident, Actor], Any]) -> Any:
    by = actor(request)

    def done() -> Answer:
        work(queries.incident(county, incident_id, by=by), by)
        return 200, _brief(queries.incident(county, incident_id, by=by))

    return Status(*once(request, caller(request), done))


@router.post(f"{PATH}/claim", response={200: dict[str, Any]}, summary=gettext_noop("认领警情"))
def claim(request: HttpRequest, county: int, incident_id: int, body: incoming.ClaimIn) -> Any:
    """The police office, or the centre, takes it in hand; its time to handle it begins."""
    return _act(request, county, incident_id, lambda row, by: actions.claim_incident(row, by=by))


@router.post(f"{PATH}/pass", response={200: dict[str, Any]}, summary=gettext_noop("警情转入其他层级"))
def pass_on(request: HttpRequest, county: int, incident_id: int, body: incoming.PassIn) -> Any:
    """Take it to another tier: the last one's clock stops, the new one's begins."""

    def work(row: Incident, by: Actor) -> Incident:
        return actions.pass_incident(row, body.tier, body.note, by=by)

    return _act(request, county, incident_id, work)


@router.post(f"{PATH}/call", response={200: dict[str, Any]}, summary=gettext_noop("记警情电话回访"))
def call_back(request: HttpRequest, county: int, incident_id: int, body: incoming.CallIn) -> Any:
    """Write down a call to those who called the police; one that nobody answered too."""
    return _act(request, county, incident_id, lambda row, by: actions.call_back(row, **body.dict(), by=by))


@router.post(f"{PATH}/settle", response={200: dict[str, Any]}, summary=gettext_noop("警情处置完毕"))
def settle(request: HttpRequest, county: int, incident_id: int, body: incoming.SettleIn) -> Any:
    """Say what came of it; its clock stops."""
    return _act(
        request, county, incident_id, lambda row, by: actions.settle_incident(row, body.result, by=by)
    )


@router.post(f"{PATH}/dispute", response={201: dict[str, Any]}, summary=gettext_noop("由警情登记纠纷"))
def dispute(request: HttpRequest, county: int, incident_id: int, body: DisputeIn) -> Any:
    """Register the dispute that it turned out to be; both show where it came from."""
    by = actor(request)

    def done() -> Answer:
        origin = origins.read(Source.INCIDENT, county, incident_id, by=by)
        parts = body.dict(exclude={"parties", "region"})
        parties = tuple(new_party(party) for party in body.parties)
        new = NewDispute(region=parse_code(body.region), parties=parties, **parts)
        return 201, show.brief(actions.register_dispute(new, by=by, origin=origin).dispute)

    return Status(*once(request, caller(request), done))
