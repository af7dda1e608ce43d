"""What of 访 waits for a post, counted in one query for its first page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.db.models import SmallIntegerField, Value

from hemu.loop.followup.callbacks.queries import to_ring
from hemu.loop.followup.chasing.queries import due
from hemu.loop.followup.complaints.queries import waiting
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


@dataclass(frozen=True, slots=True)
class Heaps:
    """How many calls can be rung now, how many matters are to be urged, how many complaints wait."""

    to_ring: int
    to_urge: int
    complaints: int


def counted(by: Actor, most: int) -> Heaps:
    """Each counted up to `most`."""
    heaps = [waiting(by)]
    if by.may(Permission.FOLLOW_UP):
        heaps += [to_ring(by), due(by)]
    marked = [_marked(rows, number)[:most] for number, rows in enumerate(heaps)]
    found: Counter[int] = Counter(reduce(lambda one, other: one.union(other, all=True), marked))
    return Heaps(to_ring=found[1], to_urge=found[2], complaints=found[0])


def _marked(rows: Any, number: int) -> Any:
    mark = Value(number, output_field=SmallIntegerField())
    return rows.order_by().annotate(heap=mark).values_list("heap", flat=True)
