"""When to ring again."""

from __future__ import annotations

from datetime import datetime

import pytest

from hemu.kernel import clock
from hemu.loop.followup.callbacks.rules import next_try, slot


def at(hour: int, minute: int = 0, day: int = 10) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=clock.CHINA)


@pytest.mark.req("F4")
@pytest.mark.parametrize(
    ("tried", "now", "hours", "wanted"),
    [
        ([], at(9), 0, at(9)),
        ([], at(5), 0, at(8, 30)),
        ([at(9)], at(9), 3, at(12)),
        ([at(9), at(13)], at(13), 3, at(18)),
        ([at(9), at(13), at(19)], at(19), 3, at(8, 30, 11)),
        ([at(19)], at(19), 3, at(8, 30, 11)),
        ([at(15)], at(15), 3, at(18)),
        ([at(9)], at(11), 8, at(19)),
    ],
)
def test_another_time_of_day_and_never_by_night(tried, now, hours, wanted) -> None:
    assert next_try(tried, now, hours) == wanted


@pytest.mark.req("F4")
def test_the_times_of_day() -> None:
    assert [slot(at(hour)) for hour in (2, 9, 12, 17, 18, 23)] == [0, 0, 1, 1, 2, 2]
