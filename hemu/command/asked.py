"""What the address of a figures page asks for: ``from``, ``to``, ``by``, ``kinds``, ``sort``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.command.periods import ONE_DAY, Period, month_end
from hemu.kernel import clock
from hemu.kernel.errors import Refused

VIEWS: dict[str, str | Promise] = {
    "colour": gettext_lazy("按等级"),
    "state": gettext_lazy("按状态"),
    "kind": gettext_lazy("按类型"),
    "ministry": gettext_lazy("按统计类别"),
    "source": gettext_lazy("按来源"),
    "body": gettext_lazy("按受理组织"),
    "measure": gettext_lazy("按指标"),
}
"""What the table's columns may be."""

MINISTRY, OWN = "moj", "own"


@dataclass(frozen=True, slots=True)
class Asked:
    """A period, what to tell disputes apart by, and the order of the table."""

    period: Period
    by: str = "colour"
    kinds: str = MINISTRY
    sort: str = ""

    def query(self, **changes: str) -> str:
        """The same as a query string, with changes; what stands at its default is left out."""
        parts = {
            "from": self.period.since.isoformat(),
            "to": self.period.until.isoformat(),
            "by": self.by,
            "kinds": self.kinds,
            "sort": self.sort,
            **changes,
        }
        usual = {"by": "colour", "kinds": MINISTRY, "sort": ""}
        return urlencode({name: value for name, value in parts.items() if usual.get(name) != value})

    def days(self, period: Period) -> str:
        """The same for another period."""
        return self.query(**{"from": period.since.isoformat(), "to": period.until.isoformat()})


def read(query: QueryDict) -> Asked:
    """What `query` asks for; this year so far when it names no days. Raises Refused on days that aren't."""
    today = clock.today()
    since = _day(query, "from") or date(today.year, 1, 1)
    until = _day(query, "to") or max(today, since)
    by, kinds = query.get("by", ""), query.get("kinds", "")
    return Asked(
        Period(since, until),
        by=by if by in VIEWS else "colour",
        kinds=OWN if kinds == OWN else MINISTRY,
        sort=query.get("sort", "")[:40],
    )


def _day(query: QueryDict, name: str) -> date | None:
    text = query.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = _("“%(text)s”不是日期，请写成 2018-05-31 这样。") % {"text": text[:30]}
        raise Refused(message, field=name, code="not_a_day") from error


def presets(today: date) -> list[tuple[str, Period]]:
    """The periods that people ask for most, up to today."""
    monday = today - timedelta(days=today.weekday())
    return [
        (_("今天"), Period(today, today)),
        (_("本周"), Period(monday, today)),
        (_("本月"), Period(today.replace(day=1), today)),
        (_("本年"), Period(date(today.year, 1, 1), today)),
        (_("上年"), Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))),
    ]


def beside(period: Period, steps: int) -> Period:
    """The period of the same kind before (−1) or after (+1): day, month, year, or as many days."""
    since, until = period.since, period.until
    whole_year = (since.month, since.day) == (1, 1) and since.year == until.year and period.days > 31
    if whole_year:
        year = since.year + steps
        return Period(date(year, 1, 1), date(year, 12, 31))
    if since.day == 1 and until <= month_end(since) and period.days > 1:
        first = since - ONE_DAY if steps < 0 else month_end(since) + ONE_DAY
        return Period(first.replace(day=1), month_end(first))
    length = timedelta(days=period.days * steps)
    return Period(since + length, until + length)


def in_words(period: Period) -> str:
    """The period as people say it: 2018年, 2018年5月, or both days."""
    since, until = period.since, period.until
    if period == Period(date(since.year, 1, 1), date(since.year, 12, 31)):
        return _("%(year)s年") % {"year": since.year}
    if since.day == 1 and until == month_end(since):
        return _("%(year)s年%(month)s月") % {"year": since.year, "month": since.month}
    if since == until:
        return since.isoformat()
    return _("%(since)s 至 %(until)s") % {"since": since.isoformat(), "until": until.isoformat()}
