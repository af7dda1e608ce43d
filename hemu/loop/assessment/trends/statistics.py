"""Is a rise more than chance? Pure arithmetic, no database.

A cell is one area and one sort of dispute, counted in windows of equal length. Disputes come in lumps (one
market day, one flood), so that counts scatter more than a Poisson law allows: each window's count is taken as
negative-binomial with one size for all cells, estimated from the past alone. Given the sum of the present and
the past windows, the present count is then beta-binomial, whatever the cell's own level is; without lumps it
is binomial (the exact conditional test of two Poisson counts, Przyborowski and Wilenski 1940). Over all cells
tested, false alarms are held by the false discovery rate (Benjamini and Hochberg 1995).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LEVEL = 0.05
"""Of the rises that are reported, at most this share is expected to be chance; with no change anywhere, the
chance of any report at all."""
LEAST_TOTAL = 5
"""Cells with fewer disputes in all windows together can't be told from chance: they aren't tested. The test
is conditional on that total, so that choosing by it biases nothing."""
LEAST_WINDOWS = 6
SMALLEST_SIZE = 0.5
"""A size below this would say that counts scatter without bound: then the past isn't fit to be tested."""


@dataclass(frozen=True, slots=True)
class Found:
    """One tested cell. `expected` is what the past lets expect; `p` and `q` are explained above."""

    recent: int
    past: int
    windows: int
    expected: float
    p: float
    q: float

    @property
    def alarms(self) -> bool:
        """Whether it is reported."""
        return self.q <= LEVEL and self.recent > self.expected

    @property
    def times(self) -> float:
        """The present count as a multiple of what was expected; as if one was expected where it was less."""
        return self.recent / max(self.expected, 1.0)


def size(pasts: Iterable[Sequence[int]]) -> float:
    """How lumpy counts are: the negative-binomial size over all cells; infinite for Poisson's law.

    By moments, from the variance within each cell's own past: a cell's level plays no part.
    """
    excess = squares = 0.0
    for counts in pasts:
        n = len(counts)
        mean = sum(counts) / n
        variance = sum((one - mean) ** 2 for one in counts) / (n - 1)
        excess += variance - mean
        squares += mean * mean - variance / n
    if excess <= 0 or squares <= 0:
        return math.inf
    return max(squares / excess, SMALLEST_SIZE)


def chance(recent: int, past: int, weight: float, windows: int, lumps: float) -> float:
    """The probability of `recent` or more in the present window, of `recent + past` in all, with no change.

    `weight` is how many ordinary windows the present one is worth in this season (1: an ordinary one);
    `lumps` the size that :func:`size` gives.
    """
    total = recent + past
    if recent <= 0:
        return 1.0
    if math.isinf(lumps):
        share = weight / (weight + windows)
        logs = [_binomial(total, one, share) for one in range(recent, total + 1)]
    else:
        logs = [
            _beta_binomial(total, one, lumps * weight, lumps * windows) for one in range(recent, total + 1)
        ]
    return min(1.0, math.fsum(map(math.exp, logs)))


def _choose(total: int, one: int) -> float:
    return math.lgamma(total + 1) - math.lgamma(one + 1) - math.lgamma(total - one + 1)


def _binomial(total: int, one: int, share: float) -> float:
    return _choose(total, one) + one * math.log(share) + (total - one) * math.log1p(-share)


def _beta_binomial(total: int, one: int, a: float, b: float) -> float:
    return _choose(total, one) + _beta(one + a, total - one + b) - _beta(a, b)


def _beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def adjusted(chances: Sequence[float]) -> list[float]:
    """Benjamini and Hochberg's q for each p, in the same order."""
    n = len(chances)
    found, least = [1.0] * n, 1.0
    for rank, at in sorted(enumerate(sorted(range(n), key=chances.__getitem__), 1), reverse=True):
        least = min(least, chances[at] * n / rank)
        found[at] = least
    return found


def season(then: int, usual: float) -> float:
    """How busy this season is against the rest of the year: at least 1, so that a season only ever excuses.

    `then`: disputes of the sort in the whole area in this season a year ago; `usual`: in an average window.
    Ten disputes of an ordinary season are added to both, so that few cases say little.
    """
    steady = 10.0
    return min(max((then + steady) / (usual + steady), 1.0), 3.0)


def tested(cells: Sequence[tuple[int, Sequence[int]]], weights: Sequence[float]) -> list[Found | None]:
    """Each cell's (present count, past counts) tested against its own past; None where it can't be.

    All pasts have the same number of windows, at least LEAST_WINDOWS; `weights` as for :func:`chance`.
    """
    lumps = size([past for _recent, past in cells if sum(past)])
    fit = [at for at, (recent, past) in enumerate(cells) if recent + sum(past) >= LEAST_TOTAL]
    chances = []
    for at in fit:
        recent, past = cells[at]
        chances.append(chance(recent, sum(past), weights[at], len(past), lumps))
    found: list[Found | None] = [None] * len(cells)
    for at, p, q in zip(fit, chances, adjusted(chances), strict=True):
        recent, past = cells[at]
        expected = sum(past) / len(past) * weights[at]
        found[at] = Found(recent, sum(past), len(past), expected, p, q)
    return found
