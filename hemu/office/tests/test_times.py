"""Dates as people say them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from hemu.kernel import clock
from hemu.office.components import times

NOW = datetime(2018, 9, 20, 2, 0, tzinfo=UTC)
"""Thursday 10:00 in China."""


@pytest.fixture(autouse=True)
def _then():
    with clock.at(NOW):
        yield


@pytest.mark.parametrize(
    ("moment", "chinese", "english"),
    [
        (NOW, "今天 10:00", ""),
        (NOW - timedelta(hours=11), "昨天 23:00", ""),
        (NOW + timedelta(hours=14), "明天 00:00", ""),
        (NOW - timedelta(days=60), "7月22日 10:00", "22 Jul 10:00"),
        (NOW - timedelta(days=400), "2017年8月16日 10:00", "16 Aug 2017 10:00"),
    ],
)
def test_moments(moment: datetime, chinese: str, english: str) -> None:
    assert times.say_moment(moment) == chinese
    with override("en"):
        assert times.say_moment(moment).endswith(english)


@pytest.mark.parametrize(
    ("left", "words", "tone"),
    [
        (timedelta(hours=-49), "已超期 2 天", "late"),
        (timedelta(hours=-3), "已超期 3 小时", "late"),
        (timedelta(seconds=-20), "已超期 1 分钟", "late"),
        (timedelta(0), "已超期 1 分钟", "late"),
        (timedelta(hours=7, minutes=30), "今天 17:30 到期", "soon"),
        (timedelta(hours=15), "明天 01:00 到期", "soon"),
        (timedelta(days=3), "3 天后到期", "calm"),
    ],
)
def test_deadlines(left: timedelta, words: str, tone: str) -> None:
    assert times.say_due(NOW + left) == (words, tone)


def test_a_deadline_that_was_kept_or_missed() -> None:
    assert times.say_due(NOW, NOW - timedelta(hours=1)) == ("按时完成", "done")
    assert times.say_due(NOW, NOW + timedelta(days=2)) == ("迟 2 天完成", "late")


def test_full_forms_stand_in_the_title() -> None:
    assert 'title="2018年9月20日 星期四 10:00"' in times.when(NOW)
    assert 'datetime="2018-09-20T10:00:00+08:00"' in times.when(NOW)
    assert 'title="2018年9月20日 星期四"' in times.when(clock.today())
    assert "期限：2018年9月23日 星期日 10:00" in times.due(NOW + timedelta(days=3))
    with override("en"):
        assert "Thursday, 20 September 2018 10:00" in times.when(NOW)


def test_nothing_is_said_in_words() -> None:
    assert "未定" in times.when(None)
    assert "无期限" in times.due(None)
