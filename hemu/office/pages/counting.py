"""Many lists counted in one query, each up to a limit: a first page asks for twenty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import SmallIntegerField, Value


def counted(lists: Sequence[Any], most: int) -> list[int]:
    """How many rows each list has, up to `most`.

    Each is a queryset of a model with a whole number `id`, read within a scope; a number stands for itself.
    """
    marked = [_marked(rows, place, most) for place, rows in enumerate(lists) if not isinstance(rows, int)]
    found = Counter(place for place, _id in _together(marked))
    return [rows if isinstance(rows, int) else found[place] for place, rows in enumerate(lists)]


def _marked(rows: Any, place: int, most: int) -> Any:
    mark = Value(place, output_field=SmallIntegerField())
    return rows.order_by().annotate(of_list=mark).values_list("of_list", "id")[:most]


def _together(marked: Sequence[Any]) -> Iterable[tuple[int, int]]:
    if len(marked) > 1:
        return marked[0].union(*marked[1:], all=True)  # type: ignore[no-any-return]  # querysets of any model
    return marked[0] if marked else ()
