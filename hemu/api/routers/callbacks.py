"""电话回访 and 投诉 (F4): the day's calls with their five questions; complaints sent to another unit."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router
from ninja.responses import Status

from hemu.api import show
from hemu.api.bodies import following as bodies
from hemu.api.once import Answer, once
from hemu.api.routers.making import Records, create
from hemu.api.routers.shared import actor, caller, paged, reads, span, unit
from hemu.disputes.models import Dispute, Party
from hemu.disputes.queries import get, parties
from hemu.kernel.errors import Missing
from hemu.kernel.places import show_code
from hemu.loop.followup.callbacks import actions, queries
from hemu.loop.followup.callbacks.models import QUESTIONS, Callback
from hemu.loop.followup.complaints import actions as complaining
from hemu.loop.followup.complaints import queries as complaints
from hemu.loop.followup.complaints.models import Complaint
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

router = Router(tags=["callbacks"])
PATH = "/callbacks/{int:county}/{int:callback_id}"
OF_COMPLAINT = "/complaints/{int:county}/{int:complaint_id}"


def _brief(row: Callback) -> dict[str, Any]:
    names = (
        *("county", "id", "matter", "record_id", "number", "label", "ended_at", "about_unit_id"),
        *("about_unit_name", "unit_id", "unit_name", "dealt_at", "due_at", "next_at", "tries", "state"),
        *(*QUESTIONS, "overall", "words", "complaint_id", "reached_at"),
    )
    return show.columns(row, *names) | {"region": show_code(row.region), "drawn": bool(row.sample_id)}


def _shown(row: Callback, by: Actor) -> dict[str, Any]:
    about = queries.about(row)
    return {
        **_brief(row),
        "about": about.words,
        "whom": about.whom,
        "has_number": about.has_number,
        "history": [
            show.columns(one, "outcome", "note", "person_name", "unit_name", "at")
            for one in queries.tries(row)
        ],
    }


def _find(county: int, callback_id: int, by: Actor) -> Callback:
    return queries.callback(county, callback_id, by=by)


calls = Records(router, PATH, "callback_id", _find, _shown)


def _briefs(rows: list[Callback]) -> list[dict[str, Any]]:
    return [_brief(row) for row in rows]


@router.get("/callbacks", summary=gettext_noop("查询电话回访"))
@reads
def index(request: HttpRequest, wanted: Query[bodies.CallbacksWanted]) -> Any:
    """Calls that the caller sees, what is to be rung first."""
    parts = wanted.dict(exclude={"region", "page"})
    rows = queries.callbacks(actor(request), queries.Filter(**parts, region=span(wanted.region)))
    return paged("callbacks", rows, wanted.page, _briefs)


@router.get("/callbacks/next", summary=gettext_noop("下一个要打的电话"))
@reads
def next_one(request: HttpRequest) -> Any:
    """The next call that the caller's unit can ring now; null when there is none."""
    by = actor(request)
    rows: QuerySet[Callback] = queries.to_ring(by)
    row = rows.first()
    return {"callback": _shown(row, by) if row is not None else None}


@router.get(PATH, summary=gettext_noop("一个电话回访"))
@reads
def one(request: HttpRequest, county: int, callback_id: int) -> Any:
    """One call: what it is about, whom to ask for (masked), every try."""
    by = actor(request)
    return _shown(_find(county, callback_id, by), by)


@router.post(f"{PATH}/number", response={200: dict[str, Any]}, summary=gettext_noop("查看要打的号码"))
def number(request: HttpRequest, county: int, callback_id: int, body: bodies.NumberIn) -> Any:
    """The number to ring, for the unit to which the call was dealt; who opened it and why is on record."""
    by = actor(request)

    def done() -> Answer:
        return 200, {"number": actions.open_number(_find(county, callback_id, by), body.why, by=by)}

    return Status(*once(request, caller(request), done))


@calls.act("try", gettext_noop("记一次没打通"))
def note_try(row: Callback, body: bodies.TryIn, by: Actor) -> Any:
    """A try that brought no answer; it is rung again at another time of day, so often as the rules say."""
    return actions.note_try(row, body.outcome, body.note, again_at=body.again_at, by=by)


@calls.act("no-number", gettext_noop("没有号码可打"))
def no_number(row: Callback, body: bodies.EmptyIn, by: Actor) -> Any:
    """No number was ever written down."""
    return actions.no_number(row, by=by)


