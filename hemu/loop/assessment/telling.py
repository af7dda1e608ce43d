"""Telling units of a notice, a conferral or a key dispute, through the outbox; and who stands above them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from hemu.orgs.models import Unit, UnitKind
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import units_covering
from hemu.outbox import queue
from hemu.outbox.models import Topic

_LADDER: Final = (UnitKind.TOWNSHIP_CENTRE, UnitKind.COUNTY_CENTRE, UnitKind.PREFECTURE_OFFICE)


def announce(
    what: str,
    *,
    path: str,
    key: str,
    ref: str,
    county: int,
    unit_name: str,
    due_at: datetime,
    units: Iterable[int | None],
    permission: Permission = Permission.AMEND,
) -> None:
    """Have the posts of `units` that hold `permission` told that `what` happened (see hemu.notices.records).

    Called in the act's own transaction. `key` makes it told once; `unit_name` is whose turn it is. Nothing of
    what the record says goes out: its number `ref`, and where it is read. The record names the units itself:
    their posts see it wherever they work.
    """
    named = sorted({unit for unit in units if unit})
    if not named:
        return
    payload = {
        "path": path,
        "key": key[:40],
        "what": what,
        "ref": ref[:24],
        "county": county,
        "region": "0",
        "unit_name": unit_name,
        "due": due_at.isoformat(),
        "units": [str(unit) for unit in named],
        "permission": str(permission),
        "given": True,
    }
    queue.put((Topic.NOTICE, payload))


def above(region: int, *units: int) -> list[Unit]:
    """The centres that cover a place and are none of `units`, the nearest first."""
    found = (units_covering(region, kind).exclude(pk__in=units).first() for kind in _LADDER)
    return [unit for unit in found if unit is not None]


def above_unit(unit_id: int, region: int) -> list[Unit]:
    """The centres above a unit, the nearest first: those whose area holds the place where it is seated."""
    seat = Unit.objects.filter(pk=unit_id).values_list("region_id", flat=True).first()
    return above(region if seat is None else seat, unit_id)
