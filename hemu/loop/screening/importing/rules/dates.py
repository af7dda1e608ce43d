"""Days and times as ledgers write them: 2026.3.5, 二〇二六年三月五日, 20260305, 46086, 3月5日下午3点. Pure."""

# ruff: noqa: E501  # patterns read whole

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from hemu.loop.screening.importing.rules.numerals import HAN, number
from hemu.loop.screening.importing.rules.unclear import Unclear

FIRST_YEAR, LAST_YEAR = 1949, 2100
_EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet's serial numbers (its 1900 was a leap year, so that days since March 1900 are right)."""
_SERIALS = (18_264, 73_050)
"""Serial numbers taken for days: 1950-01-01 to 2100-01-01."""
NOON = 12
DAYS = 31

_MARK = r"\s*[-./年\\\s、,]\s*"
_MARK_2 = r"\s*[-./月\\\s、,]\s*"
_FULL = re.compile(rf"(?<!\d)(\d{{4}}|\d{{2}}){_MARK}(\d{{1,2}}){_MARK_2}(\d{{1,2}})(?!\d)\s*[日号]?")
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T\s]?(\d{2}):?(\d{2}):?(\d{2})?)?$")
_MONTH = re.compile(rf"(\d{{4}}){_MARK}(\d{{1,2}})\s*月?份?$")
_SOLID_MONTH = re.compile(r"(\d{4})(\d{2})$")
_NO_YEAR = re.compile(
    r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?|(?<![\d.])(\d{1,2})\s*[-/]\s*(\d{1,2})(?![\d./-])"
)
_POINTED = re.compile(r"(\d{1,2})\.(\d{1,2})([日号]?)")
_BACKWARDS = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})(?!\d)")
_ABOUT = re.compile(r"(?:上旬|中旬|下旬|[初中底末]|左右|前后|间|份)+$")
_TIME = re.compile(
    r"(凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚|夜里)?\s*(\d{1,2})\s*[:：时点]\s*(\d{1,2})?\s*(?::\d{1,2}|分)?(?:\d{1,2}秒)?(半)?"
)
_WEEKDAY = re.compile(r"[(（]?\s*(?:星期|周|礼拜)[一二三四五六日天]\s*[)）]?")
_LUNAR = re.compile(r"农历|阴历|旧历|正月|腊月|冬月|初[一二三四五六七八九十]|除夕")
_RANGE = re.compile(r"\s*(?:至|到|~|～|—+|–|－|-)\s*\d")
_LATE = ("下午", "傍晚", "晚上", "晚", "夜里")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, the time when it was given, and whether the text named a stretch of which this is the beginning."""

    day: date
    time: time | None = None
    is_range: bool = False


def read(text: str, *, year: int | None = None, today: date) -> Moment:
    """The day (and time) that `text` names; days without a year are of `year`.

    Raises Unclear: code ``no_day`` when only year and month are given, ``no_year`` when the year is missing.
    """
    plain = _in_digits(_WEEKDAY.sub("", text)).strip()
    if _LUNAR.search(text):
        raise Unclear(_("“%(text)s”是农历，请换成公历日期。") % {"text": text[:30]}, "lunar")
    found = _serial(plain) or _solid(plain) or _full(plain, today) or _without_year(plain, year, text)
    if found is None:
        _explain(plain, text)
        raise _not_a_day(text)
    return found


def _not_a_day(text: str) -> Unclear:
    return Unclear(_("“%(text)s”认不出是哪一天，请写成 2026-03-05 这样。") % {"text": text[:30]}, "date")


_RUN = re.compile(f"[{HAN}]+")


def _in_digits(text: str) -> str:
    """Chinese numerals as figures: 二〇二六年三月二十五日 → 2026年3月25日."""

    def figures(found: re.Match[str]) -> str:
        try:
            return str(int(number(found[0])))
        except ValueError:
            return found[0]

    return _RUN.sub(figures, text.replace("元月", "1月"))


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        made = date(year, month, day)
    except ValueError:
        raise Unclear(_("“%(text)s”没有这一天，请核对。") % {"text": text[:30]}, "no_such_day") from None
    if not FIRST_YEAR <= made.year <= LAST_YEAR:
        raise Unclear(_("“%(text)s”的年份不对，请核对。") % {"text": text[:30]}, "year")
    return made


def _serial(text: str) -> Moment | None:
    """46086, or 46086.5625 with a time, as a spreadsheet keeps days."""
    if not re.fullmatch(r"\d{5}(?:\.\d+)?", text) or not _SERIALS[0] <= float(text) < _SERIALS[1]:
        return None
    days = float(text)
    minutes = round((days - int(days)) * 1440)
    day = _EPOCH + timedelta(days=int(days) + minutes // 1440)
    minutes %= 1440
    return Moment(day, time(minutes // 60, minutes % 60) if minutes else None)


def _solid(text: str) -> Moment | None:
    found = _SOLID.fullmatch(text)
    if found is None:
        return None
    day = _day(int(found[1]), int(found[2]), int(found[3]), text)
    return Moment(day, _clock(int(found[4]), int(found[5]), text) if found[4] else None)


def _full(text: str, today: date) -> Moment | None:
    found = _FULL.search(text)
    if found is None or text[: found.start()].strip(" 于在:：(（") not in ("", "20", "19"):
        return None
    year = int(found[1])
    if year < 100:
        if (
            found[3] != found[1]
            and int(found[3]) in (today.year % 100, today.year % 100 - 1)
            and year <= DAYS
        ):
            raise _backwards(text)
        year += 2000 if year + 2000 <= today.year + 1 else 1900
    rest = text[found.end() :]
    day = _day(year, int(found[2]), int(found[3]), text)
    return Moment(day, _time_in(rest, text), bool(_RANGE.match(rest)))


def _without_year(text: str, year: int | None, original: str) -> Moment | None:
    pointed = _POINTED.fullmatch(text)
    found = pointed or _NO_YEAR.match(text)
    if found is None:
        return None
    if year is None:
        said = _("“%(text)s”没有年份。请补上年份，或在“没有年份时”一栏指定。")
        raise Unclear(said % {"text": original[:30]}, "no_year")
    if pointed and found[2] in ("1", "2", "3") and not found[3]:
        said = _("“%(text)s”可能是 %(day)s 日，也可能是 %(day)s0 日，请写成 2026-03-05 这样。")
        raise Unclear(said % {"text": original[:30], "day": found[2]}, "which_day")
    month, day = (found[1], found[2]) if found[1] else (found[3], found[4])
    rest = text[found.end() :]
    return Moment(
        _day(year, int(month), int(day), original), _time_in(rest, original), bool(_RANGE.match(rest))
    )


def _time_in(rest: str, text: str) -> time | None:
    found = _TIME.match(rest.lstrip(" T,，"))
    if found is None:
        return None
    hour, minute = int(found[2]), int(found[3] or 0)
    if found[4]:
        minute = 30
    if found[1] in _LATE and hour < NOON:
        hour += NOON
    return _clock(hour, minute, text)


def _clock(hour: int, minute: int, text: str) -> time:
    if hour > 23 or minute > 59:
        raise Unclear(_("“%(text)s”的时间不对，请核对。") % {"text": text[:30]}, "time")
    return time(hour, minute)


def _explain(text: str, original: str) -> None:
    """Say more exactly what is wrong, where it can be known."""
    month = _ABOUT.sub("", text)
    if _MONTH.fullmatch(month) or _SOLID_MONTH.fullmatch(month):
        raise Unclear(_("“%(text)s”只有年月，没有日。") % {"text": original[:30]}, "no_day")
    if _BACKWARDS.match(text):
        raise _backwards(original)


def _backwards(text: str) -> Unclear:
    said = _("“%(text)s”分不清哪个是月、哪个是日，请写成 2026-03-05 这样。")
    return Unclear(said % {"text": text[:30]}, "backwards")


def as_time(text: str) -> time:
    """A time of day by itself: 14:30, 下午2点半. Raises Unclear."""
    plain = _in_digits(text).strip()
    if re.fullmatch(r"0?\.\d+", plain):
        minutes = round(float(plain) * 1440)
        return _clock(minutes // 60, minutes % 60, text)
    found = _time_in(plain, text)
    if found is None:
        raise Unclear(_("“%(text)s”不是时间，请写成 14:30 这样。") % {"text": text[:30]}, "time")
    return found


_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")


def year_in(*texts: str) -> int | None:
    """The one year that titles and names of sheets speak of; None when they speak of none or of several."""
    years = {int(year) for text in texts for year in _YEAR.findall(_in_digits(text))}
    return years.pop() if len(years) == 1 else None


def moment_of(found: Moment) -> datetime:
    """The naive wall-clock moment; midnight when no time was given."""
    return datetime.combine(found.day, found.time or time())
