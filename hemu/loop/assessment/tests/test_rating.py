"""评: confirming, overriding, proposing anew, looking again."""

from __future__ import annotations

import pytest

from hemu.disputes.amendment import Changes, amend
from hemu.disputes.models import Clock, ClockKind, Colour, Dispute, Entry, State
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.assessment import rating
from hemu.loop.assessment.actions import approve, ask, confirm, override, review

pytestmark = pytest.mark.django_db


def fresh(dispute: Dispute) -> Dispute:
    return Dispute.objects.unscoped(reason="a test looks at the row").get(pk=dispute.pk)


def review_clock(dispute):
    return Clock.objects.of(dispute).filter(kind=ClockKind.REVIEW, stopped_at=None).first()


@pytest.mark.req("A1")
@pytest.mark.parametrize(
    ("facts", "colour"),
    [
        ({"threat_violence": True}, Colour.RED),
        ({"revenge_on_society": True}, Colour.RED),
        ({"may_escalate": True}, Colour.RED),
        ({"failed_mediations": 2, "people": 30, "complex_matter": True}, Colour.ORANGE),
        ({"failed_mediations": 2, "people": 2}, Colour.BLUE),
        ({"settleable_on_spot": True}, Colour.BLUE),
    ],
)
def test_the_rules_colour_is_confirmed_by_a_person(cast, facts, colour):
    dispute = register(report(facts=facts), by=cast.officer)
    assert fresh(dispute).colour == Colour.NONE
    done = fresh(confirm(dispute, by=cast.officer))
    assert (done.colour, done.state) == (colour, State.RATED)


@pytest.mark.req("A2")
def test_a_rating_says_which_rules_fired_on_which_facts(cast):
    dispute = register(report(facts={"threat_violence": True, "people": 3}), by=cast.officer)
    done = fresh(confirm(dispute, by=cast.officer, note="已与双方见面"))
    [ground] = rating.standing_grounds(done)
    assert dict(ground.facts) == {"threat_violence": True}
    entry = Entry.objects.of(done).get(seq=2)
    assert entry.details["rules"] == [ground.rule]
    assert "见面" not in str(entry.details)


@pytest.mark.req("A2")
def test_an_override_needs_a_reason_which_becomes_the_ground(cast):
    dispute = register(report(), by=cast.officer)
    for reason in ("", "  "):
        with pytest.raises(Refused) as refused:
            override(dispute, Colour.ORANGE, reason, by=cast.officer)
        assert refused.value.field == "reason"
    done = fresh(override(dispute, Colour.ORANGE, "涉及两个村", by=cast.officer))
    assert (done.colour, done.state) == (Colour.ORANGE, State.RATED)
    [ground] = rating.standing_grounds(done)
    assert (ground.rule, ground.text) == (rating.MANUAL, "涉及两个村")
    assert cast.officer.name in ground.source
    assert rating.open_proposal(done) is None


@pytest.mark.req("A2")
@pytest.mark.parametrize("facts", [{"may_escalate": True}, {"domestic_violence": True}])
def test_lowering_red_or_orange_needs_a_real_reason_and_another_person(cast, facts):
    dispute = register(report(facts=facts), by=cast.officer)
    with pytest.raises(Refused) as refused:
        override(dispute, Colour.BLUE, "没事了", by=cast.officer)
    assert refused.value.code == "too_short"
    with pytest.raises(Refused) as refused:
        override(dispute, Colour.BLUE, "经核实双方已当面和好并书面承诺", by=cast.officer)
    assert refused.value.code == "second_person"
    assert fresh(dispute).colour == Colour.NONE


def test_an_override_to_what_is_proposed_is_a_confirmation(cast):
    dispute = register(report(), by=cast.officer)
    with pytest.raises(Refused) as refused:
        override(dispute, Colour.BLUE, "就是蓝色", by=cast.officer)
    assert refused.value.code == "as_proposed"
    with pytest.raises(Refused):
        override(dispute, Colour.NONE, "不定级", by=cast.officer)


@pytest.mark.req("A3")
def test_new_facts_propose_a_new_colour_at_once(cast):
    dispute = confirm(register(report(), by=cast.officer), by=cast.officer)
    assert rating.open_proposal(fresh(dispute)) is None
    amend(fresh(dispute), Changes(facts={"threat_violence": True}), by=cast.officer)
    proposal = rating.open_proposal(fresh(dispute))
    assert proposal is not None
    assert (proposal.now, proposal.colour, proposal.raises) == (Colour.BLUE, Colour.RED, True)
    assert fresh(dispute).colour == Colour.BLUE, "a person decides"
    assert fresh(confirm(fresh(dispute), by=cast.officer)).colour == Colour.RED


@pytest.mark.req("A3")
def test_an_overruled_proposal_stays_quiet_until_its_grounds_change(cast):
    dispute = register(report(facts={"failed_mediations": 2, "people": 12}), by=cast.officer)
    ask(dispute, Colour.BLUE, "人数虽多但都同意明天再谈", by=cast.officer)
    done = fresh(approve(dispute, by=cast.coordinator))
    assert rating.open_proposal(done) is None
    amend(done, Changes(facts={"people": 13}), by=cast.officer)
    assert rating.open_proposal(fresh(done)) is not None


@pytest.mark.req("A3")
def test_the_review_is_scheduled_by_colour(cast):
    blue = confirm(register(report(), by=cast.officer), by=cast.officer)
    red = confirm(register(report(facts={"may_escalate": True}), by=cast.officer), by=cast.officer)
    slow, fast = review_clock(blue), review_clock(red)
    assert (slow.due_at - slow.started_at) > (fast.due_at - fast.started_at)
    with pytest.raises(Refused):
        review(fresh(red), " ", by=cast.officer)
    review(fresh(red), "双方情绪平稳，继续派人盯守", by=cast.officer)
    again = review_clock(red)
    assert again.id != fast.id
    assert fresh(red).colour == Colour.RED


def test_what_a_village_rates_the_township_centre_routes(cast):
    dispute = register(report(), by=cast.grid_member)
    done = fresh(confirm(dispute, by=cast.cadre))
    assert done.turn_unit_id == cast.centre.pk
    stays = fresh(confirm(register(report(), by=cast.officer), by=cast.officer))
    assert stays.turn_unit_id == cast.station.pk


def test_who_may_not_rate(cast):
    dispute = register(report(), by=cast.grid_member)
    with pytest.raises(Forbidden):
        confirm(dispute, by=cast.grid_member)
    with pytest.raises(Missing):
        confirm(dispute, by=cast.stranger)
    with pytest.raises(Forbidden):
        override(dispute, Colour.RED, "我看很危险", by=cast.county_viewer)
    confirm(dispute, by=cast.officer, seen=1)
    with pytest.raises(Conflict):
        confirm(dispute, by=cast.coordinator, seen=1)
