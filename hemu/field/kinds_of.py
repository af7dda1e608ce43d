"""Every kind of item, by name. Who wants one more writes a module in kinds/ and adds its kinds here."""

from __future__ import annotations

from hemu.field.kinds import disputes, records, spot
from hemu.field.kinds.base import Kind
from hemu.field.kinds.visits import VISIT, VISIT_AMEND

_ALL = (VISIT, VISIT_AMEND, *records.KINDS, *disputes.KINDS, *spot.KINDS)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}


def changes_the_day(name: str) -> bool:
    """Whether an item of this kind may change the day's list."""
    return name != VISIT.name
