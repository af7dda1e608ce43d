"""A place is a code; a subtree of places is a range of codes.

A place is an integer of 15 digits: the 12-digit division code (GB/T 2260 county + GB/T 10114
township + the statistics bureau's village) and three digits of the grid, ``000`` for the division
itself. The country is 0. How wide a region is stands in its row (``Region.lo``, ``Region.hi``);
nothing else in the code may reason about levels by counting digits.
"""

from __future__ import annotations

from dataclasses import dataclass

PLACE_DIGITS = 15
PLACE_END = 10**PLACE_DIGITS
COUNTY_UNIT = 10**9


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of places ``lo <= place < hi``."""

    lo: int
    hi: int

    def __contains__(self, place: object) -> bool:
        return isinstance(place, int) and self.lo <= place < self.hi

    @property
    def counties(self) -> Span:
        """The range of six-digit county codes that this range touches."""
        return Span(self.lo // COUNTY_UNIT, (self.hi - 1) // COUNTY_UNIT + 1)

    @property
    def county(self) -> int | None:
        """The one county that holds the whole range, or None when it crosses counties."""
        counties = self.counties
        return counties.lo if counties.hi - counties.lo == 1 and counties.lo else None


COUNTRY = Span(0, PLACE_END)


def county_of(place: int) -> int:
    """The six-digit county code of a place."""
    return place // COUNTY_UNIT


def parse_code(text: str) -> int:
    """The place meant by a division code of up to 15 digits, as people write it (``522725``).

    Raises ValueError when `text` isn't such a code.
    """
    digits = text.strip()
    if digits == "0":
        return 0
    if not digits.isascii() or not digits.isdigit() or not 2 <= len(digits) <= PLACE_DIGITS:
        raise ValueError(f"not a division code: {text!r}")
    return int(digits.ljust(PLACE_DIGITS, "0"))


def show_code(place: int) -> str:
    """The code as people write it: twelve digits, or fifteen for a grid."""
    text = str(place).zfill(PLACE_DIGITS)
    return text[:12] if text.endswith("000") else text
