"""From the outbox to the inboxes: whoever an act concerns is told of it, if they may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import transaction
from structlog import get_logger

from hemu.disputes.checks import may_see
from hemu.disputes.models import Dispute, Entry
from hemu.notices.channels import inbox
from hemu.notices.models import Notice, Reason
from hemu.notices.recipients import Told, calls, concerns_anybody, posts_called
from hemu.notices.records import of_record
from hemu.notices.sending.queueing import queue_notices
from hemu.notices.telling import sweeping
from hemu.orgs.actor import actor_for
from hemu.orgs.models import Post
from hemu.outbox import queue
from hemu.outbox.models import Topic

BATCH = 200
log = get_logger(__name__)


def deliver_once(limit: int = BATCH) -> int:
    """Take a batch of acts from the outbox and tell whom they concern; answers how many acts were taken.

    One act that can't be delivered goes back into the outbox and holds up no other.
    """
    with transaction.atomic():
        items = queue.take(Topic.NOTICE, limit)
        failed = [item for item in items if not _delivered(item.payload)]
        if failed:
            queue.put_back(Topic.NOTICE, failed)
    return len(items)


def _delivered(payload: dict[str, Any]) -> bool:
    if "party_what" in payload:
        return _tried(payload, lambda: sweeping.tell_one(payload))
    if "path" not in payload and not concerns_anybody(payload):
        return True
    return _tried(payload, lambda: send(of_record(payload) if "path" in payload else _notices(payload)))


def _tried(payload: dict[str, Any], do: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            do()
    except Exception:
        told = payload.get("dispute") or payload.get("path")
        log.exception("notice failed", act=payload.get("act"), told=told)
        return False
    return True


def _notices(payload: dict[str, Any]) -> Iterator[Notice]:
    """One notice a post, for the first reason that it has."""
    told = _told(payload)
    if told is None:
        return
    reached: set[int] = set()
    for call in calls(told):
        for post in posts_called(call):
            is_own = post.person_id == told.entry.person_id
            if post.pk in reached or is_own or not sees(post, told.dispute):
                continue
            reached.add(post.pk)
            yield _notice(told, post, call.reason)


def _told(payload: dict[str, Any]) -> Told | None:
    """The act and its dispute, or None when a restored database no longer has them."""
    key = {"county": payload["county"], "id": int(payload["dispute"])}
    dispute = Dispute.objects.unscoped(reason="each reader's scope is checked below").filter(**key).first()
    if dispute is None:
        return None
    entry = Entry.objects.of(dispute).filter(seq=payload["seq"]).first()
    return Told(dispute, entry, payload) if entry is not None else None


def sees(post: Post, dispute: Dispute) -> bool:
    """Whether the post may see the dispute now: nobody is told of what they can't open."""
    return may_see(dispute, actor_for(post))


def _notice(told: Told, post: Post, reason: Reason) -> Notice:
    return Notice(
        post=post,
        key=f"act:{told.dispute.pk}:{told.entry.seq}",
        county=told.dispute.county,
        dispute_id=told.dispute.pk,
        ref=told.dispute.ref,
        reason=reason,
        colour=told.entry.colour,
        unit_name=told.entry.details.get("slow_unit") or told.entry.unit_name,
        due_at=told.dispute.due_at,
        at=told.entry.at,
    )


def send(notices: Iterable[Notice]) -> int:
    """Into the inboxes, and into the queues of the channels that their posts' people chose."""
    every = list(notices)
    sent = inbox.send(every)
    queue_notices(every)
    return sent
