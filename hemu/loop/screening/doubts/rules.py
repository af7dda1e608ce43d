"""Distances, speeds, fingerprints and texts: plain arithmetic, no database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from math import asin, cos, inf, radians, sin, sqrt
from statistics import median

EARTH_METRES = 6_371_000
GRAM = 3
"""Characters of a shingle: Chinese words are mostly of two, so that three hold some order."""
HOUR = timedelta(hours=1)
SHORTEST_MARK = 4
"""Characters that must be the same in a row to be marked."""
_NOISE = re.compile(r"[\s\W_]+")


@dataclass(frozen=True, slots=True)
class Point:
    """A position: WGS 84 in degrees, `accuracy` in metres."""

    latitude: float
    longitude: float
    accuracy: float = 0.0


def metres(one: Point, other: Point) -> float:
    """Great-circle distance by the haversine formula, on a sphere: within 0.6%."""
    up = radians(other.latitude - one.latitude) / 2
    across = radians(other.longitude - one.longitude) / 2
    share = sin(up) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(across) ** 2
    return 2 * EARTH_METRES * asin(sqrt(min(1.0, share)))


def surely_apart(one: Point, other: Point) -> float:
    """Metres that lie between two positions even when both are as far off as they may be."""
    return max(0.0, metres(one, other) - one.accuracy - other.accuracy)


@dataclass(frozen=True, slots=True)
class Home:
    """Where visits to a place usually are: the middle, and the radius in metres that holds 95 in 100."""

    centre: Point
    radius: float


def home_of(points: Sequence[Point]) -> Home:
    """The middle by medians, which one wrong position doesn't move. `points` mustn't be empty."""
    centre = Point(median(p.latitude for p in points), median(p.longitude for p in points))
    apart = sorted(metres(centre, point) for point in points)
    return Home(centre, apart[min(len(apart) - 1, int(len(apart) * 0.95))])


def outside(point: Point, home: Home) -> float:
    """By how many metres a position surely lies outside; 0 inside."""
    return max(0.0, metres(point, home.centre) - home.radius - point.accuracy)


def speed(apart: float, ended: datetime, started: datetime) -> float:
    """Kilometres an hour from the end of one visit to the start of the next; infinite when they overlap."""
    hours = (started - ended) / HOUR
    return inf if hours <= 0 and apart > 0 else apart / 1000 / hours if hours > 0 else 0.0


def fullest_hour(moments: Mapping[int, datetime], at: datetime) -> list[int]:
    """Whose moments fall into the fullest hour that holds `at`, in order; the earliest of equals."""
    near = sorted((moment, key) for key, moment in moments.items() if abs(moment - at) < HOUR)
    windows = [
        [key for moment, key in near if begin <= moment < begin + HOUR] for begin, _key in near if begin <= at
    ]
    return max(windows, key=len, default=[])


PIECE_BITS, PIECES = 16, 4
_MASK = (1 << PIECE_BITS) - 1


def bits_apart(one: int, other: int) -> int:
    """In how many of their 64 bits two fingerprints differ."""
    return ((one ^ other) & (2**64 - 1)).bit_count()


def pieces(print_: int) -> list[int]:
    """A fingerprint's four pieces of 16 bits, each with its place above them."""
    return [(place << PIECE_BITS) | (print_ >> (place * PIECE_BITS)) & _MASK for place in range(PIECES)]


def probes(print_: int) -> list[int]:
    """What to look up: every piece, and every piece with one bit turned.

    Two fingerprints that differ in at most seven bits have a piece in which they differ in at most one:
    so nothing within seven bits is missed.
    """
    turned = (0, *(1 << bit for bit in range(PIECE_BITS)))
    return [piece ^ bit for piece in pieces(print_) for bit in turned]


def as_signed(number: int) -> int:
    """64 bits as PostgreSQL's bigint holds them."""
    return number - 2**64 if number >= 2**63 else number


def told(text: str, phrases: Iterable[str]) -> str:
    """What a narrative says beside the phrases that everybody writes: no spaces, no punctuation."""
    rest = _NOISE.sub("", text)
    for phrase in sorted({_NOISE.sub("", one) for one in phrases} - {""}, key=len, reverse=True):
        rest = rest.replace(phrase, "")
    return rest


def alike(one: str, other: str) -> int:
    """How much of two texts is the same, in percent: shared shingles of all shingles (Jaccard)."""
    mine, theirs = _shingles(one), _shingles(other)
    return round(100 * len(mine & theirs) / len(mine | theirs)) if mine and theirs else 0


def _shingles(text: str) -> set[str]:
    return {text[at : at + GRAM] for at in range(len(text) - GRAM + 1)}


Piece = tuple[str, bool]
"""A piece of a text, and whether it stands in the other too."""


def marked(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts cut where they say the same."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    same = [block for block in blocks if block.size >= SHORTEST_MARK]
    return (
        _cut(one, [(block.a, block.size) for block in same]),
        _cut(other, [(block.b, block.size) for block in same]),
    )


def _cut(text: str, blocks: Sequence[tuple[int, int]]) -> list[Piece]:
    found: list[Piece] = []
    at = 0
    for begin, size in blocks:
        found += [(text[at:begin], False)] if begin > at else []
        found.append((text[begin : begin + size], True))
        at = begin + size
    return [*found, (text[at:], False)] if at < len(text) else found
