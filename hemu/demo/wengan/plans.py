"""Which disputes there are in 瓮安县 now: since when, which way, how far."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum

from hemu.demo.wengan.offices import SEED

COUNT = 300
_RECENT, _OLDEST = 6, 110
"""Days: many are of this week, the oldest of last quarter."""
_SHARE_RECENT, _SHARE_ZHUCANG = 0.3, 0.4
_LEFT_LYING = 0.14
_MOST_STEPS = 8


class Way(StrEnum):
    """The way that a dispute takes through the county's offices."""

    VILLAGE = "village"
    GRID = "grid"
    STATION = "station"
    TOWNSHIP = "township"
    CENTRE = "centre"
    COURT = "court"
    RED = "red"
    PROFESSIONAL = "professional"


_WAYS = {
    Way.VILLAGE: 28,
    Way.GRID: 22,
    Way.STATION: 15,
    Way.TOWNSHIP: 15,
    Way.CENTRE: 10,
    Way.COURT: 3,
    Way.RED: 4,
    Way.PROFESSIONAL: 3,
}


class Fate(StrEnum):
    """What happens on the way, besides the usual."""

    USUAL = "usual"
    RETURNED = "returned"
    FAILED = "failed"
    DECLINED = "declined"
    BROKEN = "broken"
    RELAPSED = "relapsed"


_FATES = {
    Fate.USUAL: 74,
    Fate.RETURNED: 7,
    Fate.FAILED: 6,
    Fate.DECLINED: 4,
    Fate.BROKEN: 5,
    Fate.RELAPSED: 4,
}


@dataclass(frozen=True, slots=True)
class Live:
    """One dispute. `days` ago it was registered; after `stop` steps nobody did anything more, if not None."""

    number: int
    way: Way
    fate: Fate
    days: float
    in_zhucang: bool
    stop: int | None


def plans(count: int = COUNT) -> list[Live]:
    """The same disputes every time, counted from today."""
    chance = random.Random(SEED)  # noqa: S311  # a demonstration, not a secret
    return [_one(chance, number) for number in range(count)]


def _one(chance: random.Random, number: int) -> Live:
    recent = chance.random() < _SHARE_RECENT
    days = chance.uniform(0.1, _RECENT) if recent else _RECENT + chance.random() ** 1.4 * _OLDEST
    stuck = chance.random() < (0.55 if recent else _LEFT_LYING)
    return Live(
        number=number,
        way=chance.choices(list(_WAYS), list(_WAYS.values()))[0],
        fate=chance.choices(list(_FATES), list(_FATES.values()))[0],
        days=days,
        in_zhucang=chance.random() < _SHARE_ZHUCANG,
        stop=chance.randrange(_MOST_STEPS) if stuck else None,
    )
