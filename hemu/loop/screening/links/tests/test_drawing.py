"""The graph of a matter: heights keep names and lines apart."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemu.loop.screening.links import drawing

pytestmark = pytest.mark.req("S13")


def test_neighbours_stand_at_different_heights():
    found = drawing.heights(6, {(n, n + 1) for n in range(5)})
    assert all(abs(one - two) >= drawing.NEAR for one, two in pairwise(found))


def test_no_line_runs_through_another_dispute():
    """One source of four: each line leads past those that came between."""
    found = drawing.heights(5, {(0, n) for n in range(1, 5)})
    for end in range(2, 5):
        for between in range(1, end):
            there = found[0] + (found[end] - found[0]) * between / end
            assert abs(there - found[between]) >= drawing.TOUCHES, (found, end, between)


@given(st.integers(0, 40), st.sets(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=80))
def test_every_dispute_gets_a_height(count, edges):
    found = drawing.heights(count, edges)
    assert len(found) == count
    assert set(found) <= set(drawing.LANES)
