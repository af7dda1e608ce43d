"""重要节点 of a year: public holidays as published, festivals by the lunar calendar.

Meetings such as the 两会 are announced anew each year: their days are typed by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from lunar_python import Lunar

from hemu.rulebook import calendar
from hemu.rulebook.calendar import Day


@dataclass(frozen=True, slots=True)
class Occasion:
    """One key date: its days, both included. `certain` False: reckoned, not yet published."""

    code: str
    label: str | Promise
    since: date
    until: date
    certain: bool = True


_PUBLISHED: tuple[tuple[str, str, str | Promise], ...] = (
    ("new_year", "元旦", _("元旦")),
    ("spring_festival", "春节", _("春节")),
    ("tomb_sweeping", "清明", _("清明")),
    ("labour_day", "劳动节", _("劳动节")),
    ("dragon_boat", "端午", _("端午")),
    ("mid_autumn", "中秋", _("中秋")),
    ("national_day", "国庆节", _("国庆节")),
)
"""(code, the word in the published calendar, our own word)."""
_LUNAR: tuple[tuple[str, int, int, str | Promise], ...] = (
    ("lanterns", 1, 15, _("元宵")),
    ("ghosts", 7, 15, _("中元")),
    ("double_ninth", 9, 9, _("重阳")),
)
"""(code, lunar month, lunar day, word) of festivals that are no public holidays."""
_DAYS_OFF = {"spring_festival": 7, "labour_day": 5, "national_day": 7}
"""Reckoned length of a holiday that isn't published yet; others one day (全国年节及纪念日放假办法)."""


def lunar(year: int, month: int, day: int) -> date:
    """The day of the Gregorian calendar of a day of the lunar `year`; months 1 to 12, no leap month."""
    found = Lunar.fromYmd(year, month, day).getSolar()
    return date(found.getYear(), found.getMonth(), found.getDay())


def clear_and_bright(year: int) -> date:
    """清明, the solar term, which moves between 4 and 6 April."""
    found = Lunar.fromYmd(year, 3, 1).getJieQiTable()["清明"]
    return date(found.getYear(), found.getMonth(), found.getDay())


def reckoned(code: str, year: int) -> date:
    """The first day of a public holiday, by law and calendar."""
    fixed = {"new_year": (1, 1), "labour_day": (5, 1), "national_day": (10, 1)}
    if code in fixed:
        return date(year, *fixed[code])
    if code == "tomb_sweeping":
        return clear_and_bright(year)
    if code == "spring_festival":
        return lunar(year, 1, 1) - timedelta(days=1)  # the eve is a holiday since 2025
    return lunar(year, *{"dragon_boat": (5, 5), "mid_autumn": (8, 15)}[code])


def runs(days: Iterable[Day], word: str) -> list[tuple[date, date]]:
    """The unbroken runs of days of rest that are called `word` in the published calendar."""
    found: list[tuple[date, date]] = []
    for one in days:
        if one.is_workday or one.name != word:
            continue
        if found and one.day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], one.day)
        else:
            found.append((one.day, one.day))
    return found


def of_year(year: int, days: Sequence[Day] | None = None) -> list[Occasion]:
    """The key dates of a year, in order. `days` replaces the calendar in force."""
    held = calendar.year_days(year) if days is None else days
    found = [_holiday(code, word, label, year, held) for code, word, label in _PUBLISHED]
    for code, month, day, label in _LUNAR:
        at = lunar(year, month, day)
        found.append(Occasion(code, label, at, at))
    return sorted(found, key=lambda one: one.since)


def _holiday(code: str, word: str, label: str | Promise, year: int, days: Sequence[Day]) -> Occasion:
    first = reckoned(code, year)
    near = timedelta(days=10)
    for since, until in runs(days, word):
        if since - near <= first <= until + near:
            return Occasion(code, label, since, until)
    last = first + timedelta(days=_DAYS_OFF.get(code, 1) - 1)
    return Occasion(code, label, first, last, certain=False)


def coming(today: date, within: timedelta = timedelta(days=300)) -> list[Occasion]:
    """The key dates that aren't over and begin soon, the next first."""
    years = range(today.year, (today + within).year + 1)
    every = [one for year in years for one in of_year(year)]
    return [one for one in every if one.until >= today and one.since <= today + within]
