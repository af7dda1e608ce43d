"""Trends: how often chance alone raises an alarm, and how big a rise is found, in simulated counties."""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterator

from bench._results import report

CELLS = 100
"""Areas × sorts of a county: ten townships, ten sorts."""
LUMPS = (math.inf, 5.0, 2.0, 1.0)
"""How lumpy the counts are: Poisson, to a variance of the mean and its square."""
RISES = (2, 3, 5)
USUAL = (2.0, 4.0, 8.0)


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--times", type=int, default=300, help="counties simulated (default: %(default)s)")
    parser.add_argument("--windows", type=int, default=12, help="windows of the past (default: %(default)s)")


def count(chance: random.Random, mean: float, lumps: float) -> int:
    """A negative-binomial count (Poisson where `lumps` is infinite)."""
    level = mean if math.isinf(lumps) else chance.gammavariate(lumps, mean / lumps)
    end, n, product = math.exp(-level), 0, chance.random()
    while product > end:
        n, product = n + 1, product * chance.random()
    return n


def county(
    chance: random.Random, lumps: float, windows: int, *, rise: float = 1.0, usual: float | None = None
) -> list[tuple[int, list[int]]]:
    """The cells of a county whose levels differ widely. The first one rises, when `rise` isn't 1."""
    cells = []
    for at in range(CELLS):
        mean = usual if usual is not None and at == 0 else chance.lognormvariate(0.7, 1.0)
        past = [count(chance, mean, lumps) for _ in range(windows)]
        cells.append((count(chance, mean * (rise if at == 0 else 1.0), lumps), past))
    return cells


def alarms(cells: list[tuple[int, list[int]]]) -> Iterator[int]:
    """Which cells the test reports."""
    from hemu.loop.assessment.trends.statistics import tested

    found = tested(cells, [1.0] * len(cells))
    return (at for at, one in enumerate(found) if one is not None and one.alarms)


def run(options: argparse.Namespace) -> int:
    """Without a change, the share of counties with any alarm; with one, the share in which it is found."""
    from hemu.loop.assessment.trends.statistics import LEVEL

    chance = random.Random(8)
    for lumps in LUMPS:
        false = sum(
            any(True for _ in alarms(county(chance, lumps, options.windows))) for _ in range(options.times)
        )
        report("trends, no change: counties with an alarm", false / options.times, "share", size=CELLS,
               baseline=LEVEL, lumps=str(lumps), windows=options.windows)  # fmt: skip
        for usual in USUAL:
            for rise in RISES:
                _power(chance, options, lumps, usual, rise)
    return 0


def _power(chance: random.Random, options: argparse.Namespace, lumps: float, usual: float, rise: int) -> None:
    times = max(options.times // 5, 1)
    found = sum(
        0 in alarms(county(chance, lumps, options.windows, rise=rise, usual=usual)) for _ in range(times)
    )
    report("trends, one rise: found", found / times, "share", size=CELLS, lumps=str(lumps), usual=usual,
           rise=rise, windows=options.windows)  # fmt: skip
