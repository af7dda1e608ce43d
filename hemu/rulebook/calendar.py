"""The working calendar in force: published holidays, the office's own days, working hours.

Published holidays and make-up days come from the chinesecalendar package (2004 to the year it
knows). Any other year has only its weekends, and whoever shows a deadline in it must say so:
:func:`note` gives the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from chinese_calendar import constants
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from hemu.kernel.wording import listed
from hemu.kernel.worktime import Period, WorkTime, periods_of
from hemu.rulebook import store

_SATURDAY = 5
_NAMES = {holiday.value: holiday.chinese for holiday in constants.Holiday}
_MSGIDS = (
    gettext_noop("元旦"),
    gettext_noop("春节"),
    gettext_noop("清明"),
    gettext_noop("劳动节"),
    gettext_noop("端午"),
    gettext_noop("国庆节"),
    gettext_noop("中秋"),
)


@dataclass(frozen=True, slots=True)
class Day:
    """One day: whether it is worked, what it is called, and who says so (office, published, weekend)."""

    day: date
    is_workday: bool
    name: str
    origin: str


@cache
def published_years() -> range:
    """The years whose holidays the package knows."""
    years = [day.year for day in constants.holidays]
    return range(min(years), max(years) + 1)


def _published(day: date) -> Day | None:
    if day in constants.workdays:
        return Day(day, True, _NAMES[constants.workdays[day]], "published")
    if day in constants.holidays:
        return Day(day, False, _NAMES[constants.holidays[day]], "published")
    return None


class OfficeCalendar:
    """The calendar of one snapshot of the rulebook."""

    def __init__(self, held: store.Snapshot) -> None:
        self._held = held

    def day(self, day: date) -> Day:
        """What kind of day it is."""
        own = self._held.holidays.get(day)
        if own is not None:
            return Day(day, own[0], own[1], "office")
        return _published(day) or Day(day, day.weekday() < _SATURDAY, "", "weekend")

    def periods(self, day: date) -> Sequence[Period]:
        """The hours worked on `day`; empty on a day of rest."""
        if not self.day(day).is_workday:
            return ()
        return _hours(self._held, day)

    def year_known(self, year: int) -> bool:
        """Whether the package knows the year, or the office has entered days of rest for it."""
        return year in published_years() or any(
            day.year == year and not worked for day, (worked, _name) in self._held.holidays.items()
        )


@lru_cache(maxsize=64)
def _parsed(periods: tuple[tuple[str, str], ...]) -> tuple[Period, ...]:
    return periods_of(periods)


def _hours(held: store.Snapshot, day: date) -> tuple[Period, ...]:
    answer = held.table("worktime", day).evaluate({}).value["periods"]
    return _parsed(tuple((begin, end) for begin, end in answer))


def calendar() -> OfficeCalendar:
    """The calendar in force."""
    return OfficeCalendar(store.snapshot())


def worktime() -> WorkTime:
    """Deadline arithmetic over the calendar in force."""
    held = store.snapshot()
    found: WorkTime | None = held.derived.get("worktime")
    if found is None:
        found = held.derived["worktime"] = WorkTime(OfficeCalendar(held))
    return found


def deadline(start: datetime, amount: int, unit: str) -> datetime:
    """When `amount` of `unit` after `start` is over, by the calendar in force. See WorkTime.deadline."""
    return worktime().deadline(start, amount, unit)


def working_days_between(first: date, last: date) -> int:
    """Working days after `first` up to and including `last`."""
    return worktime().working_days_between(first, last)


def is_workday(day: date) -> bool:
    """Whether `day` is worked."""
    return calendar().day(day).is_workday


def year_known(year: int) -> bool:
    """Whether the holidays of `year` are known; if not, only weekends count as rest."""
    return calendar().year_known(year)


def note(start: datetime, end: datetime) -> str | Promise:
    """Words to show beside a deadline that runs into a year not yet published; empty otherwise."""
    years = worktime().unknown_years(start, end)
    if not years:
        return ""
    return _("%(years)s 年的节假日安排尚未录入，按周末双休计算。") % {"years": listed(years)}


def year_days(year: int) -> list[Day]:
    """Every day of a year, for the page that shows it."""
    held, first = calendar(), date(year, 1, 1)
    return [held.day(first + timedelta(days=n)) for n in range((date(year + 1, 1, 1) - first).days)]
