"""巡回: halts on market days, a list of cases, what villagers read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from hemu.disputes.tests.factories import mediating, registered
from hemu.disputes.tests.reports import SIBLING_VILLAGE, VILLAGE
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.loop.mediation.calendar import actions, circuit, markets
from hemu.loop.mediation.calendar.circuit import NewStop
from hemu.loop.mediation.calendar.models import Market, MarketRule, Round
from hemu.loop.mediation.models import Mode
from hemu.orgs.tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.req("M3")]
HOUR = timedelta(hours=1)


def day(hour: int):
    return clock.midnight(clock.today() + timedelta(days=2)) + hour * HOUR


def tour(cast: Cast) -> Round:
    return circuit.plan(VILLAGE, "十二月巡回调解", note="请带身份证", by=cast.mediator)


def halt(cast: Cast, row: Round, **over):
    parts = {"region": VILLAGE, "place": "集市口", "starts_at": day(9), "ends_at": day(12)}
    return circuit.add_stop(row, NewStop(**{**parts, **over}), by=cast.mediator)


@pytest.mark.parametrize(
    ("rule", "days", "when", "holds"),
    [
        (MarketRule.WEEKDAY, [3], date(2026, 12, 2), True),
        (MarketRule.WEEKDAY, [3], date(2026, 12, 3), False),
        (MarketRule.LUNAR, [2, 7], date(2026, 2, 18), True),  # 正月初二
        (MarketRule.LUNAR, [2, 7], date(2026, 2, 17), False),  # 正月初一
        (MarketRule.BRANCH, [1], date(2026, 1, 13), True),
    ],
)
def test_market_days_as_people_tell_them(rule, days, when, holds) -> None:
    if rule == MarketRule.BRANCH:
        when = next(
            when + timedelta(days=n)
            for n in range(12)
            if markets.is_market_day(rule, days, when + timedelta(days=n))
        )
        assert markets.is_market_day(rule, days, when + timedelta(days=12))
        assert not markets.is_market_day(rule, days, when + timedelta(days=6))
    assert markets.is_market_day(rule, days, when) is holds


def test_market_days_are_read_as_they_are_typed(cast: Cast) -> None:
    row = markets.register(VILLAGE, "荣院集", MarketRule.LUNAR, "2、7", by=cast.mediator)
    assert (row.days, markets.words(row)) == ([2, 7], "农历逢2、7")
    week = markets.register(VILLAGE, "周集", MarketRule.WEEKDAY, "三，六", by=cast.mediator)
    assert markets.words(week) == "逢星期三、六"
    assert [one.isoweekday() for one in markets.coming(week, date(2026, 12, 1), 2)] == [3, 6]
    branch = markets.register(VILLAGE, "子午集", MarketRule.BRANCH, "子午", by=cast.mediator)
    assert markets.words(branch) == "逢子、午日"
    for wrong in ("", "十一", "8 月"):
        with pytest.raises(Refused):
            markets.register(VILLAGE, "错集", MarketRule.WEEKDAY, wrong, by=cast.mediator)
    with pytest.raises(Refused):
        markets.register(VILLAGE, "荣院集", MarketRule.LUNAR, "3", by=cast.mediator)
    with pytest.raises(Missing):
        markets.register(SIBLING_VILLAGE, "外集", MarketRule.LUNAR, "3", by=cast.mediator)


def test_a_halt_on_a_market_day_says_so(cast: Cast) -> None:
    weekday = clock.local(day(9)).isoweekday()
    Market.objects.create(
        region=VILLAGE, place="荣院集", rule=MarketRule.WEEKDAY, days=[weekday], made_by="x"
    )
    row = tour(cast)
    assert halt(cast, row).market == "荣院集"
    assert halt(cast, row, starts_at=day(33), ends_at=day(34)).market == ""
    with pytest.raises(Missing):
        halt(cast, row, region=SIBLING_VILLAGE)
    with pytest.raises(Conflict):
        circuit.add_stop(row, NewStop(VILLAGE, "村委会", day(9), day(10)), by=cast.officer)


def test_a_case_on_the_list_is_an_appointment_within_the_halt(cast: Cast) -> None:
    row = tour(cast)
    stop, dispute = halt(cast, row), mediating(cast)
    posts = [cast.posts["mediator"]]
    made = circuit.hear(row, stop, dispute, posts, day(9), day(10), by=cast.mediator)
    assert (made.mode, made.place, made.stop_id) == (Mode.CIRCUIT, "集市口", stop.pk)
    assert [one.pk for one in circuit.sittings(stop)] == [made.pk]
    with pytest.raises(Refused) as refused:
        circuit.hear(row, stop, mediating(cast), posts, day(12), day(13), by=cast.mediator)
    assert refused.value.code == "outside"
    with pytest.raises(Refused):
        circuit.hear(row, stop, registered(cast), posts, day(10), day(11), by=cast.mediator)
    with pytest.raises(Conflict):
        circuit.call_off(row, by=cast.mediator)
    actions.call_off(dispute, made.pk, "改日", by=cast.mediator)
    assert circuit.call_off(row, by=cast.mediator).called_off_at is not None


def test_villagers_read_where_and_when_and_nothing_of_any_case(cast: Cast, client: Client) -> None:
    row = tour(cast)
    with pytest.raises(Refused):
        circuit.publish(row, by=cast.mediator)
    stop, dispute = halt(cast, row), mediating(cast)
    circuit.hear(row, stop, dispute, [cast.posts["mediator"]], day(9), day(10), by=cast.mediator)
    here = f"/circuit/notice/{row.county}/{row.pk}/"
    assert client.get(here).status_code == 404
    circuit.publish(row, by=cast.mediator)
    page = client.get(here).content.decode()
    assert "集市口" in page
    assert "调解自愿、不收费" in page
    listed = client.get(f"/circuit/notice/{row.county}/").content.decode()
    assert here in listed
    for word in (dispute.ref, dispute.title, "张大山", "李长河"):
        assert word not in page + listed
    with clock.at(day(40)):
        assert "近期没有安排巡回" in client.get(f"/circuit/notice/{row.county}/").content.decode()


def test_strangers_see_no_circuit(cast: Cast) -> None:
    row = tour(cast)
    assert [one.pk for one in circuit.rounds(cast.officer)] == [row.pk]
    assert not circuit.rounds(cast.stranger)
    with pytest.raises(Missing):
        circuit.get(row.county, row.pk, by=cast.stranger)
