"""A projector in a process of its own, as the product's worker runs it, noting how long rows waited."""

from __future__ import annotations

import time
from multiprocessing.synchronize import Event
from typing import Any


def project(database: str, started: Event, finished: Event, answer: Any) -> None:
    """Project until `finished` is set and nothing waits; send the seconds that each row waited."""
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database
    connection.ensure_connection()
    started.set()
    lags: list[float] = []
    while True:
        last = finished.is_set()
        waited = _batch()
        lags += waited
        if not waited:
            if last:
                break
            time.sleep(0.05)
    connection.close()
    answer.send(lags)


def _batch() -> list[float]:
    """What hemu.tally.projector.project_once does; answers the rows' waits when it is committed."""
    from django.db import connection, transaction

    from hemu.outbox import queue
    from hemu.outbox.models import Topic
    from hemu.tally.projector import net, write

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, extract(epoch FROM created_at)::float FROM outbox_row WHERE topic = %s"
            " ORDER BY id LIMIT 9000",
            [int(Topic.TALLY)],
        )
        written = dict(cursor.fetchall())
        items = queue.take(Topic.TALLY, 5000)
        if items:
            write(net(item.payload for item in items))
    now = time.time()
    return [now - written.get(item.id, now) for item in items]
