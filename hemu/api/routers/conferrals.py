"""会商研判 (A6): called, attended, concluded item by item, its measures carried out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router

from hemu.api import show
from hemu.api.bodies import assessment as bodies
from hemu.api.routers.making import Records, create
from hemu.api.routers.shared import actor, paged, reads, unit
from hemu.disputes.queries import get
from hemu.loop.assessment.conferral import actions, queries
from hemu.loop.assessment.conferral.models import Conferral, Item
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

router = Router(tags=["conferrals"])
PATH = "/conferrals/{int:county}/{int:conferral_id}"
_BRIEF = ("county", "id", "number", "subject", "held_at", "place", "chair", "status", "unit_id", "unit_name")
_MEASURE = ("id", "task", "unit_id", "unit_name", "owner", "due_at", "done_at", "done_by", "result")


def _shown(row: Conferral, by: Actor) -> dict[str, Any]:
    items, measures = queries.items(row), queries.measures(row)
    may_open = queries.seen(items, by=by)
    return {
        **show.columns(row, *_BRIEF, "summary", "closed_at"),
        "attendance": [
            show.columns(one, "unit_id", "unit_name", "present", "person_name")
            for one in queries.attendance(row)
        ],
        "items": [
            _item(one, may=not one.dispute_id or one.dispute_id in may_open)
            | {"measures": [show.columns(each, *_MEASURE) for each in measures.get(one.id, [])]}
            for one in items
        ],
    }


def _item(item: Item, *, may: bool) -> dict[str, Any]:
    """What an item says; to those who may not open its dispute only its number."""
    names = ("id", "why", "position", "dispute_county", "dispute_id", "ref", "concluded_at")
    more = ("title", "ground", "conclusion", "concluded_by") if may else ()
    return show.columns(item, *names, *more)


def _find(county: int, conferral_id: int, by: Actor) -> Conferral:
    return queries.conferral(county, conferral_id, by=by)


meetings = Records(router, PATH, "conferral_id", _find, _shown)


@router.post("/conferrals", response={201: dict[str, Any]}, summary=gettext_noop("召集会商"))
def convene(request: HttpRequest, body: bodies.ConferralIn) -> Any:
    """Call a meeting; its agenda is put together by itself, the units are told."""

    def work(by: Actor) -> dict[str, Any]:
        parts = body.dict(exclude={"units"})
        new = actions.NewConferral(**parts, units=[unit(number) for number in body.units])
        return _shown(actions.convene(new, by=by), by)

    return create(request, work)


@router.get("/conferrals", summary=gettext_noop("查询会商"))
@reads
def index(request: HttpRequest, wanted: Query[bodies.ConferralsWanted]) -> Any:
    """Meetings of the caller's area, or to which its unit was called, the latest first."""
    rows = queries.conferrals(actor(request), wanted.view)
    return paged("conferrals", rows, wanted.page, lambda found: [show.columns(row, *_BRIEF) for row in found])


@router.get(PATH, summary=gettext_noop("一次会商"))
@reads
def one(request: HttpRequest, county: int, conferral_id: int) -> Any:
    """One meeting: who was called, its agenda, what was concluded, who does what until when."""
    by = actor(request)
    by.require(Permission.VIEW)
    return _shown(_find(county, conferral_id, by), by)


@meetings.act("refresh", gettext_noop("补充会商议程"))
def refresh(row: Conferral, body: bodies.NothingIn, by: Actor) -> Any:
    """Put onto the agenda what has come up since it was called."""
    actions.refresh(row, by=by)


@meetings.act("add", gettext_noop("把纠纷加入议程"))
def add(row: Conferral, body: bodies.AgendaIn, by: Actor) -> Any:
    """Put a dispute onto the agenda by hand, with the reason."""
    return actions.add_item(row, get(body.county, body.dispute, by=by), body.ground, by=by)


@meetings.act("drop", gettext_noop("从议程去掉"))
def drop(row: Conferral, body: bodies.ItemIn, by: Actor) -> Any:
    """Take an item off the agenda, as long as nothing was concluded on it."""
    actions.drop_item(row, body.item, by=by)


@meetings.act("attend", gettext_noop("登记到会"))
def attend(row: Conferral, body: bodies.AttendIn, by: Actor) -> Any:
    """Write down who came, for which unit."""
    actions.attend(row, {one.unit: one.person for one in body.came}, by=by)


def _asked(given: bodies.AskedIn) -> actions.NewMeasure:
    return actions.NewMeasure(given.task, unit(given.unit), given.owner, given.due_at)


@meetings.act("conclude", gettext_noop("写会商结论"))
def conclude(row: Conferral, body: bodies.ConcludeIn, by: Actor) -> Any:
    """Conclude on an item, with a measure where one is needed; the dispute's ledger keeps it."""
    measure = _asked(body.measure) if body.measure else None
    return actions.conclude(row, body.item, body.conclusion, measure, by=by)


@meetings.act("measure", gettext_noop("增加会商措施"))
def add_measure(row: Conferral, body: bodies.MoreIn, by: Actor) -> Any:
    """One more measure of an item that was concluded on."""
    return actions.add_measure(row, body.item, _asked(body.measure), by=by)


@meetings.act("done", gettext_noop("登记会商措施落实"))
def carry_out(row: Conferral, body: bodies.CarriedOutIn, by: Actor) -> Any:
    """A measure was carried out: said by the unit that owes it, or the one that called the meeting."""
    actions.carry_out(row, body.measure, body.result, by=by)


@meetings.act("close", gettext_noop("会商结束"))
def close(row: Conferral, body: bodies.SummaryIn, by: Actor) -> Any:
    """End the meeting; every item has its conclusion, and it is written down who came."""
    return actions.close(row, body.summary, by=by)


@meetings.act("cancel", gettext_noop("取消会商"))
def cancel(row: Conferral, body: bodies.SummaryIn, by: Actor) -> Any:
    """Call it off, and say why."""
    return actions.cancel(row, body.summary, by=by)
