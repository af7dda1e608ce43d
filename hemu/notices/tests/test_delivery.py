"""Who is told of what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.disputes.amendment import note
from hemu.disputes.overdue import sweep
from hemu.disputes.tests import factories
from hemu.kernel import clock
from hemu.loop.assessment import rerating
from hemu.loop.routing import actions as routing
from hemu.notices import deliver_once
from hemu.notices.models import Notice, Reason
from hemu.notices.reminders import remind
from hemu.orgs.actor import system_actor
from hemu.orgs.tree import LONG_AGO
from hemu.outbox.models import Row, Topic
from hemu.rulebook import actions as rules
from hemu.rulebook.models import RuleTable


def deliver() -> None:
    while deliver_once():
        pass


@pytest.mark.req("R4")
def test_the_unit_that_was_given_a_dispute_is_told(cast, told):
    factories.routed(cast)
    deliver()
    assert Reason.RECEIVE in told("mediator")
    assert told("officer") == []
    assert told("stranger") == []


@pytest.mark.req("R4")
def test_whoever_gave_it_is_told_that_it_came_back(cast, told):
    dispute = factories.routed(cast)
    routing.give_back(dispute, "不属于本村", by=cast.mediator)
    deliver()
    assert Reason.RETURNED in told("officer")


@pytest.mark.req("R5")
def test_red_is_told_to_the_townships_government_and_the_county(cast, told, government_clerk):
    factories.rated(cast, facts=factories.RED)
    deliver()
    assert Reason.RED in told(government_clerk)
    assert Reason.RED in told("county_coordinator")
    assert Reason.RED in told("coordinator")
    assert told("stranger") == []


def test_a_note_is_told_to_nobody(cast, told):
    note(factories.registered(cast), "打过电话", by=cast.officer)
    deliver()
    assert not Notice.objects.exists()
    assert not Row.objects.filter(topic=Topic.NOTICE).exists()


@pytest.mark.req("C4")
def test_the_slow_unit_and_the_level_above_hear_of_a_missed_clock(cast, told):
    with clock.at(clock.now() - timedelta(days=60)):
        factories.registered(cast)
    sweep()
    deliver()
    assert Reason.OVERDUE in told("officer")
    assert set(told("coordinator")) & {Reason.ESCALATED, Reason.OVERDUE}


@pytest.mark.req("A3")
@pytest.mark.parametrize(("people", "is_told"), [(6, True), (12, False)])
def test_whose_turn_it_is_hears_of_new_rules_only_when_they_say_another_colour(cast, told, people, is_told):
    facts = {"failed_mediations": 2, "people": people}
    factories.routed(cast, facts=facts)
    deliver()
    with clock.at(clock.now() + timedelta(days=1)):
        rows = [
            {**row, "id": "orange-five"} if row["id"] == "orange-many-people" else row
            for row in RuleTable.objects.get(name="rating").rows
        ]
        many = next(row for row in rows if row["id"] == "orange-five")
        many["when"] = [many["when"][0], {"fact": "people", "op": "at_least", "value": 5}]
        by = system_actor("规则")
        number = rules.draft("rating", by=by).version
        rules.revise("rating", number, rows=rows, by=by)
        rules.activate("rating", number, valid_from=clock.today(), why="试", by=by)
        assert rerating.sweep() == 1
        deliver()
    assert (Reason.PROPOSED in {reason for who in cast.posts for reason in told(who)}) is is_told
    assert Reason.PROPOSED not in told("stranger")


@pytest.mark.req("O4")
def test_who_cannot_see_it_any_more_is_not_told(cast, told):
    dispute = factories.routed(cast)
    post = cast.posts["mediator"]
    post.until = LONG_AGO + timedelta(days=1)
    post.save()
    deliver()
    assert told("mediator") == []
    assert dispute.turn_unit_id == cast.committee.pk


def test_an_act_is_told_once_however_often_it_is_delivered(cast, told):
    factories.routed(cast)
    rows = list(Row.objects.filter(topic=Topic.NOTICE).values("topic", "payload", "created_at"))
    deliver()
    Row.objects.bulk_create(Row(**row) for row in rows)
    before = Notice.objects.count()
    deliver()
    assert Notice.objects.count() == before


def test_one_that_fails_goes_back_and_holds_up_no_other(cast, told, monkeypatch):
    bad, good = factories.routed(cast), factories.routed(cast)
    from hemu.notices import delivery

    whole = delivery._told

    def fails_on_bad(payload):
        if payload["dispute"] == str(bad.pk):
            raise RuntimeError("a broken channel")
        return whole(payload)

    monkeypatch.setattr(delivery, "_told", fails_on_bad)
    deliver()
    assert Notice.objects.filter(dispute_id=good.pk).exists()
    assert not Notice.objects.filter(dispute_id=bad.pk).exists()
    assert Row.objects.filter(topic=Topic.NOTICE, attempts=1).exists()


def test_a_deadline_of_the_next_day_is_reminded_of_once(cast, told):
    dispute = factories.routed(cast)
    assert dispute.due_at is not None
    with clock.at(dispute.due_at - timedelta(hours=3)):
        assert remind() > 0
        assert remind() == 0
    assert Reason.DUE in told("mediator")


def test_joint_units_are_told_that_they_join(cast, told):
    dispute = factories.rated(cast, facts=factories.ORANGE)
    dispute = routing.push_to_centre(dispute, by=cast.officer)
    dispute = routing.name_units(dispute, cast.committee, [cast.land_office], by=cast.coordinator)
    deliver()
    assert Reason.JOIN in told("land")
    assert dispute.lead_unit_id == cast.committee.pk


@pytest.mark.req("O4")
def test_the_inbox_shows_ones_own_and_leads_to_the_dispute(cast, sign_in):
    dispute = factories.routed(cast)
    deliver()
    client = sign_in("mediator")
    page = client.get("/inbox/").content.decode()
    assert dispute.title in page
    assert "待接收" in page
    notice = Notice.objects.of_post(cast.posts["mediator"].pk).get()
    assert 'class="bell-count"' in client.get("/inbox/count/").content.decode()
    assert sign_in("stranger").post(f"/inbox/{notice.pk}/").status_code == 404
    client.get(f"/inbox/{notice.pk}/")
    notice.refresh_from_db()
    assert notice.read_at is None
    answer = client.post(f"/inbox/{notice.pk}/")
    assert answer.url == dispute.get_absolute_url()
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert 'class="bell-count"' not in client.get("/inbox/count/").content.decode()
    assert dispute.title in client.get("/inbox/?show=all").content.decode()


def test_all_are_marked_as_read_at_once(cast, sign_in):
    factories.routed(cast)
    deliver()
    client = sign_in("mediator")
    client.post("/inbox/read/")
    assert "没有未读消息" in client.get("/inbox/").content.decode()


def test_a_title_is_not_shown_to_who_lost_sight_of_the_dispute(cast, sign_in):
    dispute = factories.routed(cast)
    Notice.objects.create(
        post=cast.posts["stranger"],
        key="test",
        county=dispute.county,
        dispute_id=dispute.pk,
        ref=dispute.ref,
        reason=Reason.TOLD,
        at=clock.now(),
    )
    page = sign_in("stranger").get("/inbox/").content.decode()
    assert dispute.ref in page
    assert dispute.title not in page
