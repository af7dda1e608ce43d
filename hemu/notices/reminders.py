"""Clocks that will run out within a day: the unit whose clock it is hears of it beforehand, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from hemu.disputes.models import Clock, ClockKind, Dispute, State
from hemu.kernel import clock
from hemu.notices.delivery import sees, send
from hemu.notices.models import Notice, Reason
from hemu.notices.recipients import NEXT_STEP, Call, posts_called
from hemu.orgs.permissions import Permission

AHEAD = timedelta(hours=24)
_NEEDED = {
    ClockKind.FOLLOW_UP: Permission.FOLLOW_UP,
    ClockKind.HOP: Permission.RECEIVE,
    ClockKind.MEDIATION: Permission.MEDIATE,
}


def remind(limit: int = 5000) -> int:
    """Remind of every deadline within the next day; answers how many notices were sent."""
    return send(notice for row in _soon(limit) for notice in _notices(row))


def _soon(limit: int) -> list[Clock]:
    running = Clock.objects.unscoped(reason="reminders look at every county's clocks; readers' scope follows")
    now = clock.now()
    soon = running.filter(stopped_at=None, overdue_at=None, next_at__gt=now, next_at__lte=now + AHEAD)
    return list(soon.filter(unit_id__isnull=False).order_by("next_at", "id")[:limit])


def _notices(row: Clock) -> Iterator[Notice]:
    disputes = Dispute.objects.unscoped(reason="each reader's scope is checked below")
    dispute = disputes.filter(county=row.county, id=row.dispute_id).first()
    if dispute is None:
        return
    needed = _NEEDED.get(ClockKind(row.kind)) or NEXT_STEP.get(State(dispute.state), Permission.VIEW)
    for post in posts_called(Call(Reason.DUE, row.unit_id, needed)):
        if Notice.objects.of_post(post.pk).filter(key=f"due:{row.pk}").exists() or not sees(post, dispute):
            continue
        yield _due(row, dispute, post.pk)


def _due(row: Clock, dispute: Dispute, post_id: int) -> Notice:
    return Notice(
        post_id=post_id,
        key=f"due:{row.pk}",
        county=row.county,
        dispute_id=row.dispute_id,
        ref=dispute.ref,
        reason=Reason.DUE,
        colour=dispute.colour,
        unit_name=row.unit_name,
        due_at=row.due_at,
        at=clock.now(),
    )
