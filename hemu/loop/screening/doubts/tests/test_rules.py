"""The arithmetic of doubts."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemu.loop.screening.doubts import drawing, rules
from hemu.loop.screening.doubts.rules import Point

pytestmark = pytest.mark.req("S3")
NOON = datetime(2026, 5, 4, 4, tzinfo=UTC)
BITS = st.integers(min_value=0, max_value=2**64 - 1)


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres():
    assert rules.metres(Point(27, 107), Point(28, 107)) == pytest.approx(111_195, rel=1e-3)
    assert rules.metres(Point(60, 107), Point(60, 108)) == pytest.approx(55_597, rel=2e-3)
    assert rules.surely_apart(Point(27, 107, 60_000), Point(28, 107, 60_000)) == 0


def test_a_place_is_where_most_visits_are_whatever_one_phone_says():
    points = [Point(27 + n / 10_000, 107) for n in range(30)] + [Point(39.9, 116.4)]
    home = rules.home_of(points)
    assert home.centre.latitude == pytest.approx(27.0015)
    assert home.radius < 300
    assert rules.outside(Point(27.1, 107), home) == pytest.approx(10_800, rel=0.05)
    assert rules.outside(Point(27.001, 107), home) == 0


@pytest.mark.parametrize(
    ("apart", "minutes", "expected"), [(60_000, 30, 120), (60_000, 0, inf), (60_000, -5, inf), (0, -5, 0)]
)
def test_speed(apart, minutes, expected):
    assert rules.speed(apart, NOON, NOON + timedelta(minutes=minutes)) == expected


def test_the_most_in_any_hour_that_holds_the_moment():
    moments = {n: NOON + timedelta(minutes=5 * n) for n in range(-6, 7)}
    assert rules.fullest_hour(moments, NOON) == list(range(-6, 6))
    assert rules.fullest_hour({7: NOON}, NOON) == [7]
    assert rules.fullest_hour({7: NOON, 8: NOON + timedelta(minutes=61)}, NOON) == [7]
    assert rules.fullest_hour({}, NOON) == []


@given(BITS, st.integers(0, 7), st.integers(0, 10**9))
def test_no_fingerprint_within_seven_bits_is_missed(print_, n, seed):
    turned = random.Random(seed).sample(range(64), n)
    other = print_
    for bit in turned:
        other ^= 1 << bit
    assert rules.bits_apart(print_, other) == len(turned)
    assert set(rules.pieces(other)) & set(rules.probes(print_))


@given(BITS)
def test_a_fingerprint_survives_the_database(print_):
    assert rules.as_signed(print_) & (2**64 - 1) == print_
    assert -(2**63) <= rules.as_signed(print_) < 2**63
    assert rules.bits_apart(rules.as_signed(print_), print_) == 0


def test_what_everybody_writes_is_not_what_somebody_says():
    assert rules.told("一切正常， 无安全隐患。", ["一切正常", "无安全隐患"]) == ""
    assert rules.told("家中有老人，一切正常", ["一切正常"]) == "家中有老人"


def test_texts_are_alike_by_what_they_share():
    text = "户主在外务工，家中只有老人和两个孙子，灶房电线老化，已约电工周六来换"
    assert rules.alike(text, text) == 100
    assert rules.alike(text, text.replace("周六", "周日")) > 80
    assert rules.alike(text, "今年种了三亩烤烟，收成不错，问了农机补贴怎么办") < 10


def test_the_same_words_are_marked_in_both():
    mine, theirs = rules.marked("灶房电线老化，周六换", "他家灶房电线老化了")
    assert ("灶房电线老化", True) in mine
    assert ("灶房电线老化", True) in theirs
    assert "".join(piece for piece, _same in mine) == "灶房电线老化，周六换"


@given(st.text(max_size=60), st.text(max_size=60))
def test_marking_loses_no_letter(one, other):
    mine, theirs = rules.marked(one, other)
    assert "".join(piece for piece, _same in mine) == one
    assert "".join(piece for piece, _same in theirs) == other


@given(
    st.lists(st.tuples(st.floats(-80, 80), st.floats(-179, 179), st.floats(0, 5000)), min_size=1, max_size=3)
)
def test_a_sketch_keeps_every_position_in_the_picture(points):
    found = drawing.sketch([(Point(*point), "x") for point in points])
    for mark in found.marks:
        assert 0 <= mark.x <= drawing.WIDTH
        assert 0 <= mark.y <= drawing.HEIGHT
    assert 0 < found.bar <= drawing.WIDTH


def test_the_county_line_is_drawn_where_the_picture_touches_it():
    outside, inside = Point(27.3, 107.5), Point(27.25, 107.5)
    found = drawing.sketch([(outside, "x")], [inside], 522725, inside)
    assert found.border.startswith("M")
    ((x, y),) = found.dots
    assert 0 <= x <= drawing.WIDTH
    assert found.marks[0].y < y <= drawing.HEIGHT
    assert drawing.sketch([(Point(27.2, 107.5), "x")], county=522725).border == ""
    assert drawing.sketch([(outside, "x")], county=999999).border == ""
