"""The way a dispute went: which unit had it, from when to when, and how long it waited there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.loop.routing.models import Hop

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Leg:
    """A time during which one unit had the dispute. `hop` None: before the first, or after a return.

    `received` is None while (or if) the unit never accepted; `until` is None while it has it still.
    """

    unit: str
    since: datetime
    received: datetime | None
    until: datetime | None
    hop: Hop | None

    @property
    def end(self) -> datetime:
        return self.until or clock.now()

    @property
    def waited(self) -> timedelta:
        """From being given to being accepted or returned."""
        return (self.received or self.end) - self.since

    @property
    def held(self) -> timedelta:
        """From accepting on."""
        return self.end - self.received if self.received else timedelta(0)

    @property
    def is_late(self) -> bool:
        """Whether it wasn't answered in time."""
        hop = self.hop
        if hop is None or hop.due_at is None:
            return False
        return (hop.received_at or hop.returned_at or hop.ended_at or clock.now()) > hop.due_at

    @property
    def waited_words(self) -> str:
        return in_words(self.waited)

    @property
    def held_words(self) -> str:
        return in_words(self.held)

    @property
    def whole_words(self) -> str:
        return in_words(self.end - self.since)


def in_words(span: timedelta) -> str:
    """「3 天 4 小时」, 「25 分钟」."""
    minutes = max(0, int(span.total_seconds()) // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    if days:
        return _("%(d)d 天 %(h)d 小时") % {"d": days, "h": hours}
    return _("%(h)d 小时 %(m)d 分钟") % {"h": hours, "m": left} if hours else _("%(m)d 分钟") % {"m": left}


def legs(dispute: Dispute, hops: Sequence[Hop]) -> list[Leg]:
    """Every leg, the first one first; `hops` in their order. Together they cover the dispute's whole time."""
    end = dispute.closed_at
    if not hops:
        return [Leg(dispute.turn_unit_name, dispute.opened_at, dispute.opened_at, end, None)]
    first = hops[0]
    found = [Leg(first.from_unit_name, dispute.opened_at, dispute.opened_at, first.given_at, None)]
    for hop, after in zip(hops, (*hops[1:], None), strict=True):
        found += _of(hop, after.given_at if after else end)
    return found


def _of(hop: Hop, next_at: datetime | None) -> Iterator[Leg]:
    until = hop.returned_at or next_at
    yield Leg(hop.to_unit_name, hop.given_at, hop.received_at, until, hop)
    if hop.returned_at is not None and hop.returned_at != next_at:
        yield Leg(hop.from_unit_name, hop.returned_at, hop.returned_at, next_at, None)


def chart(every: Sequence[Leg]) -> dict[str, Any]:
    """The legs as a stacked chart: hours that a unit waited before it accepted, and hours that it had it."""
    by_unit: dict[str, list[float]] = {}
    for leg in every:
        sums = by_unit.setdefault(leg.unit or "—", [0.0, 0.0])
        sums[0] += leg.waited / _HOUR
        sums[1] += leg.held / _HOUR
    return {
        "categories": list(by_unit),
        "series": [
            {
                "name": _("等待接收（小时）"),
                "values": [round(w, 1) for w, _h in by_unit.values()],
                "colour": "straw",
            },
            {
                "name": _("接收后（小时）"),
                "values": [round(h, 1) for _w, h in by_unit.values()],
                "colour": "bamboo",
            },
        ],
    }
