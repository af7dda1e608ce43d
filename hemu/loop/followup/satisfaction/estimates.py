"""A share with what isn't known of it: Wilson's interval, corrected for a finite population.

Wilson (1927) holds for few answers and near 0 and 1, where p ± 1.96·se doesn't. Drawing n of N without
putting back tells more than n of infinitely many: n counts as n·(N−1)/(N−n) (finite population
correction). Several strata are weighted by how many disputes each had; together they count as Kish's
effective number of answers, 1/Σ(W²/n). Who didn't answer is not guessed: how far the share could lie if
all of them were content, or none, is told beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

Z = 1.959964
"""Two-sided, 95 in a hundred."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One stratum of one draw: closed, drawn, answered, content."""

    population: int
    drawn: int
    answered: int
    content: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share of content parties. `low` and `high` are the 95 % interval, `worst` and `best` what the share
    of those drawn would be had none, or all, of the silent been content. None: too few to say."""

    population: int
    drawn: int
    answered: int
    content: int
    share: float | None
    low: float | None
    high: float | None
    worst: float
    best: float

    @property
    def silent(self) -> int:
        """Drawn, and no answer so far."""
        return self.drawn - self.answered

    @property
    def said(self) -> bool:
        """Whether there are enough answers to say anything."""
        return self.share is not None


def wilson(share: float, n: float) -> tuple[float, float]:
    """The interval of a share of `n` answers; (0, 1) where nobody answered."""
    if n <= 0:
        return 0.0, 1.0
    square = Z * Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def corrected(n: float, population: int) -> float:
    """How many answers `n` of a finite population count for; infinitely many where all answered."""
    if n >= population:
        return float("inf")
    return n * (population - 1) / (population - n)


def estimate(cells: Sequence[Cell], few: int) -> Estimate:
    """The share over several strata. Fewer answers than `few`: nothing is said of it."""
    population = sum(cell.population for cell in cells)
    drawn = sum(cell.drawn for cell in cells)
    answered = sum(cell.answered for cell in cells)
    content = sum(cell.content for cell in cells)
    worst = content / drawn if drawn else 0.0
    best = (content + drawn - answered) / drawn if drawn else 1.0
    share, low, high = (None, None, None) if answered < max(few, 1) else _weighted(cells)
    return Estimate(population, drawn, answered, content, share, low, high, worst, best)


def _weighted(cells: Sequence[Cell]) -> tuple[float, float, float]:
    heard = [cell for cell in cells if cell.answered]
    whole = sum(cell.population for cell in heard)
    share = sum(cell.population / whole * cell.content / cell.answered for cell in heard)
    effective = 1 / sum((cell.population / whole) ** 2 / cell.answered for cell in heard)
    counts_for = corrected(effective, whole)
    if counts_for == float("inf"):
        return share, share, share
    return (share, *wilson(share, counts_for))
