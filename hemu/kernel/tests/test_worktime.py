"""Deadlines over made-up calendars: the arithmetic alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemu.kernel.clock import CHINA
from hemu.kernel.worktime import (
    STANDARD_HOURS,
    UNITS,
    NoWorkingTime,
    WorkTime,
    minutes_of,
    periods_of,
)

MONDAY = date(2018, 5, 7)


class Weekends:
    """Five days a week, and any days of rest that a test names."""

    def __init__(self, rest=(), known=range(2000, 2100)):
        self.rest, self.known = frozenset(rest), known

    def periods(self, day):
        return () if day.weekday() > 4 or day in self.rest else STANDARD_HOURS

    def year_known(self, year):
        return year in self.known


class Never:
    def periods(self, day):
        return ()

    def year_known(self, year):
        return True


work = WorkTime(Weekends())


def at(day, hour=9, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        (at(MONDAY, 9), 2, "hours", at(MONDAY, 11)),
        (at(MONDAY, 23), 2, "hours", at(date(2018, 5, 8), 1)),
        (at(MONDAY, 9), 30, "minutes", at(MONDAY, 9, 30)),
        (at(MONDAY, 11), 1, "working_hours", at(MONDAY, 12)),
        (at(MONDAY, 11), 2, "working_hours", at(MONDAY, 15, 30)),
        (at(MONDAY, 13), 1, "working_hours", at(MONDAY, 15, 30)),
        (at(MONDAY, 17), 2, "working_hours", at(date(2018, 5, 8), 9, 30)),
        (at(date(2018, 5, 11), 17), 2, "working_hours", at(date(2018, 5, 14), 9, 30)),
        (at(date(2018, 5, 12), 10), 1, "working_hours", at(date(2018, 5, 14), 9, 30)),
        (at(MONDAY, 9), 7, "working_hours", at(date(2018, 5, 8), 9)),
        (at(MONDAY, 9), 0, "working_hours", at(MONDAY, 9)),
        (at(MONDAY, 7), 0, "working_hours", at(MONDAY, 8, 30)),
        (at(MONDAY, 9), 1, "working_days", at(date(2018, 5, 8), 18)),
        (at(MONDAY, 9), 5, "working_days", at(date(2018, 5, 14), 18)),
        (at(date(2018, 5, 12), 9), 1, "working_days", at(date(2018, 5, 14), 18)),
        (at(MONDAY, 9), 1, "days", at(date(2018, 5, 8), 18)),
    ],
)
def test_deadlines_by_unit(start, amount, unit, due):
    assert work.deadline(start, amount, unit) == due


@pytest.mark.law("民法典203")
def test_last_day_of_rest_moves_to_the_next_working_day():
    assert work.deadline(at(MONDAY), 5, "days") == at(date(2018, 5, 14), 18)


@pytest.mark.law("民法典201")
def test_the_day_of_the_event_is_not_counted():
    assert work.deadline(at(MONDAY, 8), 3, "days").date() == date(2018, 5, 10)


def test_start_may_be_in_any_zone():
    assert work.deadline(datetime(2018, 5, 7, 3, tzinfo=UTC), 1, "working_hours") == at(MONDAY, 12)


def test_bad_terms_are_refused():
    with pytest.raises(ValueError, match="negative"):
        work.deadline(at(MONDAY), -1, "days")
    with pytest.raises(ValueError, match="unit"):
        work.deadline(at(MONDAY), 1, "moons")


def test_a_calendar_without_work_is_an_error_not_a_hang():
    with pytest.raises(NoWorkingTime):
        WorkTime(Never()).deadline(at(MONDAY), 1, "working_hours")


def test_unknown_years_between_two_moments():
    part = WorkTime(Weekends(known=range(2018, 2019)))
    assert part.unknown_years(at(date(2018, 12, 30)), at(date(2020, 1, 2))) == [2019, 2020]
    assert part.unknown_years(at(MONDAY), at(MONDAY)) == []


def test_working_days_between():
    assert work.working_days_between(MONDAY, date(2018, 5, 14)) == 5
    assert work.working_days_between(date(2018, 5, 14), MONDAY) == -5
    assert work.working_days_between(MONDAY, MONDAY) == 0


def test_hours_are_read_as_people_write_them():
    assert periods_of([["08:30", "12:00"], ["14:30", "18:00"]]) == STANDARD_HOURS
    assert minutes_of("24:00") == 1440
    for wrong in ("8", "25:00", "08:60", "ab:cd", "08:5"):
        with pytest.raises(ValueError, match="not a time"):
            minutes_of(wrong)
    for pairs in ([], [["12:00", "08:00"]], [["08:00", "12:00"], ["11:00", "13:00"]]):
        with pytest.raises(ValueError, match="in order"):
            periods_of(pairs)


moments = st.datetimes(
    min_value=datetime(2005, 1, 1),  # noqa: DTZ001  # Hypothesis wants naive bounds
    max_value=datetime(2026, 12, 1),  # noqa: DTZ001
    timezones=st.just(CHINA),
)
amounts = st.integers(min_value=0, max_value=60)
units = st.sampled_from(UNITS)
rest_days = st.sets(st.dates(date(2005, 1, 1), date(2027, 12, 31)), max_size=30)


@given(moments, amounts, units, rest_days)
def test_never_before_the_start_and_never_outside_working_time(start, amount, unit, rest):
    held = WorkTime(Weekends(rest))
    due = held.deadline(start, amount, unit)
    if unit in ("minutes", "hours"):
        assert due - start == timedelta(**{unit: amount})
        return
    assert held.is_working(due)
    if unit == "working_hours" or amount:
        assert due >= start


@given(moments, st.timedeltas(timedelta(0), timedelta(days=40)), amounts, units, rest_days)
def test_later_starts_never_end_earlier(start, later, amount, unit, rest):
    held = WorkTime(Weekends(rest))
    assert held.deadline(start, amount, unit) <= held.deadline(start + later, amount, unit)


@given(moments, amounts, units, rest_days)
def test_longer_terms_never_end_earlier(start, amount, unit, rest):
    held = WorkTime(Weekends(rest))
    assert held.deadline(start, amount, unit) <= held.deadline(start, amount + 1, unit)


@given(st.dates(date(2005, 1, 1), date(2026, 1, 1)), st.integers(0, 60), rest_days)
def test_working_days_count_back_to_the_term(day, amount, rest):
    held = WorkTime(Weekends(rest))
    due = held.deadline(at(day), amount, "working_days")
    counted = held.working_days_between(day, due.date())
    assert counted == amount or (amount == 0 and counted == 1 and not held.is_workday(day))
