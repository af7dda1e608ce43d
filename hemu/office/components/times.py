"""Dates as people say them, with the full form for the title.

Everything takes aware datetimes and speaks of the wall clock in China.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hemu.kernel import clock

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def is_chinese() -> bool:
    """Whether the page being made is in Chinese."""
    return (get_language() or "zh").startswith("zh")


def say_day(day: date) -> str:
    """``今天``, ``昨天``, ``明天``, ``11月20日``, or with the year when it isn't this one."""
    today = clock.today()
    near = {0: _("今天"), -1: _("昨天"), 1: _("明天")}.get((day - today).days)
    if near:
        return near
    same_year = day.year == today.year
    if is_chinese():
        return f"{day.month}月{day.day}日" if same_year else f"{day.year}年{day.month}月{day.day}日"
    return date_format(day, "j M" if same_year else "j M Y", use_l10n=False)


def say_moment(moment: datetime) -> str:
    """``今天 14:30``."""
    local = clock.local(moment)
    return f"{say_day(local.date())} {local:%H:%M}"


def full_moment(moment: datetime) -> str:
    """The whole truth of a moment, for the title: ``2018年11月20日 星期二 14:30``."""
    local = clock.local(moment)
    return f"{full_day(local.date())} {local:%H:%M}"


def full_day(day: date) -> str:
    """``2018年11月20日 星期二``."""
    if is_chinese():
        return f"{day.year}年{day.month}月{day.day}日 星期{'一二三四五六日'[day.weekday()]}"
    return date_format(day, "l, j F Y", use_l10n=False)


def say_length(seconds: float) -> str:
    """A length of time in its largest sensible unit: ``40 分钟``, ``3 小时``, ``2 天``."""
    size = abs(seconds)
    if size < HOUR:
        n = max(1, int(size // MINUTE))
        return ngettext("%(n)d 分钟", "%(n)d 分钟", n) % {"n": n}
    if size < DAY:
        n = int(size // HOUR)
        return ngettext("%(n)d 小时", "%(n)d 小时", n) % {"n": n}
    n = int(size // DAY)
    return ngettext("%(n)d 天", "%(n)d 天", n) % {"n": n}


def say_due(deadline: datetime, done: datetime | None = None) -> tuple[str, str]:
    """(words, tone) for a deadline. Tones: ``late``, ``soon``, ``calm``, ``done``."""
    if done is not None:
        if done <= deadline:
            return _("按时完成"), "done"
        return _("迟 %(length)s完成") % {"length": say_length((done - deadline).total_seconds())}, "late"
    left = deadline - clock.now()
    if left <= timedelta(0):
        return _("已超期 %(length)s") % {"length": say_length(left.total_seconds())}, "late"
    days = (clock.local(deadline).date() - clock.today()).days
    if days == 0:
        return _("今天 %(time)s 到期") % {"time": f"{clock.local(deadline):%H:%M}"}, "soon"
    if days == 1:
        return _("明天 %(time)s 到期") % {"time": f"{clock.local(deadline):%H:%M}"}, "soon"
    return ngettext("%(n)d 天后到期", "%(n)d 天后到期", days) % {"n": days}, "calm"


def when(moment: datetime | date | None) -> SafeString:
    """A ``<time>`` as people say it; a dash in words when there is none."""
    if moment is None:
        return format_html('<span class="nothing">{}</span>', _("未定"))
    if isinstance(moment, datetime):
        return format_html(
            '<time class="when" datetime="{}" title="{}">{}</time>',
            clock.local(moment).isoformat(timespec="seconds"),
            full_moment(moment),
            say_moment(moment),
        )
    return format_html(
        '<time class="when" datetime="{}" title="{}">{}</time>',
        moment.isoformat(),
        full_day(moment),
        say_day(moment),
    )


def due(deadline: date | None, done: datetime | None = None) -> SafeString:
    """A deadline in words, with its tone in shape as well as colour. A day lasts until its end."""
    if deadline is None:
        return format_html('<span class="nothing">{}</span>', _("无期限"))
    if not isinstance(deadline, datetime):
        return _day_due(deadline)
    words, tone = say_due(deadline, done)
    return format_html(
        '<time class="due due-{}" datetime="{}" title="{}">{}</time>',
        tone,
        clock.local(deadline).isoformat(timespec="seconds"),
        _("期限：%(moment)s") % {"moment": full_moment(deadline)},
        words,
    )


def _day_due(day: date) -> SafeString:
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=clock.CHINA)
    words, tone = say_due(end - timedelta(seconds=1))
    near = {0: _("今天到期"), 1: _("明天到期")}.get((day - clock.today()).days)
    return format_html(
        '<time class="due due-{}" datetime="{}" title="{}">{}</time>',
        tone,
        day.isoformat(),
        _("期限：%(moment)s") % {"moment": full_day(day)},
        near or words,
    )
