"""Where the disputes of a matter stand in its graph: time runs from left to right, heights keep names and
lines apart. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

LANES = (0, 50, 25, 75, 100)
"""The heights there are, in hundredths; the first of equally good ones is taken."""
NEAR = 30
"""Names closer than this in height lie upon each other, when their disputes are neighbours."""
TOUCHES = 18
"""A line that passes a dispute closer than this seems to end there."""
Edge = tuple[int, int]


def heights(count: int, edges: Collection[Edge]) -> list[int]:
    """A height for each of `count` disputes in the order of time; `edges` are pairs of their numbers."""
    chosen: list[int] = []
    for n in range(count):
        ends = [min(edge) for edge in edges if max(edge) == n]
        chosen.append(min(LANES, key=lambda lane: _cost(chosen, ends, lane)))
    return chosen


def _cost(chosen: Sequence[int], ends: Collection[int], lane: int) -> int:
    """How much a height spoils for the next dispute, whose lines lead back to `ends`."""
    n = len(chosen)
    names = sum(3 - back for back in (1, 2) if back <= n and abs(chosen[-back] - lane) < NEAR)
    lines = sum(_touched(chosen, end, lane) for end in ends if end != n)
    return names + 4 * lines


def _touched(chosen: Sequence[int], end: int, lane: int) -> int:
    """How many disputes a line from `end` to the next one would seem to end at."""
    n, start = len(chosen), chosen[end]
    between = range(end + 1, n)
    return sum(abs(start + (lane - start) * (m - end) / (n - end) - chosen[m]) < TOUCHES for m in between)
