"""From the outbox to the counters: −1 where a dispute was counted, +1 where it is counted now.

One transaction takes a batch of deltas, nets them, and upserts the cells in the order of their keys,
so that several projectors can't deadlock. Cells stay at zero rather than being deleted: a delete
would race with the next upsert.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from hemu.orgs import upper
from hemu.outbox import queue
from hemu.outbox.models import Topic

Key = tuple[Any, ...]
Cells = dict[str, Counter[Key]]


@dataclass(frozen=True, slots=True)
class Shape:
    """One table of counters: its name and key columns with their PostgreSQL types."""

    table: str
    columns: tuple[tuple[str, str], ...]

    @property
    def names(self) -> str:
        return ", ".join(name for name, _ in self.columns)

    @property
    def upsert(self) -> str:
        arrays = ", ".join(f"%s::{kind}[]" for _, kind in self.columns)
        return (
            f"INSERT INTO {self.table} AS cell ({self.names}, n) "  # noqa: S608  # names are constants
            f"SELECT * FROM unnest({arrays}, %s::int[]) "
            f"ON CONFLICT ({self.names}) DO UPDATE SET n = cell.n + EXCLUDED.n"
        )


_TYPES = {"region": "bigint", "day": "date", "month": "date"}


def _shape(table: str, *columns: str) -> Shape:
    return Shape(f"tally_{table}", tuple((name, _TYPES.get(name, "smallint")) for name in columns))


SHAPES: dict[str, Shape] = {
    "day": _shape("daycell", "region", "day", "colour", "state"),
    "kind": _shape("kindcell", "region", "day", "kind", "colour"),
    "measure": _shape("measurecell", "region", "day", "measure"),
    "colour_month": _shape("colourmonthcell", "region", "month", "colour", "state"),
    "kind_month": _shape("kindmonthcell", "region", "month", "kind"),
    "measure_month": _shape("measuremonthcell", "region", "month", "measure"),
    "month": _shape("monthcell", "region", "month", "kind", "colour", "state"),
    "year": _shape("yearcell", "region", "year", "kind", "colour", "state"),
}


def cells_of(image: dict[str, Any], sign: int, into: Cells) -> None:
    """Add what one counted image is worth (`sign` = +1 or −1) to the netted cells."""
    day = date.fromisoformat(image["day"])
    month = day.replace(day=1)
    kind, colour, state = image["kind"], image["colour"], image["state"]
    for region in upper.ancestors_of_county(image["county"]):
        into["day"][region, day, colour, state] += sign
        into["colour_month"][region, month, colour, state] += sign
        into["kind_month"][region, month, kind] += sign
        into["month"][region, month, kind, colour, state] += sign
        into["year"][region, day.year, kind, colour, state] += sign
        for measure in image["measures"]:
            into["measure_month"][region, month, measure] += sign
    for region in upper.wider_than_county(image["county"]):
        into["kind"][region, day, kind, colour] += sign
        for measure in image["measures"]:
            into["measure"][region, day, measure] += sign


def empty_cells() -> Cells:
    """Counters for each shape, with nothing in them."""
    return {name: Counter() for name in SHAPES}


def net(deltas: Iterable[list[Any]]) -> Cells:
    """The cells changed by deltas ``[old image or None, new image or None]``."""
    cells = empty_cells()
    for old, new in deltas:
        if old:
            cells_of(old, -1, cells)
        if new:
            cells_of(new, +1, cells)
    return cells


def write(cells: Cells) -> None:
    """Upsert netted cells, keys in order."""
    with connection.cursor() as cursor:
        for name, shape in SHAPES.items():
            changed = sorted((key, n) for key, n in cells[name].items() if n)
            if changed:
                columns = [list(column) for column in zip(*(key for key, _ in changed), strict=True)]
                cursor.execute(shape.upsert, [*columns, [n for _, n in changed]])


def project_once(limit: int = 5000) -> int:
    """Take one batch of deltas and count it. Answers how many deltas it took."""
    with transaction.atomic():
        items = queue.take(Topic.TALLY, limit)
        if items:
            write(net(item.payload for item in items))
    return len(items)


def project_all() -> int:
    """Project until nothing waits. Answers how many deltas it took."""
    total = 0
    while taken := project_once():
        total += taken
    return total
