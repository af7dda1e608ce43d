"""预警提示单 (A5): sent to units below on named disputes, taken, answered, sent back, accepted."""

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
from hemu.loop.assessment import actions, queries
from hemu.loop.assessment.models import WarnedUnit, WarningNotice
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

router = Router(tags=["warnings"])
PATH = "/warnings/{int:county}/{int:warning_id}"


def _brief(row: WarningNotice, units: list[WarnedUnit]) -> dict[str, Any]:
    names = (
        "county",
        "id",
        "number",
        "subject",
        "receive_by",
        "answer_by",
        "made_at",
        "unit_id",
        "unit_name",
    )
    stood = ("id", "unit_id", "unit_name", "stage", "due_at", "received_at", "answer", "answered_at")
    return show.columns(row, *names) | {
        "units": [show.columns(one, *stood, "returns") | {"late": one.is_late} for one in units]
    }


def _shown(row: WarningNotice, by: Actor) -> dict[str, Any]:
    disputes = queries.warned_disputes(row, by=by)
    return {
        **_brief(row, queries.warned_units(row)),
        **show.columns(row, "analysis", "guidance"),
        "disputes": [
            {"county": one.county, "id": str(one.dispute_id), "ref": one.ref}
            | ({"title": one.title} if may else {})
            for one, may in disputes
        ],
        "history": [
            show.columns(one, "act", "about", "text", "until", "person_name", "unit_name", "at")
            for one in queries.steps(row)
        ],
    }


def _find(county: int, warning_id: int, by: Actor) -> WarningNotice:
    return queries.notice(county, warning_id, by=by)


notices = Records(router, PATH, "warning_id", _find, _shown)


@router.post("/warnings", response={201: dict[str, Any]}, summary=gettext_noop("发预警提示单"))
def send(request: HttpRequest, body: bodies.WarningIn) -> Any:
    """Warn units below of named disputes, with analysis and guidance; or pass on a notice from above."""

    def work(by: Actor) -> dict[str, Any]:
        by.require(Permission.WARN)
        units = [(get(one.county, one.dispute, by=by), unit(one.unit)) for one in body.units]
        above = _find(body.above_county or 0, body.above, by) if body.above else None
        parts = body.dict(exclude={"units", "above_county", "above"})
        return _shown(actions.send(actions.NewWarning(**parts, units=units), above=above, by=by), by)

    return create(request, work)


@router.get("/warnings", summary=gettext_noop("查询预警提示单"))
@reads
def index(request: HttpRequest, wanted: Query[bodies.WarningsWanted]) -> Any:
    """Notices that the caller's unit sent or received, or of its area; `waiting`: those it must act on."""
    parts = wanted.dict(exclude={"q", "page"})
    rows = queries.notices(actor(request), queries.Chosen(**parts, text=wanted.q))

    def shown(found: list[WarningNotice]) -> list[dict[str, Any]]:
        units = queries.states(found)
        return [_brief(row, units.get(row.id, [])) for row in found]

    return paged("warnings", rows, wanted.page, shown)


@router.get(PATH, summary=gettext_noop("一份预警提示单"))
@reads
def one(request: HttpRequest, county: int, warning_id: int) -> Any:
    """One notice with who took it, what they answered, and everything that was done on it."""
    by = actor(request)
    by.require(Permission.VIEW)
    return _shown(_find(county, warning_id, by), by)


@notices.act("receive", gettext_noop("签收预警提示单"))
def receive(row: WarningNotice, body: bodies.NothingIn, by: Actor) -> Any:
    """Take it for the caller's unit: the time to answer runs. Taking it twice changes nothing."""
    actions.receive(row, by=by)


@notices.act("answer", gettext_noop("反馈预警提示单"))
def answer(row: WarningNotice, body: bodies.FeedbackIn, by: Actor) -> Any:
    """What the unit has done; whoever sent the notice looks at it."""
    actions.answer(row, body.answer, by=by)


@notices.act("send-back", gettext_noop("退回反馈"))
def send_back(row: WarningNotice, body: bodies.SendBackIn, by: Actor) -> Any:
    """The answer isn't enough: what is missing, until when."""
    actions.send_back(row, body.warned, body.reason, body.until, by=by)


@notices.act("accept", gettext_noop("认可反馈"))
def accept(row: WarningNotice, body: bodies.AcceptFeedbackIn, by: Actor) -> Any:
    """The answer is enough: the unit owes nothing more."""
    actions.accept(row, body.warned, body.note, by=by)
