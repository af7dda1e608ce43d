"""The counters held against the ledger: what drifted, and counting anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from hemu.outbox.models import Topic
from hemu.tally.projector import SHAPES, Cells, Key, cells_of, empty_cells, net, write

BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Drift:
    """One cell that does not show what the ledger adds up to."""

    shape: str
    key: Key
    shown: int
    true: int


def drift(images_sql: str, *, most: int = 1000) -> list[Drift]:
    """Cells whose number differs from the ledger's, waiting deltas allowed for.

    `images_sql` selects the newest counted image (jsonb) of every dispute. One snapshot for all.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            if len(connection.savepoint_ids) == 0:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        true = _from_images(images_sql)
        waiting = net(_waiting())
        return list(_differences(true, waiting))[:most]


def rebuild(images_sql: str, progress: Callable[[int], None] | None = None) -> int:
    """Empty the counters and count every dispute of the ledger anew. Answers how many disputes.

    Locking the outbox waits for writers that have put a delta there and holds back those that haven't:
    what the ledger shows after that is exactly what no later delta will bring. Readers see the old
    counters until the new ones are committed.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE outbox_row IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute("DELETE FROM outbox_row WHERE topic = %s", [int(Topic.TALLY)])
            for shape in SHAPES.values():
                cursor.execute(f"DELETE FROM {shape.table}")  # noqa: S608  # the table names are constants
        count = 0
        cells = empty_cells()
        for image in _stream(images_sql):
            cells_of(image, +1, cells)
            count += 1
            if count % BATCH == 0:
                write(cells)
                cells = empty_cells()
                if progress:
                    progress(count)
        write(cells)
    return count


def _from_images(images_sql: str) -> Cells:
    cells = empty_cells()
    for image in _stream(images_sql):
        cells_of(image, +1, cells)
    return cells


def _waiting() -> Iterator[list[Any]]:
    yield from _stream(f"SELECT payload FROM outbox_row WHERE topic = {int(Topic.TALLY)} ORDER BY id")  # noqa: S608


def _differences(true: Cells, waiting: Cells) -> Iterator[Drift]:
    for name, shape in SHAPES.items():
        seen = set()
        for *key_list, n in _rows(f"SELECT {shape.names}, n FROM {shape.table}"):  # noqa: S608  # constants
            key = tuple(key_list)
            seen.add(key)
            shown = n + waiting[name][key]
            if shown != true[name][key]:
                yield Drift(name, key, shown, true[name][key])
        for key, n in true[name].items():
            shown = waiting[name][key]
            if key not in seen and shown != n:
                yield Drift(name, key, shown, n)


def _rows(sql: str) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"DECLARE hemu_audit NO SCROLL CURSOR FOR {sql}")
        try:
            while rows := _fetch(cursor):
                yield from rows
        finally:
            cursor.execute("CLOSE hemu_audit")


def _fetch(cursor: Any) -> list[tuple[Any, ...]]:
    cursor.execute(f"FETCH {BATCH} FROM hemu_audit")
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _stream(sql: str) -> Iterator[Any]:
    for (value,) in _rows(sql):
        yield json.loads(value) if isinstance(value, str) else value
