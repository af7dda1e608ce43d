"""Telling posts of what concerns a dispute and is no act on it: a day draws near, a review is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.outbox import queue
from hemu.outbox.models import Topic


def announce(
    dispute: Dispute,
    what: str,
    *,
    key: str,
    due: date | datetime,
    units: Iterable[int | None] = (),
    posts: Iterable[int] = (),
    path: str = "",
) -> None:
    """Have those told that may see the dispute: the posts of `units` that may act, and `posts`.

    `what` is a name in hemu.notices.records.REASONS. `key` (at most 40 signs) makes it told once. `path` is
    where it leads, the dispute's page unless another is given. Nothing of the matter goes out with it.
    """
    named = sorted({unit for unit in units if unit})
    if not named and not posts:
        return
    at = due if isinstance(due, datetime) else datetime.combine(due, time(), tzinfo=clock.CHINA)
    payload = {
        "path": path or dispute.get_absolute_url(),
        "dispute": str(dispute.pk),
        "key": key[:40],
        "what": what,
        "ref": dispute.ref,
        "county": dispute.county,
        "region": str(dispute.region),
        "unit_name": dispute.lead_unit_name,
        "due": at.isoformat(),
        "units": [str(unit) for unit in named],
        "posts": [str(post) for post in posts],
    }
    queue.put((Topic.NOTICE, payload))
