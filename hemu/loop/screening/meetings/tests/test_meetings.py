"""S6: a meeting is called, units bring what they know, minutes are kept, every item comes to something."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.screening import joining
from hemu.loop.screening.actions import hold_meeting
from hemu.loop.screening.meetings import actions, queries
from hemu.loop.screening.meetings.models import Outcome

pytestmark = [pytest.mark.django_db, pytest.mark.req("S6")]


def called(cast, days=2):
    return hold_meeting(
        region=cast.township.code, subject="月度联席会", held_at=clock.now() + timedelta(days=days),
        units=["派出所", "司法所", "林业站"], by=cast.coordinator,
    )  # fmt: skip


def test_each_unit_brings_what_it_knows_and_who_brought_nothing_is_seen(cast):
    meeting = called(cast)
    actions.bring_item(meeting, "两户争水", unit="别的单位", by=cast.officer)
    actions.bring_item(meeting, "林地边界不清", unit="林业站", by=cast.coordinator)
    found = queries.items(meeting)
    assert [item.row.brought_by for item in found] == [cast.officer.unit_name, "林业站"]
    assert queries.silent(meeting, found) == ["司法所"]
    assert all(item.waits for item in found)
    with pytest.raises(Refused):
        actions.bring_item(meeting, " ", by=cast.officer)
    with pytest.raises(Missing):
        actions.bring_item(meeting, "邻镇的事", by=cast.stranger)
    with pytest.raises(Forbidden):
        actions.bring_item(meeting, "看看", by=cast.county_viewer)


def test_minutes_are_written_once_by_who_called_it_after_it_began(cast):
    with pytest.raises(Refused) as early:
        actions.write_minutes(called(cast), "研究了三件事。", by=cast.coordinator)
    assert early.value.code == "future"
    meeting = called(cast, days=-1)
    with pytest.raises(Forbidden):
        actions.write_minutes(meeting, "我来写", by=cast.officer)
    held = actions.write_minutes(meeting, "研究了三件事。", by=cast.coordinator)
    with pytest.raises(Conflict):
        actions.write_minutes(meeting, "改一改", by=cast.coordinator)
    with pytest.raises(Forbidden):
        actions.bring_item(held, "晚来一件", by=cast.officer)
    actions.bring_item(held, "会后补记一件", unit="派出所", by=cast.coordinator)


def test_an_item_becomes_a_dispute_or_says_why_not(cast):
    meeting = called(cast, days=-1)
    first = actions.bring_item(meeting, "张大山家为浇水吵架", by=cast.officer)
    second = actions.bring_item(meeting, "路灯不亮", by=cast.officer)
    told = joining.item(first.county, first.id, by=cast.coordinator)
    joining.join_item(told, register(report(), by=cast.officer), by=cast.coordinator)
    with pytest.raises(Conflict):
        actions.settle_item(meeting, first.id, "不用管", by=cast.coordinator)
    outcome = actions.settle_item(meeting, second.id, "转村里修，不是纠纷", by=cast.officer)
    with pytest.raises(Conflict):
        actions.settle_item(meeting, second.id, "再说一次", by=cast.coordinator)
    assert [item.waits for item in queries.items(meeting)] == [False, False]
    with pytest.raises(DatabaseError, match="meetings_outcome"), transaction.atomic():
        Outcome.objects.in_county(meeting.county, id=outcome.id).update(text="改")
    other = called(cast)
    with pytest.raises(Missing):
        actions.settle_item(other, second.id, "别的会", by=cast.coordinator)


def test_the_pages(cast, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(cast.people["coordinator"], backend=backend)
    form = client.get("/records/meetings/new/").context["form"]
    assert cast.coordinator.unit_name in form["units"].value().splitlines()
    held_at = f"{clock.local(clock.now() - timedelta(hours=2)):%Y-%m-%dT%H:%M}"
    given = {
        "subject": "五月联席会", "held_at": held_at, "units": "派出所\n司法所", "region": cast.township.code,
    }  # fmt: skip
    address = client.post("/records/meetings/new/", given)["Location"]
    assert "还没有提出事项" in client.get(address).content.decode()
    assert client.post(f"{address}items/", {"text": ""}).status_code == 422
    assert client.post(f"{address}items/", {"unit": "司法所", "text": "路灯不亮"}).status_code == 302
    assert client.post(f"{address}minutes/", {"minutes": ""}).status_code == 422
    assert client.post(f"{address}minutes/", {"minutes": "逐件研究。"}).status_code == 302
    assert "1 个事项待处理" in client.get(address).content.decode()
    (item, _form) = client.get(address).context["items"][0]
    assert client.post(f"{address}items/{item.row.id}/", {"o-text": ""}).status_code == 422
    assert client.post(f"{address}items/{item.row.id}/", {"o-text": "转村里"}).status_code == 302
    page = client.get(address).content.decode()
    assert "事项都有着落" in page
    assert "转村里" in page
    client.force_login(cast.people["stranger"], backend=backend)
    assert client.get(address).status_code == 404
