"""The calendar's pages: a month, a list, appointing on a dispute, the feed, a circuit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from hemu.disputes.tests.factories import mediating
from hemu.disputes.tests.reports import VILLAGE
from hemu.kernel import clock
from hemu.loop.mediation.calendar.models import Feed, Market, Room, Round, Sitting, Standing, Stop
from hemu.loop.mediation.models import Mode
from hemu.orgs.tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.req("M3")]


@pytest.fixture
def seat(cast: Cast, settings):
    settings.REQUIRE_SECOND_FACTOR = False

    def sit(name: str) -> Client:
        client = Client()
        client.force_login(cast.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sit


def typed(days: int, hour: int) -> str:
    return f"{clock.today() + timedelta(days=days)}T{hour:02}:00"


def given(cast: Cast, **over):
    parts = {
        "starts_at": typed(1, 9),
        "ends_at": typed(1, 10),
        "mode": Mode.VILLAGE,
        "place": "荣院村村委会",
        "mediators": [cast.posts["mediator"].pk],
    }
    return {**parts, **over}


def test_appointed_on_the_dispute_it_is_seen_in_every_view(cast: Cast, seat) -> None:
    dispute = mediating(cast)
    client, here = seat("mediator"), f"{dispute.get_absolute_url()}sittings/"
    assert "约定调处时间" in client.get(dispute.get_absolute_url()).content.decode()
    assert "陈光荣" in client.get(here).content.decode()
    assert client.post(here, given(cast)).status_code == 302
    day = clock.today() + timedelta(days=1)
    for view in ("month", "week", "day", "list"):
        page = client.get(f"/calendar/?view={view}&date={day}").content.decode()
        assert dispute.title in page, view
    assert "这段时间没有您的调处" in seat("officer").get("/calendar/?mine=1").content.decode()
    assert "荣院村村委会" in client.get(dispute.get_absolute_url()).content.decode()


def test_a_clash_keeps_what_was_typed(cast: Cast, seat) -> None:
    client = seat("mediator")
    client.post(f"{mediating(cast).get_absolute_url()}sittings/", given(cast))
    again = client.post(f"{mediating(cast).get_absolute_url()}sittings/", given(cast, place="镇调解室"))
    assert again.status_code == 422
    page = again.content.decode()
    assert "另有一场调处" in page
    assert "镇调解室" in page


def test_moved_and_called_off_from_the_dispute(cast: Cast, seat) -> None:
    dispute = mediating(cast)
    client = seat("mediator")
    client.post(f"{dispute.get_absolute_url()}sittings/", given(cast))
    row = Sitting.objects.of(dispute).get()
    here = f"{dispute.get_absolute_url()}sittings/{row.pk}/"
    assert "荣院村村委会" in client.get(f"{here}move/").content.decode()
    client.post(f"{here}move/", {"starts_at": typed(2, 14), "ends_at": typed(2, 15), "place": "镇上"})
    client.post(f"{here}call-off/", {"why": "一方生病"})
    row = Sitting.objects.of(dispute).get()
    assert (row.standing, row.place) == (Standing.CALLED_OFF, "镇上")
    assert "可能已经调处或取消" in client.get(f"{here}move/").content.decode()


def test_the_feed_and_rooms_are_kept_on_one_page(cast: Cast, seat) -> None:
    client = seat("mediator")
    client.post("/calendar/settings/", {"do": "renew"})
    first = str(Feed.objects.get().token)
    assert first in client.get("/calendar/settings/").content.decode()
    client.post("/calendar/settings/", {"do": "renew"})
    assert str(Feed.objects.get().token) != first
    client.post("/calendar/settings/", {"do": "room", "name": "第一调解室"})
    assert client.post("/calendar/settings/", {"do": "room", "name": "第一调解室"}).status_code == 422
    client.post("/calendar/settings/", {"do": "close", "room": Room.objects.get().pk})
    assert not Room.objects.get().is_active
    client.post("/calendar/settings/", {"do": "end"})
    assert not Feed.objects.exists()


def test_a_circuit_is_planned_filled_and_published(cast: Cast, seat) -> None:
    client = seat("mediator")
    client.post("/circuit/markets/", {"region": VILLAGE, "place": "荣院集", "rule": 1, "days": "2、7"})
    assert Market.objects.get().days == [2, 7]
    assert "荣院集" in client.get("/circuit/").content.decode()
    client.post("/circuit/new/", {"region": VILLAGE, "title": "十二月巡回", "note": ""})
    row = Round.objects.unscoped(reason="test").get()
    here = f"/circuit/{row.county}/{row.pk}/"
    stop = {
        "do": "stop",
        "region": VILLAGE,
        "place": "集市口",
        "starts_at": typed(2, 9),
        "ends_at": typed(2, 12),
    }
    assert client.post(here, stop).status_code == 302
    dispute = mediating(cast)
    halt = Stop.objects.in_county(row.county).get()
    assert dispute.ref in client.get(here).content.decode()
    hear = {
        "do": "hear",
        "stop": halt.pk,
        "dispute": dispute.pk,
        "starts_at": typed(2, 9),
        "ends_at": typed(2, 10),
    }
    assert client.post(here, hear).status_code == 302
    assert Sitting.objects.of(dispute).get().stop_id == halt.pk
    client.post(here, {"do": "publish"})
    assert "已公开" in client.get(here).content.decode()
    assert "集市口" in Client().get(f"/circuit/notice/{row.county}/{row.pk}/").content.decode()
    assert seat("stranger").get(here).status_code == 404
