"""访 of a dispute: what was found, whom else to ask, the parties' own link, the queue of what isn't kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router
from ninja.responses import Status

from hemu.api import show
from hemu.api.bodies import following as bodies
from hemu.api.once import Answer, once
from hemu.api.routers.making import of_disputes
from hemu.api.routers.shared import actor, caller, paged, place, reads, span
from hemu.disputes.checks import may_read, require_seen
from hemu.disputes.models import Dispute
from hemu.disputes.queries import get
from hemu.loop.followup import actions, answers, concerned, queries
from hemu.loop.followup.chasing import actions as chasing
from hemu.loop.followup.chasing import queries as chases
from hemu.loop.followup.chasing.models import Chase
from hemu.loop.followup.satisfaction import queries as satisfaction
from hemu.loop.followup.satisfaction.estimates import Estimate
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import children

router = Router(tags=["followup"])
on_dispute = of_disputes(router)
OF_DISPUTE = "/disputes/{int:county}/{int:dispute_id}"
_DONE = (
    *("id", "number", "round", "due_on", "targeted", "in_depth", "reason", "done_at", "cancelled_at", "mode"),
    *("asked", "party_id", "asked_name", "kept", "answer", "satisfaction", "smoulders", "escalation"),
    *("suit", "wrong", "measures", "new_dispute", "done_by", "done_unit"),
)
_CHASE = ("id", "why", "since", "next_on", "calls", "done_at", "ended", "result")


@on_dispute.act("plan-follow-up", gettext_noop("安排回访"))
def plan(row: Dispute, body: bodies.PlanIn, by: Actor, seen: int | None) -> Any:
    """F2: look again on a day of one's choosing: targeted, or in depth."""
    return actions.plan_follow_up(
        row, body.due_on, body.reason, by=by, targeted=body.targeted, in_depth=body.in_depth, seen=seen
    )


@on_dispute.act("concerned", gettext_noop("登记相关人"))
def name(row: Dispute, body: bodies.ConcernedIn, by: Actor, seen: int | None) -> Any:
    """F2: somebody else who is to be asked."""
    return concerned.name(row, body.relation, body.name, body.note, by=by, seen=seen)


@on_dispute.act("concerned/forget", gettext_noop("不用再问相关人"))
def forget(row: Dispute, body: bodies.ForgetIn, by: Actor) -> Any:
    """They needn't be asked any more."""
    return concerned.forget(row, body.concerned, by=by)


@router.post(
    f"{OF_DISPUTE}/acts/answer-link", response={200: dict[str, Any]}, summary=gettext_noop("发当事人自答链接")
)
def answer_link(request: HttpRequest, county: int, dispute_id: int, body: bodies.AnswerLinkIn) -> Any:
    """F7: the address where a party answers by themselves; that it was given is in the ledger."""
    by = actor(request)

    def done() -> Answer:
        row = get(county, dispute_id, by=by)
        require_seen(row, body.seen)
        return 200, {"url": answers.issue(row, body.party, by=by, replace=body.replace)}

    return Status(*once(request, caller(request), done))


@router.get(f"{OF_DISPUTE}/follow-ups", summary=gettext_noop("一件纠纷的回访"))
@reads
def follow_ups(request: HttpRequest, county: int, dispute_id: int) -> Any:
    """Follow-ups planned and done, what the parties said last, who else is to be asked."""
    by = actor(request)
    by.require(Permission.VIEW)
    row = get(county, dispute_id, by=by)
    return {
        "follow_ups": [show.columns(one, *_DONE) for one in queries.every(row)],
        "words": [
            {
                "party": str(word.party.pk),
                "at": word.at,
                "satisfaction": word.satisfaction,
                "text": word.text,
                "by_themselves": word.by_themselves,
                "content": word.content,
                "reply": word.reply,
            }
            for word in answers.words(row)
        ],
        "concerned": [
            {"id": str(one.id) if one.id else None, "name": one.name, "relation": one.relation}
            | {"note": one.note, "asked": one.asked}
            for one in concerned.others(row)
        ],
        "chases": [show.columns(one, *_CHASE) for one in chases.open_of(row)],
    }


@router.get("/follow-ups", summary=gettext_noop("待回访的纠纷"))
@reads
def waiting(request: HttpRequest, until: date | None = None) -> Any:
    """Follow-ups of the caller's area or unit, what is late first; up to a day, if one is named."""
    by = actor(request)
    by.require(Permission.VIEW)
    queue = queries.queue(by)
    found = [*queue.overdue, *queue.today, *queue.soon, *queue.later]
    planned = ("id", "number", "due_on", "targeted", "in_depth", "reason")
    return {
        "follow_ups": [
            {"dispute": show.brief(one.dispute), **show.columns(one.follow_up, *planned), "late": one.late}
            for one in found
            if (until is None or one.follow_up.due_on <= until) and may_read(one.dispute, by)
        ]
    }


@on_dispute.act("chase", gettext_noop("记催办"))
def chase(row: Dispute, body: bodies.ChaseCallIn, by: Actor, seen: int | None) -> Any:
    """F6: a call about what isn't settled or performed, and when to call again."""
    new = chasing.NewCall(body.whom, body.whom_name, body.said, body.next_on, body.reached)
    return chasing.call(row, body.chase, new, by=by, seen=seen)


@on_dispute.act("chase/finish", gettext_noop("了结催办"))
def finish(row: Dispute, body: bodies.FinishIn, by: Actor, seen: int | None) -> Any:
    """Take it out of the queue by hand, saying why nothing more is to be called about."""
    return chasing.finish(row, body.chase, body.result, by=by, seen=seen)


@router.get("/chases", summary=gettext_noop("逾期未化解、未履行的催办"))
@reads
def queue(request: HttpRequest, wanted: Query[bodies.ChasesWanted]) -> Any:
    """What is called about, what is due first."""
    by = actor(request)
    chosen = chases.Filter(wanted.why, span(wanted.region), wanted.late, wanted.done)

    def shown(rows: list[Chase]) -> list[dict[str, Any]]:
        return [
            {"dispute": show.brief(dispute), **show.columns(row, *_CHASE)}
            for row, dispute in chases.with_disputes(rows, by)
        ]

    return paged("chases", chases.chases(by, chosen), wanted.page, shown)


def _estimate(found: Estimate) -> dict[str, Any]:
    names = ("population", "drawn", "answered", "content", "share", "low", "high", "worst", "best")
    return {name: getattr(found, name) for name in names}


@router.get("/satisfaction/{code}", summary=gettext_noop("满意度抽查结果"))
@reads
def results(request: HttpRequest, code: str, wanted: Query[bodies.MonthsWanted]) -> Any:
    """Shares of content parties in a region and below it, with 95 % intervals; null for too few answers."""
    by = actor(request)
    found = place(code)
    areas = satisfaction.results(
        by, wanted.since.replace(day=1), wanted.until.replace(day=1), [found, *children(found)]
    )
    return {
        "areas": [
            {"region": one.region.shown_code, "name": one.region.name, **_estimate(one.estimate)}
            for one in areas
            if by.covers_span(one.region.span)
        ]
    }
