"""Pages of lists that are too long to count: by the last row's place in the order, not by its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute
from hemu.disputes.models.dispute import DisputeQuerySet
from hemu.kernel.errors import Refused
from hemu.office.components.lists import KeysetPage

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of a list: by `column`, then by id, both in the same direction."""

    key: str
    column: str
    descending: bool

    @property
    def is_time(self) -> bool:
        return self.column != "colour"


SORTS = {
    "-at": Sort("-at", "opened_at", descending=True),
    "at": Sort("at", "opened_at", descending=False),
    "due": Sort("due", "due_or_never", descending=False),
    "-due": Sort("-due", "due_or_never", descending=True),
    "-colour": Sort("-colour", "colour", descending=True),
    "colour": Sort("colour", "colour", descending=False),
}
NEWEST_FIRST = SORTS["-at"]


def cut(rows: DisputeQuerySet, sort: Sort, after: str, before: str, size: int) -> KeysetPage:
    """One page of `rows`. `after`, `before`: cursors that an earlier page gave; raises Refused on others."""
    if sort.column == "due_or_never":
        rows = rows.annotate(due_or_never=Coalesce("due_at", Value(NEVER)))
    backwards = bool(before) and not after
    cursor = before if backwards else after
    down = sort.descending != backwards
    if cursor:
        rows = rows.filter(_beyond(sort, cursor, down=down))
    order = [F(name).desc() if down else F(name).asc() for name in (sort.column, "id")]
    found = list(rows.order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    return KeysetPage(
        rows=found,
        previous=_cursor(sort, found[:1]) if (more if backwards else cursor) else "",
        next=_cursor(sort, found[-1:]) if (more or backwards) else "",
    )


def _beyond(sort: Sort, cursor: str, *, down: bool) -> Q:
    value, row_id = _read(sort, cursor)
    side = "lt" if down else "gt"
    beyond = Q(**{f"{sort.column}__{side}": value})
    level = Q(**{sort.column: value, f"id__{side}": row_id})
    return Q(**{f"{sort.column}__{side}e": value}) & (beyond | level)


def _cursor(sort: Sort, rows: Sequence[Dispute]) -> str:
    if not rows:
        return ""
    value = getattr(rows[0], sort.column)
    text = f"{int(value.timestamp() * 1_000_000)}" if sort.is_time else str(int(value))
    return f"{text}.{rows[0].pk}"


def _read(sort: Sort, cursor: str) -> tuple[Any, int]:
    try:
        text, row_id = cursor.split(".")
        number = int(text)
        value = datetime.fromtimestamp(number // 1_000_000, UTC) if sort.is_time else number
        if isinstance(value, datetime):
            value = value.replace(microsecond=number % 1_000_000)
        return value, int(row_id)
    except (ValueError, OverflowError, OSError) as error:
        raise Refused(_("这个翻页地址不对，请从第一页开始。"), code="bad_cursor") from error
