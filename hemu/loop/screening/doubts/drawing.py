"""A map of a few positions, drawn to scale by ourselves: there are no tiles in a valley, nor abroad.

North is up. A sketch of distances, with no border and no name of anything: not a map to be published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from hemu.loop.screening.doubts.rules import EARTH_METRES, Point

WIDTH, HEIGHT, EDGE = 640, 320, 64
_NICE = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Mark:
    """One position in pixels; `radius` of what it may be off, or of a place's usual extent."""

    x: float
    y: float
    radius: float
    label: str
    first: bool
    anchor: str
    label_y: float


@dataclass(frozen=True, slots=True)
class Sketch:
    """Marks, and a bar of so many pixels that stands for a round length."""

    marks: tuple[Mark, ...]
    bar: float
    bar_label: str
    width: int = WIDTH
    height: int = HEIGHT


def sketch(points: Sequence[tuple[Point, str]]) -> Sketch:
    """Draw positions with their labels, the first being the one in question. `points` mustn't be empty."""
    middle = points[0][0].latitude
    metre_x = radians(1) * EARTH_METRES * cos(radians(middle))
    metre_y = radians(1) * EARTH_METRES
    flat = [(p.longitude * metre_x, p.latitude * metre_y, p.accuracy, label) for p, label in points]
    west, east = min(x for x, *_ in flat), max(x for x, *_ in flat)
    south, north = min(y for _, y, *_ in flat), max(y for _, y, *_ in flat)
    widest = max(east - west, 1.0), max(north - south, 1.0)
    scale = min((WIDTH - 2 * EDGE) / widest[0], (HEIGHT - 2 * EDGE) / widest[1], 1.0)
    left, top = (WIDTH - widest[0] * scale) / 2, (HEIGHT - widest[1] * scale) / 2
    marks = []
    for number, (x, y, accuracy, label) in enumerate(flat):
        at_x, at_y = left + (x - west) * scale, top + (north - y) * scale
        anchor = "end" if at_x > WIDTH / 2 else "start"
        away = -12 if number % 2 == 0 else 22
        radius = min(accuracy * scale, HEIGHT / 2)
        marks.append(Mark(_r(at_x), _r(at_y), _r(radius), label, number == 0, anchor, _r(at_y + away)))
    length = _round_length(120 / scale)
    return Sketch(tuple(marks), _r(length * scale), _words(length))


def _r(number: float) -> float:
    return round(number, 1)


def _round_length(metres: float) -> float:
    """The greatest of 1, 2, 5, 10, 20 … metres that is no longer than `metres`."""
    power = 1
    while power * 10 <= metres:
        power *= 10
    return float(max(step * power for step in _NICE if step * power <= max(metres, power)))


def _words(metres: float) -> str:
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
