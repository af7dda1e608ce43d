"""Trends on real rows: what is counted, what is said of it, what comes back, and where nobody has been."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.http import QueryDict
from django.test import Client

from hemu.disputes.queries import listed
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import SIBLING_VILLAGE, VILLAGE, report
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.loop.assessment.trends import places, reading, views
from hemu.loop.assessment.trends.course import course
from hemu.loop.screening import actions as screening
from hemu.loop.screening.models import ObjectKind, VisitReason, VisitResult
from hemu.loop.screening.visits import NewVisit
from hemu.office.pages import asked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def registered(cast, weeks_ago: float, n: int, **over) -> None:
    with clock.at(clock.now() - timedelta(weeks=weeks_ago)):
        for _ in range(n):
            register(report(**over), by=cast.officer)


def fill(cast) -> None:
    """A village with one water dispute every four weeks for ten windows, and nine now."""
    for window in range(1, 11):
        registered(cast, 4 * window + 1, 1)
    registered(cast, 41 + 3, 1, kind=901)
    registered(cast, 1, 9)
    registered(cast, 1, 1, kind=901)


def behind(link: str, cast) -> int:
    """How many disputes the list shows to which a number leads."""
    return listed(asked.read(QueryDict(link.partition("?")[2])).filter, by=cast.coordinator).count()


@pytest.fixture
def busy(cast):
    fill(cast)


def signed_in(cast, key: str) -> Client:
    client = Client()
    client.force_login(cast.people[key], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.req("A8")
def test_a_sharp_rise_is_told_with_its_numbers_and_opens_its_disputes(cast, busy):
    looked = reading.look(cast.coordinator)
    assert looked.windows == 11
    (rise,) = looked.alarms
    assert (rise.region.name, rise.kind, rise.found.recent) == ("荣院村", 200, 9)
    assert rise.counts[1:11] == (1,) * 10
    assert "近 4 周登记 9 件" in views.in_words(rise)
    page = signed_in(cast, "coordinator").get("/trends/").content.decode()
    assert views.in_words(rise) in page
    since, until = reading.period(0)
    assert f"/disputes/?region=522725106201&amp;kind=0200&amp;from={since}&amp;to={until}" in page
    assert "Benjamini–Hochberg" in page


@pytest.mark.req("A8")
def test_a_past_too_short_alarms_nobody(cast):
    registered(cast, 9, 1)
    registered(cast, 1, 20)
    looked = reading.look(cast.coordinator)
    assert not looked.enough
    assert not looked.alarms
    assert "还太短" in signed_in(cast, "coordinator").get("/trends/").content.decode()


@pytest.mark.req("A8")
def test_a_past_too_short_still_shows_how_many_there_were_each_opening_its_list(cast):
    registered(cast, 5, 2)
    registered(cast, 1, 3)
    registered(cast, 1, 1, kind=901)
    looked = reading.look(cast.coordinator)
    found = course(cast.coordinator, looked.areas)
    assert found.weeks == (0, 4, 0, 0, 0, 2)
    assert [(one.kind, one.recent, one.before, one.more) for one in found.sorts] == [
        (200, 3, 2, 1),
        (900, 1, 0, 1),
    ]
    _sort, now, then = signed_in(cast, "coordinator").get("/trends/").context["sorts"][0]
    assert [behind(link, cast) for link in (now, then)] == [3, 2]


@pytest.mark.req("A8")
def test_where_nothing_was_registered_the_page_says_so(cast):
    registered(cast, 30, 1)
    assert "半年内这里没有登记过纠纷" in signed_in(cast, "coordinator").get("/trends/").content.decode()


@pytest.mark.req("A8")
def test_the_days_without_a_visit_are_those_of_the_rule_at_any_hour(cast):
    for hour in (1, 9, 23):
        with clock.at(clock.midnight(clock.today()) + timedelta(hours=hour)):
            assert places.allowed() == 30


@pytest.mark.req("A8")
def test_a_steady_village_alarms_nobody(cast):
    for window in range(11):
        registered(cast, 4 * window + 1, 2)
    looked = reading.look(cast.coordinator)
    assert looked.rises
    assert not looked.alarms


@pytest.mark.req("A8")
def test_matters_that_come_back(cast):
    again = register(report(facts={"police_incidents": 3}), by=cast.officer)
    register(report(facts={"police_incidents": 1}), by=cast.officer)
    assert [one.pk for one in places.repeated(cast.coordinator)] == [again.pk]
    assert places.repeated(cast.stranger) == []


@pytest.mark.req("A8")
def test_places_with_open_disputes_that_nobody_has_been_to(cast):
    register(report(region=VILLAGE + 1), by=cast.officer)
    register(report(region=VILLAGE + 2), by=cast.officer)
    now = clock.now()
    screening.record_visit(
        NewVisit(
            region=VILLAGE + 1, visitors="龙小梅", started_at=now - timedelta(hours=2),
            ended_at=now - timedelta(hours=1), object_kind=ObjectKind.HOUSEHOLD, object_name="张大山",
            reason=VisitReason.ROUTINE, result=VisitResult.NOTHING,
        ),
        by=cast.grid_member,
    )  # fmt: skip
    assert [one.region for one in places.unvisited(cast.coordinator)] == [VILLAGE + 2]
    with clock.at(now + timedelta(days=places.allowed() + 10)):
        both = places.unvisited(cast.coordinator)
    assert {one.region for one in both} == {VILLAGE + 1, VILLAGE + 2}
    page = signed_in(cast, "coordinator").get("/trends/").content.decode()
    assert f"/disputes/?region={VILLAGE + 2}&amp;state=open" in page


@pytest.mark.req("A8")
@pytest.mark.parametrize(
    "at", ["2026-11-30T19:30", "2026-12-31T23:58", "2027-01-30T08:00", "2028-02-29T12:00"]
)
def test_how_long_a_place_may_wait_does_not_hang_on_the_day_or_the_hour(cast, at):
    with clock.at(datetime.fromisoformat(at).replace(tzinfo=clock.CHINA)):
        assert places.allowed() == 30


def test_nobody_looks_beyond_their_area(cast):
    register(report(region=SIBLING_VILLAGE + 1), by=cast.stranger)
    client = signed_in(cast, "coordinator")
    assert client.get("/trends/?region=522725110000").status_code == 404
    assert client.get("/trends/?region=xyz").status_code == 404
    assert client.get("/trends/?region=522725106201").status_code == 200
    assert signed_in(cast, "administrator").get("/trends/").status_code == 403
    with pytest.raises(Missing):
        views._asked("522725110000", cast.coordinator)
