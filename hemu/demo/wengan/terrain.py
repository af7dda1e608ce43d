"""Positions within 瓮安县's outline about 珠藏镇. No public data says where its grids lie."""

from __future__ import annotations

import random
from math import cos, radians, sin

TOWN = (27.2250, 107.5700)
"""WGS 84, degrees."""
_METRES_PER_DEGREE = 111_200
_ROADS = (0.4, 0.8, 2.4, 2.9, 3.2, 3.4, 2.6, 3.3, 2.2, 3.0, 3.4, 2.7)
"""Kilometres from the town to its villages, in the order of their codes."""
_GRID_APART = 700

Position = tuple[float, float]


def moved(place: Position, east: float, north: float) -> Position:
    """A position so many metres away."""
    latitude, longitude = place
    up = north / _METRES_PER_DEGREE
    across = east / (_METRES_PER_DEGREE * cos(radians(latitude)))
    return round(latitude + up, 6), round(longitude + across, 6)


def village(number: int) -> Position:
    """The middle of a village, by its number among the township's."""
    metres = _ROADS[number % len(_ROADS)] * 1000
    turn = radians(number * 137.5)
    return moved(TOWN, metres * sin(turn), metres * cos(turn))


def grid(number: int, which: int) -> Position:
    """The middle of a village's grid, numbered from 1."""
    side = -1 if which % 2 else 1
    return moved(village(number), side * _GRID_APART / 2, side * _GRID_APART / 3)


def door(number: int, which: int, chance: random.Random, spread: float = 260) -> Position:
    """A house in a grid."""
    return moved(grid(number, which), chance.uniform(-spread, spread), chance.uniform(-spread, spread))
