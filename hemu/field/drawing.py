"""Signatures drawn by finger: strokes become a picture."""

from __future__ import annotations

import io
from typing import Annotated, Final, Self

from PIL import Image, ImageDraw
from pydantic import Field, model_validator

from hemu.field.schemas import Strict

MOST_POINTS: Final = 5000
_SIDE: Final = 2000
_SCALE: Final = 2
_PEN: Final = 6
_INK: Final = (20, 24, 31)
_MARGIN: Final = 8

Coordinate = Annotated[float, Field(ge=-_SIDE, le=2 * _SIDE, allow_inf_nan=False)]
Point = tuple[Coordinate, Coordinate]


class Drawing(Strict):
    """Strokes of a finger: points in px from the top left of a field so wide and high."""

    width: int = Field(ge=20, le=_SIDE)
    height: int = Field(ge=20, le=_SIDE)
    strokes: list[list[Point]] = Field(min_length=1, max_length=200)

    @model_validator(mode="after")
    def _not_too_many(self) -> Self:
        if not 1 < sum(len(stroke) for stroke in self.strokes) <= MOST_POINTS:
            raise ValueError("between 2 and 5,000 points")
        return self


def as_png(drawing: Drawing) -> bytes:
    """The drawing, black on white, at twice its size, so that a printed sheet shows it clearly."""
    size = ((drawing.width + 2 * _MARGIN) * _SCALE, (drawing.height + 2 * _MARGIN) * _SCALE)
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    for stroke in drawing.strokes:
        points = [((x + _MARGIN) * _SCALE, (y + _MARGIN) * _SCALE) for x, y in stroke]
        if len(points) > 1:
            pen.line(points, fill=_INK, width=_PEN, joint="curve")
        for x, y in points[:1] + points[-1:]:
            pen.ellipse((x - _PEN / 2, y - _PEN / 2, x + _PEN / 2, y + _PEN / 2), fill=_INK)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
