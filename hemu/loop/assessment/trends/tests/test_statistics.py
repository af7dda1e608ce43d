"""The test that trends rest on: by hand where that is possible, by simulation where it isn't."""

from __future__ import annotations

import math
import random

import pytest

from bench import trends as simulated
from hemu.loop.assessment.trends import statistics
from hemu.loop.assessment.trends.statistics import LEVEL, adjusted, chance, season, size

COUNTIES = 250


def test_two_poisson_counts_are_compared_exactly():
    """1 or more of 2 by chance, the present window being one of two: 3/4. All 5 of 5, one of four: 1/4⁵."""
    assert chance(1, 1, 1.0, 1, math.inf) == pytest.approx(0.75)
    assert chance(5, 0, 1.0, 3, math.inf) == pytest.approx(0.25**5)
    assert chance(0, 9, 1.0, 3, math.inf) == 1.0


def test_lumpy_counts_make_the_same_rise_less_surprising():
    poisson, lumpy = (chance(12, 24, 1.0, 12, lumps) for lumps in (math.inf, 2.0))
    assert poisson < 1e-4 < lumpy
    assert chance(12, 24, 1.0, 12, 1e9) == pytest.approx(poisson, rel=1e-3)


def test_size_is_told_from_the_past_whatever_the_levels():
    rng = random.Random(5)
    cells = [[simulated.count(rng, mean, 4.0) for _ in range(12)] for mean in [3.0, 30.0] * 60]
    assert 2.5 < size(cells) < 6.5
    assert math.isinf(size([[2, 2, 2], [7, 7, 7]]))


def test_q_is_benjamini_and_hochbergs():
    """The example worked by hand: 4 tests, q = min over the larger of p·4/rank."""
    assert adjusted([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.5])
    assert adjusted([]) == []


def test_a_season_excuses_and_never_accuses():
    assert season(40, 10.0) == pytest.approx(2.5)
    assert season(0, 10.0) == 1.0
    assert season(1000, 1.0) == 3.0


@pytest.mark.req("A8")
@pytest.mark.parametrize("lumps", simulated.LUMPS)
def test_without_a_change_the_chance_of_any_alarm_stays_below_the_level(lumps):
    """100 cells a county, nothing changes. The bound is the level and three standard errors above it."""
    rng = random.Random(11)
    wrong = sum(
        any(True for _ in simulated.alarms(simulated.county(rng, lumps, 12))) for _ in range(COUNTIES)
    )
    assert wrong / COUNTIES <= LEVEL + 3 * math.sqrt(LEVEL * (1 - LEVEL) / COUNTIES)


@pytest.mark.req("A8")
def test_a_fivefold_rise_is_found_and_a_doubling_mostly_not():
    rng = random.Random(12)
    shares = [
        sum(
            0 in simulated.alarms(simulated.county(rng, math.inf, 12, rise=rise, usual=4.0))
            for _ in range(60)
        )
        / 60
        for rise in (5.0, 2.0)
    ]
    assert shares[0] > 0.85
    assert shares[1] < 0.3


def test_a_cell_with_next_to_nothing_is_not_tested():
    found = statistics.tested([(2, [0] * 6), (9, [1, 0, 2, 1, 1, 0])], [1.0, 1.0])
    assert found[0] is None
    assert found[1] is not None
    assert found[1].alarms
