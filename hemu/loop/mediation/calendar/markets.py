"""Market days: when many come to one place, a circuit goes there. Told as people tell them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from lunar_python import Solar

from hemu.kernel.errors import Missing, Refused
from hemu.loop.mediation.calendar.models import Market, MarketRule
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_WEEKDAYS = "一二三四五六日"
_LIMITS = {MarketRule.LUNAR: (0, 9), MarketRule.WEEKDAY: (1, 7), MarketRule.BRANCH: (1, 12)}
LOOKED_AHEAD = 60


def is_market_day(rule: int, days: Iterable[int], day: date) -> bool:
    """Whether a place with that rule holds its market on `day`."""
    wanted = set(days)
    if rule == MarketRule.WEEKDAY:
        return day.isoweekday() in wanted
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    if rule == MarketRule.LUNAR:
        return lunar.getDay() % 10 in wanted
    return BRANCHES.index(lunar.getDayZhi()) + 1 in wanted


def coming(market: Market, since: date, most: int = 6) -> list[date]:
    """The next market days from `since` on."""
    found = (day for day in _days(since) if is_market_day(market.rule, market.days, day))
    return [day for _number, day in zip(range(most), found, strict=False)]


def _days(since: date) -> Iterator[date]:
    return (since + timedelta(days=number) for number in range(LOOKED_AHEAD))


def words(market: Market) -> str:
    """「农历逢 2、7」「逢星期三」「逢子、午日」."""
    if market.rule == MarketRule.LUNAR:
        return _("农历逢%(days)s") % {"days": "、".join(map(str, market.days))}
    if market.rule == MarketRule.WEEKDAY:
        return _("逢星期%(days)s") % {"days": "、".join(_WEEKDAYS[day - 1] for day in market.days)}
    return _("逢%(days)s日") % {"days": "、".join(BRANCHES[day - 1] for day in market.days)}


def read_days(rule: MarketRule, text: str) -> list[int]:
    """What somebody typed: “2、7”, “三 六”, “子午”. Raises Refused at what isn't such a day."""
    found = []
    for word in text.replace("、", " ").replace("，", " ").replace(",", " ").split():
        found += [_day(rule, each) for each in (word if not word.isdigit() else [word])]
    if not found:
        raise Refused(_("请填写哪些日子赶集。"), field="days", code="required")
    return sorted(set(found))


def _day(rule: MarketRule, word: str) -> int:
    signs = {MarketRule.WEEKDAY: _WEEKDAYS, MarketRule.BRANCH: BRANCHES}.get(rule, "")
    value = int(word) if word.isascii() and word.isdigit() else signs.find(word) + 1 if word in signs else -1
    low, high = _LIMITS[rule]
    if not low <= value <= high:
        raise Refused(_("“%(word)s”不是这种赶集日子。") % {"word": word}, field="days", code="day")
    return value


def register(region: int, place: str, rule: MarketRule, days: str, *, by: Actor) -> Market:
    """Write down when a place of the actor's area holds its market."""
    by.require(Permission.MEDIATE)
    if not by.covers(region):
        raise Missing(_("这个地方不在您的辖区。"))
    if not place.strip():
        raise Refused(_("请填写集市的名称。"), field="place", code="required")
    row = Market(region=region, place=place.strip(), rule=rule, days=read_days(rule, days), made_by=by.name)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("这个集市已经登记。"), field="place", code="taken") from None
    return row


def of_area(by: Actor) -> list[Market]:
    """The markets of the actor's area."""
    rows = Market.objects.order_by("region", "id")
    return [row for row in rows if by.covers(row.region)]
