"""Telling units of a record that is no dispute, through the outbox."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from hemu.outbox import queue
from hemu.outbox.models import Topic


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
