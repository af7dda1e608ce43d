"""The queue of visits that wait to be looked at: filled when they arrive, taken by the worker."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from hemu.kernel import clock
from hemu.loop.screening.arrivals import Arrival
from hemu.loop.screening.doubts.models import ToLook

_TAKE = """
    DELETE FROM doubts_tolook WHERE id IN (
      SELECT id FROM doubts_tolook ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
    ) RETURNING county, visit_id"""


def note(came: Sequence[Arrival]) -> None:
    """Put arriving visits into the queue, within the transaction that wrote them."""
    now = clock.now()
    ToLook.objects.bulk_create(ToLook(county=one.county, visit_id=one.visit_id, put_at=now) for one in came)


def take(limit: int) -> list[tuple[int, int]]:
    """Up to `limit` (county, visit) from the queue, deleted in the caller's transaction; each once."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [limit])
        return sorted(set(cursor.fetchall()))
