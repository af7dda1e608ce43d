"""S6: an item of a joint meeting becomes a dispute, or is joined to one that is there."""

from __future__ import annotations

import pytest

from hemu.disputes import queries as disputes
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Source
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing
from hemu.loop.screening import joining, queries
from hemu.loop.screening.actions import hold_meeting
from hemu.outbox import queue
from hemu.outbox.models import Topic

pytestmark = [pytest.mark.django_db, pytest.mark.req("S6")]


@pytest.fixture
def item(cast):
    meeting = hold_meeting(
        region=cast.township.code,
        subject="五月联席会",
        held_at=clock.now(),
        units=["派出所", "司法所"],
        minutes="各单位通报情况。",
        items=[("司法所", "张大山家又为浇水吵架")],
        place="",
        by=cast.coordinator,
    )
    return queries.items(meeting)[0]


def test_an_item_is_joined_to_the_dispute_that_is_there(cast, item):
    dispute = register(report(), by=cast.officer)
    told = joining.item(item.county, item.id, by=cast.coordinator)
    (found,) = joining.candidates(dispute.ref, by=cast.coordinator)
    assert [row.id for row in joining.candidates("张大山", by=cast.coordinator)] == [dispute.id]
    assert joining.candidates(" ", by=cast.coordinator) == []
    joining.join_item(told, found, by=cast.coordinator)
    (opened,) = queries.opened_disputes(Source.JOINT_MEETING, item.id)
    assert dispute.ref in opened.label
    last = disputes.timeline(dispute)
    assert any(one.act == Act.NOTE and "又为浇水吵架" in str(one.personal) for one in last)
    with pytest.raises(Conflict):
        joining.join_item(told, found, by=cast.coordinator)
    assert queue.oldest(Topic.TALLY) is not None


def test_what_lies_outside_the_scope_is_neither_found_nor_joined(cast, item):
    with pytest.raises(Missing):
        joining.item(item.county, item.id, by=cast.stranger)
    register(report(region=cast.sibling_village.code + 1), by=cast.county_coordinator)
    assert joining.candidates("张大山", by=cast.coordinator) == []
    dispute = register(report(), by=cast.officer)
    told = joining.item(item.county, item.id, by=cast.county_viewer)
    with pytest.raises(Forbidden):
        joining.join_item(told, dispute, by=cast.county_viewer)


def test_the_page_finds_and_joins(cast, item, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    dispute = register(report(), by=cast.officer)
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(cast.people["coordinator"], backend=backend)
    address = f"/records/meetings/items/{item.county}/{item.id}/join/"
    assert address in client.get(f"/meetings/{item.county}/{item.meeting_id}/").content.decode()
    assert dispute.ref in client.get(address, {"q": "张大山"}).content.decode()
    assert client.post(address, {"dispute": "x"}).status_code == 404
    answer = client.post(address, {"dispute": f"{dispute.county}:{dispute.id}"})
    assert (answer.status_code, answer.url) == (302, dispute.get_absolute_url())
