"""A person's calendar: at an address nobody guesses, by RFC 5545, with nothing of any party."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from hemu.disputes.tests.factories import mediating
from hemu.kernel import clock
from hemu.loop.mediation.calendar import actions, feed
from hemu.loop.mediation.calendar.actions import NewSitting
from hemu.loop.mediation.models import Mode
from hemu.orgs.tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.req("M3")]


def planned(cast: Cast, dispute, place: str = "荣院村村委会"):
    starts = clock.now() + timedelta(hours=24)
    starts = clock.midnight(clock.local(starts).date()) + timedelta(hours=9, days=1)
    new = NewSitting(starts, starts + timedelta(hours=1), place, Mode.VILLAGE, [cast.posts["mediator"]])
    return actions.schedule(dispute, new, by=cast.mediator)


def events(client: Client, token: str) -> list:
    answer = client.get(f"/calendar/feed/{token}.ics")
    assert answer["content-type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_a_feed_is_read_without_signing_in_and_by_rfc_5545(cast: Cast, client: Client) -> None:
    dispute = mediating(cast)
    row = planned(cast, dispute, "荣院村村委会，二楼；大厅" * 8)
    token = str(feed.renew(by=cast.mediator).token)
    raw = client.get(f"/calendar/feed/{token}.ics").content
    assert raw.startswith(b"BEGIN:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    (event,) = events(client, token)
    assert str(event["summary"]) == f"调处 {dispute.ref}"
    assert str(event["location"]) == row.place
    assert event["dtstart"].dt == row.starts_at
    assert (str(event["uid"]), int(event["sequence"])) == (f"sitting-{row.pk}@hemu", 0)
    moved = row.starts_at + timedelta(hours=2)
    actions.move(dispute, row.pk, moved, moved + timedelta(hours=1), by=cast.mediator)
    actions.call_off(dispute, row.pk, "一方生病", by=cast.mediator)
    (event,) = events(client, token)
    assert (str(event["status"]), int(event["sequence"])) == ("CANCELLED", 2)


@pytest.mark.law("个人信息保护法51")
def test_nothing_of_any_party_leaves_the_house(cast: Cast, client: Client) -> None:
    dispute = mediating(cast)
    planned(cast, dispute)
    content = client.get(f"/calendar/feed/{feed.renew(by=cast.mediator).token}.ics").content.decode()
    for word in ("张大山", "李长河", dispute.title, "浇水"):
        assert word not in content.replace("\r\n ", "")


def test_a_new_address_ends_the_old_one(cast: Cast, client: Client) -> None:
    old = str(feed.renew(by=cast.mediator).token)
    new = str(feed.renew(by=cast.mediator).token)
    assert len(new) > 40
    assert client.get(f"/calendar/feed/{old}.ics").status_code == 404
    assert client.get(f"/calendar/feed/{new}.ics").status_code == 200
    feed.end(by=cast.mediator)
    assert client.get(f"/calendar/feed/{new}.ics").status_code == 404


def test_who_left_has_no_calendar(cast: Cast, client: Client) -> None:
    token = str(feed.renew(by=cast.mediator).token)
    person = cast.people["mediator"]
    person.is_active = False
    person.save()
    assert client.get(f"/calendar/feed/{token}.ics").status_code == 404


def test_everybody_sees_only_their_own_appointments(cast: Cast, client: Client) -> None:
    planned(cast, mediating(cast))
    assert events(client, str(feed.renew(by=cast.cadre).token)) == []
