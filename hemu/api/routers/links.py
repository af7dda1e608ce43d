"""Proposals that two disputes hang together: list, confirm, refuse, undo. Each only calls the act."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router
from ninja.responses import Status

from hemu.api import schemas, show
from hemu.api.once import Answer, once
from hemu.api.routers.shared import actor, caller, reads
from hemu.disputes.models import LinkKind
from hemu.disputes.queries import get
from hemu.loop.screening.links import actions, queries
from hemu.loop.screening.links.actions import Both
from hemu.orgs.permissions import Permission

router = Router(tags=["links"])
PATH = "/proposals/{int:county}/{int:proposal_id}"
A_PAGE = 50


def _shown(found: queries.Shown) -> dict[str, Any]:
    row = found.proposal
    return {
        "county": row.county,
        "id": str(row.pk),
        "kind": show.coded(LinkKind(row.kind)),
        "chance": row.chance,
        "status": show.coded(found.status),
        "newer": show.brief(found.newer),
        "older": show.brief(found.older),
        "agrees": found.speaking,
        "differs": found.against,
        "decided_by": row.decided_by,
        "decided_at": row.decided_at,
    }


@router.get("/proposals", summary=gettext_noop("待核对的关联建议"))
@reads
def index(request: HttpRequest, waiting: bool = True, page: int = 1) -> Any:
    """Proposals of which the caller may see both disputes, fifty a page; or those decided."""
    by = actor(request)
    by.require(Permission.VIEW)
    first = (max(page, 1) - 1) * A_PAGE
    rows = list(queries.listed(by, waiting=waiting)[first : first + A_PAGE + 1])
    found = queries.shown(rows[:A_PAGE], by=by)
    more = len(rows) > A_PAGE
    return {"proposals": [_shown(one) for one in found], "next": max(page, 1) + 1 if more else None}


@router.get("/disputes/{int:county}/{int:dispute_id}/proposals", summary=gettext_noop("一件纠纷的关联建议"))
@reads
def of_one(request: HttpRequest, county: int, dispute_id: int) -> Any:
    """The open proposals of one dispute, the likeliest first."""
    by = actor(request)
    by.require(Permission.VIEW)
    return {"proposals": [_shown(one) for one in queries.of(get(county, dispute_id, by=by), by=by)]}


def _answered(request: HttpRequest, work: Any) -> Any:
    by = actor(request)

    def done() -> Answer:
        decided: Both = work(by)
        found = actions.both(decided.proposal.county, decided.proposal.pk, by=by)
        [shown] = queries.shown([found.proposal], by=by)
        return 200, _shown(shown)

    return Status(*once(request, caller(request), done))


@router.post(f"{PATH}/confirm", response={200: dict[str, Any]}, summary=gettext_noop("确认关联建议"))
def confirm(request: HttpRequest, county: int, proposal_id: int, body: schemas.ConfirmIn) -> Any:
    """Say what the two are to each other; the same matter is merged where one of the two may still end."""
    kind, grounds, more = body.kind, body.grounds, body.take_over
    act = partial(actions.confirm, county, proposal_id, kind, grounds, take_over=more)
    return _answered(request, lambda by: act(by=by))


@router.post(f"{PATH}/refuse", response={200: dict[str, Any]}, summary=gettext_noop("排除关联建议"))
def refuse(request: HttpRequest, county: int, proposal_id: int, body: schemas.RefuseIn) -> Any:
    """Say that the two have nothing to do with each other; the pair isn't proposed again."""
    return _answered(request, lambda by: actions.refuse(county, proposal_id, body.reason, by=by))


@router.post(f"{PATH}/undo", response={200: dict[str, Any]}, summary=gettext_noop("撤销对关联建议的处理"))
def undo(request: HttpRequest, county: int, proposal_id: int, body: schemas.UndoIn) -> Any:
    """Take a decision back with a reason; both ledgers keep the decision and its undoing."""
    return _answered(request, lambda by: actions.undo(county, proposal_id, body.reason, by=by))
