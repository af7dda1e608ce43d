"""A new incident on the same matter re-rates the dispute: incidents joined to it count themselves."""

from __future__ import annotations

import pytest

from hemu.disputes import amendment, origins
from hemu.disputes.amendment import Changes
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Colour, Dispute, Entry, Source
from hemu.disputes.registration import register
from hemu.disputes.tests import factories
from hemu.disputes.tests.reports import report
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing
from hemu.loop.assessment.trends import places
from hemu.loop.followup import actions as followup
from hemu.loop.screening import joining
from hemu.loop.screening.actions import record_petition, register_dispute
from hemu.loop.screening.incidents.tests.test_incidents import GRID, incident
from hemu.loop.screening.models import Origin
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason

pytestmark = [pytest.mark.django_db, pytest.mark.req("A3", "A8", "S9")]


def called(cast, n: int):
    """The n-th call to the police, as it is offered for joining."""
    row = incident(cast.officer, number=f"JQ-{n}")
    return origins.read(Source.INCIDENT, row.county, row.id, by=cast.officer)


def fresh(dispute: Dispute) -> Dispute:
    return Dispute.objects.unscoped(reason="a test looks at the row").get(pk=dispute.pk)


def held(dispute: Dispute) -> int | None:
    return fresh(dispute).facts.get("police_incidents")


def from_incident(cast, n: int) -> Dispute:
    return register_dispute(report(), by=cast.officer, origin=called(cast, n)).dispute


def test_the_second_incident_on_a_matter_proposes_orange_at_once_and_shows_in_the_trends(cast):
    dispute = factories.rated(cast)
    joining.join_item(called(cast, 1), dispute, by=cast.officer)
    assert (held(dispute), fresh(dispute).proposed_colour) == (1, Colour.BLUE)
    assert places.repeated(cast.coordinator) == []
    row = joining.join_item(called(cast, 2), dispute, by=cast.officer)
    assert (held(dispute), row.colour, row.proposed_colour) == (2, Colour.BLUE, Colour.ORANGE)
    assert [one.pk for one in places.repeated(cast.coordinator)] == [dispute.pk]
    entry = Entry.objects.of(dispute).order_by("-seq")[0]
    assert (entry.act, entry.details["facts"]) == (Act.NOTE, {"police_incidents": 2})
    assert entry.details["proposed"]["grounds"] == ["orange-repeated-incidents"]


def test_what_is_registered_from_an_incident_has_had_one(cast):
    dispute = from_incident(cast, 1)
    assert held(dispute) == 1
    assert Entry.objects.of(dispute).count() == 1
    joining.join_item(called(cast, 2), dispute, by=cast.officer)
    assert fresh(dispute).proposed_colour == Colour.ORANGE


def test_joined_twice_it_counts_once(cast):
    dispute, told = register(report(), by=cast.officer), called(cast, 1)
    joining.join_item(told, dispute, by=cast.officer)
    with pytest.raises(Conflict):
        joining.join_item(told, dispute, by=cast.officer)
    assert (held(dispute), Origin.objects.of(dispute).count()) == (1, 1)


def test_what_somebody_recorded_is_never_lowered_nor_may_it_fall_below_the_count(cast):
    dispute = register(report(facts={"police_incidents": 3}), by=cast.officer)
    joining.join_item(called(cast, 1), dispute, by=cast.officer)
    joining.join_item(called(cast, 2), dispute, by=cast.officer)
    assert held(dispute) == 3
    for given in (1, None):
        amendment.amend(fresh(dispute), Changes(facts={"police_incidents": given}), by=cast.officer)
        assert held(dispute) == 2


def test_a_merge_counts_the_incidents_of_both_once_and_its_undoing_takes_them_back(cast):
    kept, double = from_incident(cast, 1), from_incident(cast, 2)
    joining.join_item(
        origins.read(Source.INCIDENT, kept.county, Origin.objects.of(kept).get().record_id, by=cast.officer),
        double,
        by=cast.officer,
    )
    assert held(double) == 2
    amendment.merge(fresh(double), fresh(kept), "同一件事", by=cast.officer)
    assert (held(kept), fresh(kept).proposed_colour) == (2, Colour.ORANGE)
    amendment.note(fresh(kept), "没有变化", by=cast.officer)
    assert held(kept) == 2
    amendment.unmerge(fresh(double), "不是一件", by=cast.officer)
    assert (held(kept), fresh(kept).proposed_colour) == (1, Colour.BLUE)
    assert held(double) == 2


