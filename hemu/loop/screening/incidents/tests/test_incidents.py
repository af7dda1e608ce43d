"""梯次出警: each tier in somebody's hands, with a clock of its own that goes up when it runs out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.screening import actions
from hemu.loop.screening.incidents import overdue, queries
from hemu.loop.screening.models import Incident, IncidentTier, Satisfaction
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason

pytestmark = [pytest.mark.django_db, pytest.mark.req("S9")]
GRID = 522725106201001


def incident(by, **over) -> Incident:
    parts = {
        "region": GRID,
        "number": "JQ2018030112",
        "reported_at": clock.now() - timedelta(hours=1),
        "narrative": "两户因田坎吵架",
        "tier": IncidentTier.ON_SCENE,
    }
    return actions.record_incident(**{**parts, **over}, by=by)


def step(row):
    return queries.steps(row)[-1]


def told(cast, who):
    deliver_once()
    notices = Notice.objects.of_post(cast.posts[who].pk).order_by("reason")
    return [notice.reason for notice in notices]


def test_a_number_is_there_once_in_the_county(cast):
    row = incident(cast.officer)
    with pytest.raises(Refused) as refused:
        incident(cast.officer)
    assert (refused.value.field, refused.value.code) == ("number", "number_taken")
    assert not Incident.objects.visible_to(cast.stranger).filter(id=row.id).exists()


def test_every_tier_has_its_hands_and_its_clock(cast):
    row = incident(cast.officer)
    assert (step(row).holder_name, step(row).waits_for_claim) == (cast.station.name, False)
    row = actions.pass_incident(row, IncidentTier.POLICE_OFFICE, "村里熟悉情况", by=cast.officer)
    assert (step(row).holder_name, step(row).waits_for_claim) == (cast.police_office.name, True)
    row = actions.claim_incident(row, by=cast.auxiliary)
    row = actions.pass_incident(row, IncidentTier.CENTRE, by=cast.auxiliary)
    assert (step(row).holder_name, step(row).waits_for_claim) == (cast.centre.name, True)
    with pytest.raises(Refused) as refused:
        actions.pass_incident(row, IncidentTier.CENTRE, by=cast.coordinator)
    assert refused.value.field == "tier"
    row = actions.pass_incident(row, IncidentTier.JOINT, by=cast.coordinator)
    assert (step(row).holder_name, step(row).helper_name) == (cast.centre.name, cast.judicial_office.name)
    row = actions.settle_incident(row, "双方和解", by=cast.judicial)
    steps = queries.steps(row)
    assert [one.tier for one in steps] == [1, 2, 4, 5]
    assert all(one.ended_at is not None and one.due_at > one.started_at for one in steps)
    assert not any(one.next_at for one in steps)
    for late in (
        lambda: actions.pass_incident(row, IncidentTier.JOINT, by=cast.officer),
        lambda: actions.settle_incident(row, "又一次", by=cast.officer),
        lambda: actions.claim_incident(row, by=cast.officer),
    ):
        with pytest.raises(Conflict):
            late()


def test_claimed_once_by_those_whose_turn_it_is_and_then_the_handling_clock_runs(cast):
    row = actions.pass_incident(incident(cast.officer), IncidentTier.CENTRE, by=cast.officer)
    for who in (cast.auxiliary, cast.officer):
        with pytest.raises(Forbidden):
            actions.claim_incident(row, by=who)
    with pytest.raises(Missing):
        actions.claim_incident(row, by=cast.stranger)
    before = step(row).turn_due_at
    row = actions.claim_incident(row, by=cast.coordinator)
    assert (step(row).claimed_by, step(row).turn_due_at > before) == ("周丽", True)
    with pytest.raises(Conflict):
        actions.claim_incident(row, by=cast.coordinator)


def test_a_station_may_claim_for_its_police_office(cast):
    row = incident(cast.grid_member, tier=IncidentTier.POLICE_OFFICE)
    assert step(actions.claim_incident(row, by=cast.officer)).claimed_by == "李建军"


def test_where_there_is_no_unit_of_the_kind_whoever_brings_it_keeps_it(cast):
    row = incident(cast.officer, region=522725106204001, tier=IncidentTier.POLICE_OFFICE)
    assert (step(row).holder_name, step(row).claimed_by) == (cast.station.name, "李建军")


def test_those_whose_turn_it_is_are_told_and_those_above_once_it_is_late(cast):
    row = actions.pass_incident(incident(cast.officer), IncidentTier.CENTRE, by=cast.officer)
    assert told(cast, "coordinator") == [Reason.INCIDENT_TURN]
    with clock.at(step(row).due_at + timedelta(minutes=1)):
        assert (overdue.raise_late(), overdue.raise_late()) == (1, 0)
        assert told(cast, "coordinator") == [Reason.INCIDENT_TURN, Reason.INCIDENT_LATE]
        assert told(cast, "county_coordinator") == [Reason.INCIDENT_LATE]
        assert step(row).overdue_at is not None
        row = actions.claim_incident(row, by=cast.coordinator)
    with clock.at(step(row).handle_due_at + timedelta(minutes=1)):
        assert overdue.raise_late() == 1
        assert told(cast, "county_coordinator") == [Reason.INCIDENT_LATE] * 2
    assert told(cast, "stranger") == []


def test_what_is_settled_in_time_is_never_late(cast):
    row = actions.settle_incident(incident(cast.officer), "当场说和", by=cast.officer)
    with clock.at(clock.now() + timedelta(days=30)):
        assert overdue.raise_late() == 0
    assert row.result == "当场说和"


def test_calls_back_keep_every_try_and_what_was_said(cast):
    row = actions.settle_incident(incident(cast.officer), "说和", by=cast.officer)
    actions.call_back(row, reached=False, by=cast.officer)
    for over, field in (
        ({"reached": True}, "satisfaction"),
        ({"reached": True, "satisfaction": Satisfaction.BAD}, "note"),
    ):
        with pytest.raises(Refused) as refused:
            actions.call_back(row, **over, by=cast.officer)
        assert refused.value.field == field
    actions.call_back(row, reached=True, satisfaction=Satisfaction.GOOD, note="不吵了", by=cast.officer)
    assert [call.satisfaction for call in queries.calls(row)] == [None, Satisfaction.GOOD]
    with pytest.raises(Missing):
        actions.call_back(row, reached=False, by=cast.stranger)


def test_sent_again_just_the_same_it_is_there_once_and_otherwise_refused(cast):
    sent = {
        "region": GRID, "number": "JQ9", "reported_at": clock.now() - timedelta(hours=1),
        "narrative": "吵架", "tier": IncidentTier.ON_SCENE,
    }  # fmt: skip
    first = actions.take_incident(**sent, by=cast.officer)
    again = actions.take_incident(**sent, by=cast.officer)
    assert (first.is_new, again.is_new, again.incident.id) == (True, False, first.incident.id)
    with pytest.raises(Conflict):
        actions.take_incident(**{**sent, "narrative": "另一回事"}, by=cast.officer)
    assert Incident.objects.visible_to(cast.officer).get().narrative == "吵架"


def test_nothing_is_written_outside_the_area_or_in_the_future(cast):
    with pytest.raises(Forbidden):
        incident(cast.officer, region=522725110201001)
    with pytest.raises(Refused) as refused:
        incident(cast.officer, reported_at=clock.now() + timedelta(hours=1))
    assert refused.value.field == "reported_at"


def test_the_page_does_every_act_for_those_who_may(cast, client):
    def sign_in(who):
        client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")

    row = actions.pass_incident(incident(cast.officer), IncidentTier.POLICE_OFFICE, by=cast.officer)
    path = f"/incidents/{row.county}/{row.id}/"
    assert client.get(path).status_code == 302
    sign_in("coordinator")
    assert 'value="claim"' not in client.get(path).content.decode()
    sign_in("auxiliary")
    assert 'value="claim"' in client.get(path).content.decode()
    assert client.get(f"/records/incidents/{row.county}/{row.id}/").url == path
    assert client.post(path, {"do": "claim"}).status_code == 302
    assert client.post(path, {"do": "claim"}).status_code == 409
    assert client.post(path, {"do": "pass", "pass-tier": 2}).status_code == 422
    assert client.post(path, {"do": "pass", "pass-tier": 5, "pass-note": "请司法所参加"}).status_code == 302
    assert client.post(path, {"do": "call", "call-reached": "1"}).status_code == 422
    assert client.post(path, {"do": "call", "call-reached": "0"}).status_code == 302
    page = client.get(path).content.decode()
    for words in ("请司法所参加", "没接通", "杨秀芬认领", f"会同{cast.judicial_office.name}"):
        assert words in page
    assert row.number in client.get("/records/incidents/?view=waiting").content.decode()
    assert client.post(path, {"do": "settle", "settle-result": ""}).status_code == 422
    assert client.post(path, {"do": "settle", "settle-result": "和解"}).status_code == 302
    assert 'value="settle"' not in client.get(path).content.decode()
    assert row.number not in client.get("/records/incidents/?view=waiting").content.decode()
    assert client.post(path, {"do": "nothing"}).status_code == 409
    sign_in("stranger")
    assert client.post(path, {"do": "call", "call-reached": "0"}).status_code == 404
