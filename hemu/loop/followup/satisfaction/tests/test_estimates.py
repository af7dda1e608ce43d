"""Shares with what isn't known of them, held against published values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemu.loop.followup.satisfaction.estimates import Cell, Estimate, corrected, estimate, wilson


@pytest.mark.parametrize(
    ("content", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_published_by_newcombe(content, n, low, high) -> None:
    """Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3."""
    assert list(wilson(content / n, n)) == pytest.approx([low, high], abs=5e-5)


def width(of: Estimate) -> float:
    assert of.low is not None
    assert of.high is not None
    return of.high - of.low


def test_a_finite_population_narrows_and_everybody_leaves_nothing_open() -> None:
    assert corrected(50, 100) == pytest.approx(50 * 99 / 50)
    assert corrected(10, 10) == float("inf")
    whole = estimate([Cell(20, 20, 20, 15)], few=10)
    assert (whole.share, whole.low, whole.high) == (0.75, 0.75, 0.75)
    few_of_many = estimate([Cell(10_000, 20, 20, 15)], few=10)
    some_of_few = estimate([Cell(40, 20, 20, 15)], few=10)
    assert width(some_of_few) < width(few_of_many)


def test_too_few_answers_say_nothing_but_are_shown() -> None:
    found = estimate([Cell(50, 12, 9, 9)], few=10)
    assert not found.said
    assert (found.low, found.high, found.answered, found.silent) == (None, None, 9, 3)
    assert not estimate([], few=10).said


def test_strata_count_by_how_many_they_had() -> None:
    found = estimate([Cell(900, 20, 20, 20), Cell(100, 20, 20, 0)], few=10)
    assert found.share == pytest.approx(0.9)
    assert (found.answered, found.content) == (40, 20)


def test_the_silent_are_not_guessed() -> None:
    found = estimate([Cell(100, 20, 10, 8)], few=10)
    assert (found.worst, found.best) == (0.4, 0.9)


@given(n=st.integers(10, 300), part=st.floats(0, 1), more=st.integers(0, 5000))
def test_the_interval_holds_the_share_and_stays_between_none_and_all(n, part, more) -> None:
    found = estimate([Cell(n + more, n, n, round(n * part))], few=10)
    assert found.share is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.share + 1e-9
    assert found.share - 1e-9 <= found.high <= 1
