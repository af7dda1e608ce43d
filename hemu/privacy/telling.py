"""Having units told of what privacy asks of them, through the outbox."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from hemu.outbox import queue
from hemu.outbox.models import Topic


def announce(
    what: str,
    *,
    path: str,
    key: str,
    ref: str,
    region: int,
    unit_name: str,
    due_at: datetime,
    units: Iterable[int | None],
) -> None:
    """Have the posts of `units` that may act told (see hemu.notices.records). Called inside the act.

    `key` makes it told once. Nothing of what is said of persons goes out with it.
    """
    named = sorted({unit for unit in units if unit})
    if not named:
        return
    told = {
        "path": path,
        "key": key[:40],
        "what": what,
        "ref": ref[:24],
        "county": region // 10**9,
        "region": str(region),
        "unit_name": unit_name,
        "due": due_at.isoformat(),
        "units": [str(unit) for unit in named],
    }
    queue.put((Topic.NOTICE, told))
