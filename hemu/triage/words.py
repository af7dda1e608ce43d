"""Places in a text: what a proposal points at, and the text cut up so that they can be marked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Words(NamedTuple):
    """Words of the text: from `start` up to `end`, counted in characters of the text as given."""

    start: int
    end: int


def merged(places: Iterable[tuple[int, int]]) -> tuple[Words, ...]:
    """The places from left to right, joined where they touch."""
    joined: list[Words] = []
    for start, end in sorted(set(places)):
        if joined and start <= joined[-1].end:
            joined[-1] = Words(joined[-1].start, max(end, joined[-1].end))
        else:
            joined.append(Words(start, end))
    return tuple(joined)


def pieces(text: str, places: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The whole text in pieces from left to right, each with whether it is to be marked."""
    found: list[tuple[str, bool]] = []
    at = 0
    for start, end in merged(places):
        found += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(piece, marked) for piece, marked in [*found, (text[at:], False)] if piece]
