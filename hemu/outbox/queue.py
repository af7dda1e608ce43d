"""Put rows in the outbox within the writer's transaction; take them out in batches.

Taking deletes: DELETE … RETURNING over rows locked with SKIP LOCKED, so that several workers never
take the same row, and a worker that dies gives its rows back. Deleting avoids the gaps that a
watermark on a sequence would have.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from hemu.outbox.models import Row, Topic

RETRY_AFTER = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Item:
    id: int
    payload: Any
    attempts: int


def put(*rows: tuple[Topic, Any]) -> None:
    """Add rows of (topic, JSON-able payload) to the transaction that is open."""
    Row.objects.bulk_create(rows_for(*rows))


def rows_for(*rows: tuple[Topic, Any]) -> list[Row]:
    """The same rows unsaved, for who writes many things together."""
    moment = datetime.now(UTC)
    return [Row(topic=topic, payload=payload, created_at=moment) for topic, payload in rows]


TAKE = """
    DELETE FROM outbox_row WHERE id IN (
        SELECT id FROM outbox_row
        WHERE topic = %s AND (not_before IS NULL OR not_before <= clock_timestamp())
        ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
    ) RETURNING id, payload, attempts
"""


def take(topic: Topic, limit: int) -> list[Item]:
    """Up to `limit` rows of a topic, oldest first, deleted in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [int(topic), limit])
        rows = [Item(row_id, _loaded(payload), attempts) for row_id, payload, attempts in cursor.fetchall()]
    return sorted(rows, key=lambda item: item.id)


def put_back(topic: Topic, items: Sequence[Item]) -> None:
    """Return rows whose delivery failed, to be tried again later and later."""
    moment = datetime.now(UTC)
    Row.objects.bulk_create(
        Row(
            topic=topic,
            payload=item.payload,
            created_at=moment,
            attempts=item.attempts + 1,
            not_before=moment + RETRY_AFTER * min(2**item.attempts, 120),
        )
        for item in items
    )


def oldest(topic: Topic) -> datetime | None:
    """When the oldest waiting row of a topic was put in, or None when none waits."""
    return Row.objects.filter(topic=topic).order_by("id").values_list("created_at", flat=True).first()


def _loaded(payload: Any) -> Any:
    return json.loads(payload) if isinstance(payload, str) else payload