@calls.act("answer", gettext_noop("记五个问题的回答"))
def answer(row: Callback, body: bodies.AnswersIn, by: Actor) -> Any:
    """Somebody answered; a complaint goes to another unit, signs of escalation open the dispute anew."""
    parts = body.dict(exclude=set(QUESTIONS))
    said = {name: getattr(body, name) for name in QUESTIONS}
    return actions.answer(row, actions.Answers(said=said, **parts), by=by)


def _complaint(row: Complaint, _by: Actor) -> dict[str, Any]:
    names = (
        *("county", "id", "number", "kind", "way", "dispute_id", "party_id", "complainant", "text"),
        *("about_unit_id", "about_unit_name", "handler_id", "handler_name", "supervisor_id"),
        *("supervisor_name", "status", "finding", "answer", "measures", "made_at", "due_at", "answered_at"),
    )
    return show.columns(row, *names) | {"region": show_code(row.region), "late": row.late_at is not None}


def _with_history(row: Complaint, by: Actor) -> dict[str, Any]:
    done = ("act", "text", "person_name", "unit_name", "at")
    return _complaint(row, by) | {"history": [show.columns(each, *done) for each in complaints.history(row)]}


def _complaint_of(county: int, complaint_id: int, by: Actor) -> Complaint:
    return complaints.complaint(county, complaint_id, by=by)


handled = Records(router, OF_COMPLAINT, "complaint_id", _complaint_of, _with_history)


@router.post("/complaints", response={201: dict[str, Any]}, summary=gettext_noop("登记投诉"))
def complain(request: HttpRequest, body: bodies.ComplaintIn) -> Any:
    """Write a complaint down; it goes to a unit other than the one that it is about (人民调解法15)."""

    def work(by: Actor) -> dict[str, Any]:
        by.require(Permission.VIEW)
        about = get(body.county or 0, body.dispute, by=by) if body.dispute else None
        where = span(body.region)
        said = complaining.Said(body.kind, region=where.lo if where else 0, complainant=body.complainant)
        row = complaining.complain(
            dispute=about, party=_party(about, body.party), about_unit=unit(body.about_unit),
            text=body.text, by=by, said=said,
        )  # fmt: skip
        # Who took it down may not be one of those who read it: the number is all that they are told.
        return show.columns(row, "county", "id", "number", "handler_name", "due_at")

    return create(request, work)


def _party(about: Dispute | None, number: int | None) -> Party | None:
    if about is None or number is None:
        return None
    found = next((party for party in parties(about) if party.pk == number), None)
    if found is None:
        raise Missing(_("没有找到这名当事人。"), field="party")
    return found


@router.get("/complaints", summary=gettext_noop("查询投诉"))
@reads
def made(request: HttpRequest, wanted: Query[bodies.ComplaintsWanted]) -> Any:
    """Complaints that the caller's unit handles or watches over; never those about itself."""
    by = actor(request)
    rows = complaints.complaints(by, status=wanted.status, kind=wanted.kind, late=wanted.late, text=wanted.q)
    return paged("complaints", rows, wanted.page, lambda found: [_complaint(row, by) for row in found])


@router.get(OF_COMPLAINT, summary=gettext_noop("一件投诉"))
@reads
def one_complaint(request: HttpRequest, county: int, complaint_id: int) -> Any:
    """One complaint with everything that was done on it."""
    by = actor(request)
    return _with_history(_complaint_of(county, complaint_id, by), by)


@handled.act("check", gettext_noop("记投诉核查"))
def check(row: Complaint, body: bodies.CheckIn, by: Actor) -> Any:
    """What was found out: whom one asked, what papers say."""
    return complaining.check(row, body.text, by=by)


@handled.act("answer", gettext_noop("答复投诉"))
def answer_complaint(row: Complaint, body: bodies.ComplaintAnswerIn, by: Actor) -> Any:
    """Answer who complained; its clock stops."""
    return complaining.answer(row, body.finding, body.text, body.measures, by=by)


@handled.act("watch", gettext_noop("投诉监督意见"))
def watch(row: Complaint, body: bodies.CheckIn, by: Actor) -> Any:
    """The unit that watches over it says something; who looks at it reads that."""
    return complaining.watch(row, body.text, by=by)
