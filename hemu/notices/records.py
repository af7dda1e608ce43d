"""Notices of records that are no disputes: whoever of the named units may do something is told, in scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from hemu.kernel import clock
from hemu.notices.models import Notice, Reason
from hemu.notices.recipients import Call, posts_called
from hemu.orgs.actor import actor_for
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
    "complaint": Reason.COMPLAINT,
    "complaint_watch": Reason.COMPLAINT_WATCH,
    "complaint_late": Reason.COMPLAINT_LATE,
    "own_answer": Reason.OWN_ANSWER,
    "emergency": Reason.EMERGENCY_OPENED,
    "party_request": Reason.PARTY_REQUEST,
    "party_request_late": Reason.PARTY_REQUEST_LATE,
    "party_ended": Reason.PARTY_ENDED,
}
"""What a payload calls it, and the reason that the inbox shows."""


def of_record(payload: Mapping[str, Any]) -> Iterator[Notice]:
    """A notice for each post of the units in the payload whose area holds the record's place."""
    reason, region = REASONS[payload["what"]], int(payload["region"])
    needed = Permission(payload.get("permission", Permission.AMEND))
    reached: set[int] = set()
    for unit_id in payload["units"]:
        for post in posts_called(Call(reason, int(unit_id), needed)):
            if post.pk not in reached and actor_for(post).covers(region):
                reached.add(post.pk)
                yield _notice(payload, reason, post.pk)


def _notice(payload: Mapping[str, Any], reason: Reason, post_id: int) -> Notice:
    return Notice(
        post_id=post_id,
        key=payload["key"][:40],
        county=payload["county"],
        dispute_id=0,
        path=payload["path"],
        ref=payload["ref"],
        reason=reason,
        unit_name=payload["unit_name"],
        due_at=datetime.fromisoformat(payload["due"]),
        at=clock.now(),
    )
