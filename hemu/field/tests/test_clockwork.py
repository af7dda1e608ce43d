"""What a phone's clock is worth, as arithmetic."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemu.field.clockwork import TOLERANCE, as_ms, measure, timing
from hemu.field.tests.phone import visit_data
from hemu.kernel import clock
from hemu.loop.screening.models import Visit
from hemu.loop.screening.sent.models import ClockSign, Sending

T = 1_795_000_000_000
HOUR = 3_600_000
pytestmark = pytest.mark.req("S3")


def test_half_the_round_trip_is_taken_off():
    measured = measure(T, T + 300, 400, before=None)
    assert (measured.offset, measured.margin) == (-100, 200)
    assert measured.signs() == []


def test_a_clock_that_is_right_is_left_alone():
    found = timing(T - HOUR, HOUR, measure(T, T + 50, None, before=0), sent_at=T)
    assert (found.shift, found.signs) == (0, ())
    assert as_ms(found.real(T - HOUR)) == T - HOUR


def test_a_clock_that_is_an_hour_ahead_is_corrected():
    found = timing(T + HOUR, None, measure(T + HOUR, T, None, before=HOUR), sent_at=T + HOUR)
    assert (found.shift, found.signs) == (HOUR, (ClockSign.OFF,))
    assert as_ms(found.real(T + HOUR)) == T


def test_a_moment_a_little_ahead_is_taken_as_now_and_one_far_ahead_as_it_is():
    found = timing(T, None, measure(T, T - 60_000, None, before=None), sent_at=T)
    assert as_ms(found.real(T)) == T - 60_000
    assert as_ms(found.real(T + HOUR)) == T + HOUR


def test_a_clock_put_back_after_the_visit_is_seen_by_the_age():
    """Made two hours ago by the steady clock; by the wall clock, put back three hours, in an hour's time."""
    sent_at = T - 3 * HOUR
    said_at = T - 2 * HOUR
    found = timing(said_at, 2 * HOUR, measure(sent_at, T, None, before=0), sent_at=sent_at)
    assert set(found.signs) == {ClockSign.OFF, ClockSign.SHIFTED, ClockSign.AGE}
    assert as_ms(found.real(said_at)) == T - 2 * HOUR


def test_a_clock_that_slept_with_the_phone_says_nothing():
    found = timing(T - 8 * HOUR, HOUR, measure(T, T, None, before=0), sent_at=T)
    assert (found.shift, found.signs) == (0, ())


def test_later_made_but_earlier_by_the_clock_is_a_sign():
    measured = measure(T, T, None, before=0)
    assert timing(T - HOUR, None, measured, sent_at=T, last_said=T).signs == (ClockSign.BACKWARDS,)
    assert timing(T - 60_000, None, measured, sent_at=T, last_said=T).signs == ()


def test_jumps_that_the_app_saw_are_a_sign():
    measured = measure(T, T, None, before=None, jumps=[{"at": T, "by": HOUR}] * 30)
    assert (measured.signs(), len(measured.jumps)) == ([ClockSign.JUMPED], 20)


@given(st.integers(-HOUR, HOUR), st.integers(0, 60_000), st.integers(0, HOUR))
def test_the_truth_is_found_within_the_line_and_the_tolerance(off, delay, ago):
    """However wrong the clock, a moment comes out as it was, give or take the line and what is allowed."""
    true = T - ago
    measured = measure(T + off, T + delay, 0, before=None)
    found = timing(true + off, None, measured, sent_at=T + off)
    assert abs(as_ms(found.real(true + off)) - true) <= delay + TOLERANCE


def sent_rows(phone, *items, **clocks):
    results = phone.sync(*items, **clocks)
    assert {result["status"] for result in results} == {"stored"}
    return list(Sending.objects.unscoped(reason="test").order_by("number"))


def test_the_visit_of_a_wrong_clock_is_kept_at_its_real_time_with_the_evidence(phone):
    phone.off = 5 * HOUR
    phone.learned = -phone.off
    item = phone.item("visit", visit_data(phone))
    (row,) = sent_rows(phone, item, jumps=[{"at": phone.now, "by": HOUR}])
    assert row.signs == [ClockSign.OFF, ClockSign.JUMPED]
    assert abs(row.offset_ms - phone.off) < 60_000
    assert row.jumps == [{"at": item["at"], "by": HOUR}] or row.jumps[0]["by"] == HOUR
    visit = Visit.objects.unscoped(reason="test").get()
    real = clock.now() - timedelta(minutes=10)
    assert abs((visit.ended_at - real).total_seconds()) < 60
    assert as_ms(row.said_at) == item["at"]
    assert "应用看到手机时钟被拨动" in row.sign_labels


def test_a_clock_turned_back_between_two_visits_marks_the_second(phone):
    first = phone.item("visit", visit_data(phone))
    second = phone.item(
        "visit", visit_data(phone, started_at=phone.now - 9 * HOUR, ended_at=phone.now - 8 * HOUR)
    )
    second["at"] = phone.now - 8 * HOUR
    rows = sent_rows(phone, first, second)
    assert [row.signs for row in rows] == [[], [ClockSign.BACKWARDS]]


def test_a_clock_turned_back_between_two_envelopes_is_seen_too(phone):
    sent_rows(phone, phone.item("visit", visit_data(phone)))
    phone.off, phone.learned = -3 * HOUR, 3 * HOUR
    *_, row = sent_rows(phone, phone.item("visit", visit_data(phone)))
    assert row.signs == [ClockSign.OFF, ClockSign.SHIFTED, ClockSign.BACKWARDS]
