"""宣传: sessions planned, held with what came of them, called off."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router

from hemu.api import show
from hemu.api.bodies import reaching as bodies
from hemu.api.routers.making import Records, create
from hemu.api.routers.shared import actor, paged, reads, span
from hemu.kernel.places import parse_code, show_code
from hemu.orgs.actor import Actor
from hemu.outreach.talks import actions, queries
from hemu.outreach.talks.models import Talk

router = Router(tags=["outreach"])
PATH = "/talks/{int:county}/{int:talk_id}"


def _shown(row: Talk, _by: Actor) -> dict[str, Any]:
    names = (
        *("county", "id", "kind", "subject", "audience", "title", "speakers", "place", "planned_at"),
        *("planned_people", "plan", "state", "held_at", "attendance", "handed_out", "summary"),
        *("cancelled_why", "unit_name"),
    )
    return show.columns(row, *names) | {"region": show_code(row.region)}


def _find(county: int, talk_id: int, by: Actor) -> Talk:
    return queries.talk(county, talk_id, by=by)


talks = Records(router, PATH, "talk_id", _find, _shown)


@router.post("/talks", response={201: dict[str, Any]}, summary=gettext_noop("计划一场宣传"))
def plan(request: HttpRequest, body: bodies.TalkIn) -> Any:
    """Plan a session: courtyard meeting, lecture, lesson, market day, broadcast."""

    def work(by: Actor) -> dict[str, Any]:
        parts = body.dict(exclude={"region"})
        return _shown(actions.plan(actions.NewTalk(region=parse_code(body.region), **parts), by=by), by)

    return create(request, work)


@router.get("/talks", summary=gettext_noop("查询宣传场次"))
@reads
def index(request: HttpRequest, wanted: Query[bodies.TalksWanted]) -> Any:
    """Sessions of the caller's area, the latest first."""
    by = actor(request)
    chosen = queries.Chosen(
        wanted.state, wanted.kind, wanted.subject, span(wanted.region), wanted.since, wanted.until,
        words=wanted.q,
    )  # fmt: skip
    return paged(
        "talks", queries.talks(by, chosen), wanted.page, lambda found: [_shown(row, by) for row in found]
    )


@router.get(PATH, summary=gettext_noop("一场宣传"))
@reads
def one(request: HttpRequest, county: int, talk_id: int) -> Any:
    """One session: its plan, and what came of it."""
    by = actor(request)
    return _shown(_find(county, talk_id, by), by)


@talks.act("held", gettext_noop("登记宣传结果"))
def held(row: Talk, body: bodies.HeldIn, by: Actor) -> Any:
    """What came of a session; photos are added on its page."""
    return actions.report(row, actions.Held(**body.dict()), by=by)


@talks.act("cancel", gettext_noop("取消一场宣传"))
def cancel(row: Talk, body: bodies.CancelIn, by: Actor) -> Any:
    """It won't be held."""
    actions.cancel(row, body.why, by=by)
