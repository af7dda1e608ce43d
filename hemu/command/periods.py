"""Stretches of days, and the whole years, whole months and odd days that they consist of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from hemu.kernel.errors import Refused

ONE_DAY = timedelta(days=1)
LONGEST_YEARS = 50


@dataclass(frozen=True, slots=True)
class Pieces:
    """A period cut up: first days of whole months, and the runs of days left over (ends included)."""

    months: tuple[date, ...]
    runs: tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` to `until`, both days included. Raises Refused when it ends before it begins."""

    since: date
    until: date

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise Refused(_("结束日期不能早于开始日期。"), field="to", code="ends_before_it_begins")
        if self.until.year - self.since.year > LONGEST_YEARS:
            raise Refused(_("时间跨度太长，请不要超过五十年。"), field="from", code="too_long")

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.until - self.since).days + 1

    def pieces(self) -> Pieces:
        """Whole months as such, the rest as runs of days."""
        months: list[date] = []
        runs: list[tuple[date, date]] = []
        day = self.since
        while day <= self.until:
            last = month_end(day)
            if day.day == 1 and last <= self.until:
                months.append(day)
            else:
                runs.append((day, min(last, self.until)))
            day = last + ONE_DAY
        return Pieces(tuple(months), tuple(runs))

    def year_before(self) -> Period:
        """The same days of the year before; 29 February becomes the 28th."""
        return Period(_year_before(self.since), _year_before(self.until))


def month_end(day: date) -> date:
    """The last day of the month that holds `day`."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - ONE_DAY


def _year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)
