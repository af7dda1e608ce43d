"""The real Chinese calendar, the office's own days over it, and the years nobody has published."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import translation

from hemu.kernel.clock import CHINA
from hemu.orgs.actor import system_actor
from hemu.rulebook import actions, calendar

pytestmark = pytest.mark.django_db


def at(year, month, day, hour=9, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2018, 2, 11), True),  # a Sunday worked for Spring Festival
        (date(2018, 2, 24), True),  # a Saturday worked for it
        (date(2018, 2, 15), False),
        (date(2018, 2, 21), False),
        (date(2018, 2, 22), True),
        (date(2018, 4, 8), True),  # a Sunday worked for Qingming
        (date(2018, 10, 1), False),
        (date(2018, 9, 29), True),
        (date(2026, 2, 17), False),
        (date(2018, 5, 12), False),
        (date(2018, 5, 11), True),
    ],
)
def test_days_as_the_state_council_published_them(day, worked):
    assert calendar.is_workday(day) is worked


def test_spring_festival_stretches_working_time():
    assert calendar.deadline(at(2018, 2, 14, 16), 4, "working_hours") == at(2018, 2, 22, 10, 30)
    assert calendar.deadline(at(2018, 2, 14, 16), 1, "working_days") == at(2018, 2, 22, 18)
    assert calendar.deadline(at(2018, 2, 14, 16), 3, "working_days") == at(2018, 2, 24, 18)


def test_red_runs_through_the_festival():
    assert calendar.deadline(at(2018, 2, 15, 23), 2, "hours") == at(2018, 2, 16, 1)


@pytest.mark.req("M6")
@pytest.mark.law("人民调解法33", "民法典203")
def test_thirty_days_that_end_in_national_day_move_behind_it():
    assert calendar.deadline(at(2018, 9, 3), 30, "days") == at(2018, 10, 8, 18)


def test_a_year_not_published_has_weekends_and_says_so():
    assert not calendar.year_known(2031)
    assert calendar.is_workday(date(2031, 10, 1))
    assert not calendar.is_workday(date(2031, 10, 4))
    assert calendar.year_known(2018)
    with translation.override("zh-hans"):
        assert "2031" in str(calendar.note(at(2030, 12, 30), at(2031, 1, 3)))
    assert calendar.note(at(2018, 1, 1), at(2018, 2, 1)) == ""


def test_the_office_may_declare_its_own_days():
    by = system_actor("规则")
    before = calendar.deadline(at(2018, 5, 7), 1, "working_days")
    actions.set_holiday(date(2018, 5, 8), is_workday=False, name="州庆", by=by)
    assert before == at(2018, 5, 8, 18)
    assert calendar.deadline(at(2018, 5, 7), 1, "working_days") == at(2018, 5, 9, 18)
    actions.set_holiday(date(2018, 10, 1), is_workday=True, name="值班", by=by)
    assert calendar.is_workday(date(2018, 10, 1))
    actions.set_holiday(date(2031, 10, 1), is_workday=False, name="国庆节", by=by)
    assert calendar.year_known(2031)
    actions.clear_holiday(date(2018, 5, 8), by=by)
    assert calendar.deadline(at(2018, 5, 7), 1, "working_days") == before


def test_a_year_in_full():
    days = calendar.year_days(2018)
    assert len(days) == 365
    assert sum(day.is_workday for day in days) == 250
    assert calendar.working_days_between(date(2017, 12, 31), date(2018, 12, 31)) == 250
    names = {day.name for day in days if not day.is_workday and day.name}
    assert names == {"元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆节"}


def test_every_published_year_can_be_walked():
    for year in calendar.published_years():
        start = at(year, 1, 1)
        due = calendar.deadline(start, 10, "working_days")
        assert timedelta(days=10) < due - start < timedelta(days=40)
