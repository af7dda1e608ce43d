"""When to ring again: at another time of day than before, never by night."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Final

from hemu.kernel import clock

SLOTS: Final = ((time(8, 30), time(12)), (time(12), time(18)), (time(18), time(20, 30)))
"""Morning, afternoon, evening on a Chinese clock."""
_DAYS_AHEAD: Final = 3


def slot(moment: datetime) -> int:
    """0 morning, 1 afternoon, 2 evening; what was rung by night counts as the nearest."""
    at = clock.local(moment).time()
    return next((number for number, (_begin, end) in enumerate(SLOTS) if at < end), len(SLOTS) - 1)


def next_try(tried: Iterable[datetime], now: datetime, hours: int) -> datetime:
    """When to ring next: at least `hours` from now, in the time of day that was tried least, soonest."""
    counted = Counter(slot(moment) for moment in tried)
    least = min(counted[number] for number in range(len(SLOTS)))
    earliest = now + timedelta(hours=hours)
    today = clock.local(now).date()
    for ahead in range(_DAYS_AHEAD):
        for number, (begin, end) in enumerate(SLOTS):
            opens = datetime.combine(today + timedelta(days=ahead), begin, tzinfo=clock.CHINA)
            closes = datetime.combine(today + timedelta(days=ahead), end, tzinfo=clock.CHINA)
            if counted[number] == least and closes > earliest:
                return max(opens, earliest)
    return earliest
