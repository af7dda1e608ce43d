"""A rise is told to those who answer for the place: once, and never noise."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.kernel import clock
from hemu.loop.assessment.trends import alarms
from hemu.loop.assessment.trends.models import Alarm
from hemu.loop.assessment.trends.tests.test_trends import _one_factor, busy, fill, registered, signed_in
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason

__all__ = ["_one_factor", "busy"]
pytestmark = [pytest.mark.django_db, pytest.mark.req("A8")]


def told() -> set[str]:
    """The posts that were told, by the person's name."""
    while deliver_once():
        pass
    rows = Notice.objects.filter(reason=Reason.TREND).order_by("id")
    return set(rows.values_list("post__person__name", flat=True))


def weeks_later(n: int) -> int:
    with clock.at(clock.now() + timedelta(weeks=n)):
        return alarms.sweep()


def test_the_centre_of_the_place_is_told_and_its_page_says_so(cast, busy):
    assert alarms.sweep() == 2
    row, whole = Alarm.objects.in_area(cast.coordinator).order_by("-region")
    assert (row.name, row.kind, row.recent, row.told_on) == ("荣院村", 200, 9, clock.today())
    assert (whole.name, whole.kind) == (cast.township.name, 200)
    assert row.q <= alarms.TELLING_LEVEL
    names = told()
    assert cast.people["coordinator"].name in names
    assert cast.people["stranger"].name not in names
    assert cast.people["mediator"].name not in names
    notice = Notice.objects.get(post=cast.posts["coordinator"], reason=Reason.TREND)
    assert notice.ref.startswith("荣院村·")
    above = Notice.objects.get(post=cast.posts["county_coordinator"], reason=Reason.TREND)
    assert above.ref.startswith(f"{cast.township.name}·")
    client = signed_in(cast, "coordinator")
    page = client.get(notice.leads_to).content.decode()
    assert "近 4 周登记 9 件" in page
    assert "已通知乡镇、县综治中心" in page
    assert notice.ref in client.get("/inbox/").content.decode()


def test_it_is_told_once_however_often_it_is_looked_at(cast, busy):
    assert alarms.sweep() == 2
    told()
    before = Notice.objects.count()
    assert alarms.sweep() == 0
    assert weeks_later(1) == 0
    told()
    assert Notice.objects.count() == before
    assert Alarm.objects.in_area(cast.coordinator).count() == 2


def test_it_is_over_after_four_weeks_without_it_and_a_new_one_is_told_anew(cast, busy):
    assert alarms.sweep() == 2
    for week in range(1, 12):
        weeks_later(week)
    for row in Alarm.objects.in_area(cast.coordinator).order_by("id"):
        assert row.ended_on is not None
        assert row.seen_on < row.ended_on
    with clock.at(clock.now() + timedelta(weeks=60)):
        fill(cast)
        assert alarms.sweep() == 2
    assert Alarm.objects.in_area(cast.coordinator).filter(ended_on=None).count() == 2


def test_nobody_is_told_of_noise_or_of_too_short_a_past(cast):
    for window in range(11):
        registered(cast, 4 * window + 1, 2)
    registered(cast, 1, 2)
    assert alarms.sweep() == 0
    assert told() == set()


def test_a_rise_that_only_just_shows_on_the_page_is_not_told(cast, busy, monkeypatch):
    monkeypatch.setattr(alarms, "TELLING_LEVEL", 0.0)
    assert alarms.sweep() == 0
    assert not Alarm.objects.in_area(cast.coordinator).exists()


def test_each_area_is_looked_at_once_a_week(cast, busy, django_assert_max_num_queries):
    alarms.sweep()
    with django_assert_max_num_queries(2):
        assert alarms.sweep() == 0
