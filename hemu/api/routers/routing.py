"""分 beyond giving and returning: the way that a dispute went, referrals, reports upward."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router

from hemu.api import show
from hemu.api.bodies import mediating as bodies
from hemu.api.routers.making import of_disputes
from hemu.api.routers.shared import actor, paged, reads, unit
from hemu.disputes.checks import may_read
from hemu.disputes.models import Dispute
from hemu.disputes.queries import get
from hemu.loop.routing import actions, lists, queries, referrals
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

router = Router(tags=["routing"])
on_dispute = of_disputes(router)
_HOP = (
    *("number", "way", "from_unit_id", "from_unit_name", "to_unit_id", "to_unit_name", "officer_name"),
    *("joint", "reason", "given_by", "given_at", "due_at", "received_by", "received_at"),
    *("returned_by", "returned_at", "return_code", "return_reason"),
)
_REFERRAL = (
    *("number", "from_unit_id", "from_unit_name", "to_unit_id", "to_unit_name", "asked", "given_at"),
    *("due_at", "answer", "reply", "answered_by", "answered_at"),
)


@on_dispute.act("report-up", gettext_noop("上报"))
def report_up(row: Dispute, body: bodies.ReportUpIn, by: Actor, seen: int | None) -> Any:
    """R5: report at once to the township's government and the level above, or to the units named."""
    units = [unit(number) for number in body.units]
    return actions.report_up(row, body.text, by=by, units=units, seen=seen)


@on_dispute.act("refer", gettext_noop("转介"))
def refer(row: Dispute, body: bodies.ReferIn, by: Actor, seen: int | None) -> Any:
    """R4: ask a unit for its part; who leads goes on leading."""
    return referrals.refer(row, unit(body.unit), body.asked, by=by, seen=seen)


@on_dispute.act("reply", gettext_noop("答复转介"))
def reply(row: Dispute, body: bodies.ReplyIn, by: Actor, seen: int | None) -> Any:
    """The unit that was asked says what it did, or that it isn't its duty."""
    return referrals.reply(row, body.answer, body.text, by=by, seen=seen)


@router.get("/disputes/{int:county}/{int:dispute_id}/way", summary=gettext_noop("一件纠纷的流转经过"))
@reads
def way(request: HttpRequest, county: int, dispute_id: int) -> Any:
    """Every hop from unit to unit and every referral, the newest first."""
    by = actor(request)
    by.require(Permission.VIEW)
    row = get(county, dispute_id, by=by)
    return {
        "hops": [show.columns(one, *_HOP) for one in queries.hops_of(row)],
        "referrals": [show.columns(one, *_REFERRAL) for one in referrals.referrals_of(row)],
    }


def _with(names: tuple[str, ...], by: Actor) -> Callable[[list[Any]], list[dict[str, Any]]]:
    """Shows hops or referrals with their disputes; what is said of one that few may read is left out."""
    return lambda rows: [
        {"dispute": show.brief(row.dispute), **show.columns(row, *names)}
        for row in rows
        if may_read(row.dispute, by)
    ]


@router.get("/hops", summary=gettext_noop("待接收、交出、退回的纠纷"))
@reads
def hops(request: HttpRequest, wanted: Query[bodies.HopsWanted]) -> Any:
    """Hops, the most pressing first."""
    by = actor(request)
    rows = lists.hops("" if wanted.view == "waiting" else wanted.view, by=by)
    return paged("hops", rows, wanted.page, _with(_HOP, by))


@router.get("/referrals", summary=gettext_noop("等待答复的转介"))
@reads
def waiting(request: HttpRequest, page: int = 1) -> Any:
    """Referrals that the caller's unit was asked or asks for, and that nobody has answered."""
    by = actor(request)
    return paged("referrals", lists.referrals(by), page, _with(_REFERRAL, by))
