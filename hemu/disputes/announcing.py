"""Telling units and posts, through the outbox, of what is no act: a record, or a day that draws near."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.outbox import queue
from hemu.outbox.models import Topic

REPLIED, CODE_GIVEN = 22, 12
"""Numbers of hemu.notices.sending.models.Purpose: what was asked or complained of was answered; a code was
handed out. A test holds them against it."""


def announce(
    row: Any,
    what: str,
    *,
    path: str,
    key: str,
    unit_name: str,
    due_at: datetime,
    units: Iterable[int | None],
    permission: str = "",
) -> None:
    """Have the posts of `units` that may act told that `what` happened (see hemu.notices.records).

    Called in the act's own transaction. `key` makes it told once; `unit_name` is whose turn it is. Nothing
    of what the record says goes out with it: its number (``str(row)``), and where it is read. `permission`:
    what the posts must hold that are told, where it isn't to amend records.
    """
    named = sorted({unit for unit in units if unit})
    if not named:
        return
    payload = {
        "path": path,
        "key": key,
        "what": what,
        "ref": str(row)[:24],
        "county": row.county,
        "region": str(row.region),
        "unit_name": unit_name,
        "due": due_at.isoformat(),
        "units": [str(unit) for unit in named],
        **({"permission": permission} if permission else {}),
    }
    queue.put((Topic.NOTICE, payload))


def tell_party(dispute: Dispute, party_id: int, what: int, *, key: str, by: str) -> None:
    """Have one party told by SMS, if they agreed (hemu.notices.telling). Called in the act's own transaction.

    `what` is REPLIED or CODE_GIVEN; `key` (at most 40 signs)
    makes it told once; `by` is whose work it was.
    """
    payload = {
        "party_what": what,
        "county": dispute.county,
        "dispute": str(dispute.pk),
        "party": str(party_id),
        "key": key[:40],
        "by": by,
    }
    queue.put((Topic.NOTICE, payload))


def announce_dispute(
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
