"""Working time: pure arithmetic over a calendar that says when each day is worked.

Periods of a term are counted as the Civil Code counts them (民法典201–203): the day of the event
isn't counted; a term ends when work ends on its last day; a last day of rest moves to the next
working day. Days are Chinese calendar days.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Protocol

from hemu.kernel.clock import CHINA, local

Period = tuple[int, int]
"""Half-open range of minutes after midnight: (510, 720) is 08:30 to 12:00."""

STANDARD_HOURS: tuple[Period, ...] = ((8 * 60 + 30, 12 * 60), (14 * 60 + 30, 18 * 60))
"""08:30–12:00 and 14:30–18:00, as most offices of the south-west work."""

NATURAL_UNITS = ("minutes", "hours")
UNITS = ("minutes", "hours", "working_hours", "working_days", "days")

_ONE_DAY = timedelta(days=1)
_HORIZON_DAYS = 3660


class Calendar(Protocol):
    """What the arithmetic needs to know. Both answers must not change while it is held."""

    def periods(self, day: date) -> Sequence[Period]:
        """The hours worked on `day`, in order, not touching; empty on a day of rest."""

    def year_known(self, year: int) -> bool:
        """Whether the holidays of `year` have been published."""


class NoWorkingTime(ValueError):
    """The calendar has no working day within ten years."""


def _moment(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), CHINA) + timedelta(minutes=minute)


def _minutes(moment: datetime) -> float:
    return moment.hour * 60 + moment.minute + (moment.second + moment.microsecond / 1e6) / 60


class WorkTime:
    """Deadlines over one calendar, remembering each day that it has asked about."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._days: dict[date, tuple[Period, ...]] = {}

    def periods(self, day: date) -> tuple[Period, ...]:
        """The hours worked on `day`."""
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = tuple(self._calendar.periods(day))
        return found

    def is_workday(self, day: date) -> bool:
        """Whether anything is worked on `day`."""
        return bool(self.periods(day))

    def next_workday(self, day: date) -> date:
        """`day` itself when it is worked, else the first one after it; raises NoWorkingTime."""
        for _ in range(_HORIZON_DAYS):
            if self.periods(day):
                return day
            day += _ONE_DAY
        raise NoWorkingTime(f"no working day in the ten years before {day}")

    def is_working(self, moment: datetime) -> bool:
        """Whether `moment` is inside working time, both ends of a period included."""
        wall = local(moment)
        minute = _minutes(wall)
        return any(lo <= minute <= hi for lo, hi in self.periods(wall.date()))

    def close_of(self, day: date) -> datetime:
        """When work ends on `day`, or on the first working day after it."""
        day = self.next_workday(day)
        return _moment(day, self.periods(day)[-1][1])

    def deadline(self, start: datetime, amount: int, unit: str) -> datetime:
        """When `amount` of `unit` after `start` is over. Aware, on the Chinese wall clock.

        minutes, hours: natural time, at night as by day. working_hours: only worked minutes count.
        working_days: the close of the `amount`-th working day after the day of `start`. days: the
        close of the `amount`-th calendar day, or of the next working day if that is one of rest.
        Raises ValueError on an unknown unit or a negative amount.
        """
        if amount < 0:
            raise ValueError("a term can't be negative")
        wall = local(start)
        if unit in NATURAL_UNITS:
            return local(start + timedelta(**{unit: amount}))
        if unit == "working_hours":
            return self._after_working_minutes(wall, amount * 60)
        if unit == "working_days":
            return self.close_of(self._after_working_days(wall.date(), amount))
        if unit == "days":
            return self.close_of(wall.date() + timedelta(days=amount))
        raise ValueError(f"no such unit of time: {unit}")

    def _after_working_days(self, day: date, amount: int) -> date:
        for _ in range(amount):
            day = self.next_workday(day + _ONE_DAY)
        return day

    def _after_working_minutes(self, wall: datetime, amount: int) -> datetime:
        day, minute, left = wall.date(), _minutes(wall), float(amount)
        while True:
            for lo, hi in self.periods(day):
                begin = max(lo, minute)
                if begin > hi or (begin == hi and left > 0):
                    continue
                if begin + left <= hi:
                    return _moment(day, 0) + timedelta(minutes=begin + left)
                left -= hi - begin
            day, minute = self.next_workday(day + _ONE_DAY), 0.0

    def working_days_between(self, first: date, last: date) -> int:
        """Working days after `first` up to and including `last`; negative when `last` is earlier."""
        if last < first:
            return -self.working_days_between(last, first)
        return sum(1 for n in range(1, (last - first).days + 1) if self.periods(first + timedelta(days=n)))

    def unknown_years(self, start: datetime, end: datetime) -> list[int]:
        """The years from `start` to `end` whose holidays nobody has published yet."""
        years = range(local(start).year, local(end).year + 1)
        return [year for year in years if not self._calendar.year_known(year)]


def minutes_of(text: str) -> int:
    """Minutes after midnight of a time as people write it (``08:30``); raises ValueError."""
    hour, _, minute = text.partition(":")
    if not (hour.isdigit() and minute.isdigit() and len(minute) == 2):
        raise ValueError(f"not a time of day: {text!r}")
    value = int(hour) * 60 + int(minute)
    if int(minute) > 59 or value > 24 * 60:
        raise ValueError(f"not a time of day: {text!r}")
    return value


def periods_of(pairs: Sequence[Sequence[str]]) -> tuple[Period, ...]:
    """Periods written as pairs of times, checked to be in order; raises ValueError."""
    periods = tuple((minutes_of(begin), minutes_of(end)) for begin, end in pairs)
    edges = [edge for period in periods for edge in period]
    if not edges or any(a >= b for a, b in pairwise(edges)):
        raise ValueError("working hours must be periods in order")
    return periods
