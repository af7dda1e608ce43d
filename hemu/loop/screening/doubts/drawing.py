"""A map of a few positions, drawn to scale by ourselves: there are no tiles in a valley, nor abroad.

North is up. Known places are dots; the county's line is drawn where the picture touches it. A sketch of
distances for the reviewer, with no name of anything: not a map to be published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from hemu.loop.screening.doubts.rules import EARTH_METRES, Point
from hemu.orgs.outlines import border_within

WIDTH, HEIGHT, EDGE = 640, 320, 64
_NICE = (1, 2, 5)
_METRE_Y = radians(1) * EARTH_METRES


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
    """Marks, and a bar of so many pixels that stands for a round length.

    `dots` are places without a word, in pixels; `border` is the county's line as an SVG path.
    """

    marks: tuple[Mark, ...]
    bar: float
    bar_label: str
    dots: tuple[tuple[float, float], ...] = ()
    border: str = ""
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class _Frame:
    """How degrees become pixels: metres of a degree each way, metres at the left and the top, the scale."""

    metre_x: float
    west: float
    north: float
    scale: float
    left: float
    top: float

    def pixel(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a position lies in the picture."""
        x = self.left + (longitude * self.metre_x - self.west) * self.scale
        return _r(x), _r(self.top + (self.north - latitude * _METRE_Y) * self.scale)

    @property
    def corners(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the whole picture in degrees."""
        west = (self.west - self.left / self.scale) / self.metre_x
        north = (self.north + self.top / self.scale) / _METRE_Y
        east = west + WIDTH / self.scale / self.metre_x
        return west, north - HEIGHT / self.scale / _METRE_Y, east, north


def sketch(
    points: Sequence[tuple[Point, str]],
    dots: Sequence[Point] = (),
    county: int = 0,
    within: Point | None = None,
) -> Sketch:
    """Draw positions with their labels, the first being the one in question. `points` mustn't be empty.

    The line of `county` (its six-digit code) is drawn where it lies in the picture; `within` is a place that
    the picture must hold besides.
    """
    frame = _frame([point for point, _label in points] + ([within] if within else []))
    marks = []
    for number, (point, label) in enumerate(points):
        x, y = frame.pixel(point.latitude, point.longitude)
        radius = _r(min(point.accuracy * frame.scale, HEIGHT / 2))
        away = -12 if number % 2 == 0 else 22
        anchor = "end" if x > WIDTH / 2 else "start"
        marks.append(Mark(x, y, radius, label, number == 0, anchor, _r(y + away)))
    length = _round_length(120 / frame.scale)
    return Sketch(
        tuple(marks),
        _r(length * frame.scale),
        _words(length),
        tuple(frame.pixel(one.latitude, one.longitude) for one in dots),
        _border(frame, county),
    )


def _frame(points: Sequence[Point]) -> _Frame:
    metre_x = _METRE_Y * cos(radians(points[0].latitude))
    xs, ys = [p.longitude * metre_x for p in points], [p.latitude * _METRE_Y for p in points]
    wide, high = max(max(xs) - min(xs), 1.0), max(max(ys) - min(ys), 1.0)
    scale = min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / high, 1.0)
    return _Frame(metre_x, min(xs), max(ys), scale, (WIDTH - wide * scale) / 2, (HEIGHT - high * scale) / 2)


def _border(frame: _Frame, county: int) -> str:
    parts = []
    for line in border_within(county, frame.corners):
        pixels = [frame.pixel(latitude, longitude) for longitude, latitude in line]
        parts.append("M" + "L".join(f"{x} {y}" for x, y in pixels))
    return "".join(parts)


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
