"""What a page of the calendar shows: a month, a week, a day, or the coming weeks as a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hemu.kernel import clock
from hemu.loop.mediation.calendar.queries import Shown

VIEWS = ("month", "week", "day", "list")
LISTED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a page. `beside`: of the month before or after."""

    day: date
    sittings: list[Shown]
    is_today: bool
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its days, and where the arrows lead."""

    view: str
    at: date
    first: date
    until: date
    before: date
    after: date

    def weeks(self, found: Sequence[Shown]) -> list[list[Day]]:
        """Every day with what is on it, in weeks from Monday."""
        days = self.days(found)
        return [days[start : start + 7] for start in range(0, len(days), 7)]

    def days(self, found: Sequence[Shown]) -> list[Day]:
        """Every day with what is on it."""
        by_day: dict[date, list[Shown]] = defaultdict(list)
        for one in found:
            by_day[one.day].append(one)
        span = range((self.until - self.first).days)
        every = (self.first + timedelta(days=number) for number in span)
        today = clock.today()
        beside = self.view == "month"
        return [Day(day, by_day[day], day == today, beside and day.month != self.at.month) for day in every]


def sheet(view: str, at: date) -> Sheet:
    """The page of a view that holds `at`."""
    if view == "day":
        step = timedelta(days=1)
        return Sheet(view, at, at, at + step, at - step, at + step)
    if view == "week":
        monday = at - timedelta(days=at.weekday())
        week = timedelta(days=7)
        return Sheet(view, at, monday, monday + week, at - week, at + week)
    if view == "list":
        return Sheet(view, at, at, at + LISTED, at - LISTED, at + LISTED)
    first = at.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    monday = first - timedelta(days=first.weekday())
    sunday = following + timedelta(days=(7 - following.weekday()) % 7)
    return Sheet("month", at, monday, sunday, (first - timedelta(days=1)).replace(day=1), following)
