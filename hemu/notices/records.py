"""Notices of records that are no disputes: whoever of the named units may do something is told, in scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from hemu.disputes.checks import may_see
from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.notices.models import Notice, Reason
from hemu.notices.recipients import Call, posts_called
from hemu.orgs.actor import actor_for
from hemu.orgs.models import Post
from hemu.orgs.permissions import Permission

REASONS = {
    "new": Reason.REPORT_NEW,
    "late": Reason.REPORT_LATE,
    "again": Reason.REPORT_AGAIN,
    "petition_late": Reason.PETITION_LATE,
    "incident_turn": Reason.INCIDENT_TURN,
    "incident_late": Reason.INCIDENT_LATE,
    "supervised": Reason.SUPERVISED,
    "supervised_late": Reason.SUPERVISED_LATE,
    "supervised_answered": Reason.SUPERVISED_ANSWERED,
    "confirm_soon": Reason.CONFIRM_SOON,
    "promise_soon": Reason.PROMISE_SOON,
    "crime_review": Reason.CRIME_REVIEW,
    "prevention_asked": Reason.PREVENTION_ASKED,
    "sitting": Reason.SITTING,
    "advice": Reason.ADVICE,
    "complaint": Reason.COMPLAINT,
    "complaint_watch": Reason.COMPLAINT_WATCH,
    "complaint_late": Reason.COMPLAINT_LATE,
    "own_answer": Reason.OWN_ANSWER,
    "emergency": Reason.EMERGENCY_OPENED,
    "party_request": Reason.PARTY_REQUEST,
    "party_request_late": Reason.PARTY_REQUEST_LATE,
    "warning_late": Reason.WARNING_LATE,
    "warning_answered": Reason.WARNING_ANSWERED,
    "warning_returned": Reason.WARNING_RETURNED,
    "conferral": Reason.CONFERRAL,
    "conferral_late": Reason.CONFERRAL_LATE,
    "key_named": Reason.KEY_NAMED,
    "key_late": Reason.KEY_LATE,
    "party_ended": Reason.PARTY_ENDED,
    "party_call": Reason.PARTY_CALL,
    "trend": Reason.TREND,
}
"""What a payload calls it, and the reason that the inbox shows."""


def of_record(payload: Mapping[str, Any]) -> Iterator[Notice]:
    """A notice for each post of the units, and of the posts, in the payload that may see the record.

    A record lies at a place, which the post's area must hold; where it is said of a dispute, those to whom
    that was given see it too; else a post, or with `given` a unit, is named by who knows that they see it.
    """
    reason = REASONS[payload["what"]]
    reached: set[int] = set()
    for call in _calls(payload, reason):
        for post in posts_called(call):
            if post.pk not in reached and _sees(post, payload):
                reached.add(post.pk)
                yield _notice(payload, reason, post.pk)


def _calls(payload: Mapping[str, Any], reason: Reason) -> Iterator[Call]:
    if posts := tuple(int(post) for post in payload.get("posts", ())):
        yield Call(reason, posts=posts)
    needed = Permission(payload.get("permission", Permission.AMEND))
    for unit_id in payload["units"]:
        yield Call(reason, int(unit_id), needed)


def _sees(post: Post, payload: Mapping[str, Any]) -> bool:
    actor = actor_for(post)
    if payload.get("given") or actor.covers(int(payload["region"])):
        return True
    if "dispute" not in payload:
        return str(post.pk) in map(str, payload.get("posts", ()))
    rows = Dispute.objects.unscoped(reason="whether the post may see it is asked of the row, below")
    found = rows.filter(county=payload["county"], id=int(payload["dispute"])).defer("search").first()
    return found is not None and may_see(found, actor)


def _notice(payload: Mapping[str, Any], reason: Reason, post_id: int) -> Notice:
    return Notice(
        post_id=post_id,
        key=payload["key"][:40],
        county=payload["county"],
        dispute_id=int(payload.get("dispute", 0)),
        path=payload["path"],
        ref=payload["ref"],
        reason=reason,
        unit_name=payload["unit_name"],
        due_at=datetime.fromisoformat(payload["due"]),
        at=clock.now(),
    )