def test_what_was_merged_into_a_merged_one_counts_on_with_what_people_recorded_of_it(cast):
    first, second = from_incident(cast, 1), from_incident(cast, 2)
    last = register(report(facts={"police_incidents": 1}), by=cast.officer)
    amendment.merge(first, second, "同一件事", by=cast.officer)
    amendment.merge(fresh(second), last, "还是同一件", by=cast.officer)
    assert held(last) == 2
    more = register(report(facts={"police_incidents": 5}), by=cast.officer)
    amendment.merge(more, fresh(last), "同一件事", by=cast.officer)
    assert held(last) == 5


def test_a_dispute_that_ended_is_opened_anew_first(cast):
    dispute, told = factories.closed(cast), called(cast, 1)
    with pytest.raises(Conflict) as refused:
        joining.join_item(told, dispute, by=cast.officer)
    assert (refused.value.code, "反弹重开" in str(refused.value)) == ("closed", True)
    followup.relapse(fresh(dispute), "又打起来了", by=cast.officer)
    joining.join_item(told, fresh(dispute), by=cast.officer)
    assert held(dispute) == 1
    merged, into = register(report(), by=cast.officer), register(report(), by=cast.officer)
    amendment.merge(merged, into, "同一件事", by=cast.officer)
    with pytest.raises(Conflict) as refused:
        joining.join_item(called(cast, 2), fresh(merged), by=cast.officer)
    assert refused.value.code == "merged"


def test_only_within_ones_scope_and_rights(cast):
    dispute, told = register(report(), by=cast.officer), called(cast, 1)
    with pytest.raises(Missing):
        joining.join_item(told, dispute, by=cast.stranger)
    with pytest.raises(Forbidden):
        joining.join_item(told, dispute, by=cast.county_viewer)
    assert held(dispute) is None


def test_a_petition_marks_the_dispute_and_whose_turn_it_is_hears_of_it(cast):
    row = record_petition(
        region=GRID, number="XF-1", from_unit="瓮安县信访局", narrative="反映浇水的事",
        received_at=clock.now(), by=cast.coordinator,
    )  # fmt: skip
    dispute = factories.received(cast)
    deliver_once()
    before = Notice.objects.of_post(cast.posts["mediator"].pk).count()
    told = origins.read(Source.PETITION, row.county, row.id, by=cast.coordinator)
    joined = joining.join_item(told, dispute, by=cast.coordinator)
    assert (joined.petition, held(dispute)) == (True, None)
    deliver_once()
    notices = Notice.objects.of_post(cast.posts["mediator"].pk)
    assert notices.count() == before + 1
    assert notices.order_by("-id")[0].reason == Reason.TOLD


def test_the_page_finds_joins_and_shows_it_afterwards(cast, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(cast.people["officer"], backend="allauth.account.auth_backends.AuthenticationBackend")
    dispute = from_incident(cast, 1)
    row = incident(cast.officer, number="JQ-2")
    own, address = (f"/incidents/{row.county}/{row.id}/", f"/records/incidents/{row.county}/{row.id}/join/")
    assert address in client.get(own).content.decode()
    assert dispute.ref in client.get(address).content.decode()
    assert dispute.ref in client.get(address, {"q": "张大山"}).content.decode()
    assert client.post(address, {"dispute": "x"}).status_code == 404
    chosen = {"dispute": f"{dispute.county}:{dispute.id}"}
    answer = client.post(address, chosen)
    assert (answer.status_code, answer.url) == (302, dispute.get_absolute_url())
    page = client.get(answer.url).content.decode()
    assert "同一事由的警情现有 2 起" in page
    assert "建议定为橙色" in page
    assert "警情 JQ-2" in page
    assert dispute.ref in client.get(own).content.decode()
    again = client.post(address, chosen)
    assert (again.status_code, "已经并入这件纠纷" in again.content.decode()) == (409, True)
    assert client.get(f"/records/hazards/{row.county}/{row.id}/join/").status_code == 404


def test_the_page_says_that_a_closed_one_is_opened_anew_first(cast, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(cast.people["officer"], backend="allauth.account.auth_backends.AuthenticationBackend")
    dispute, row = factories.closed(cast), incident(cast.officer)
    address = f"/records/incidents/{row.county}/{row.id}/join/"
    assert "已办结，先重开" in client.get(address, {"q": dispute.ref}).content.decode()
    refused = client.post(address, {"dispute": f"{dispute.county}:{dispute.id}"})
    assert (refused.status_code, "反弹重开" in refused.content.decode()) == (409, True)
