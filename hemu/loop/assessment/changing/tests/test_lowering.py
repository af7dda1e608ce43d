"""Red and orange are lowered by two people: one asks, another decides, and until then the colour stays."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from hemu.disputes import ledger
from hemu.disputes.amendment import Changes, amend
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Colour, Dispute, Entry, State
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.assessment import rating
from hemu.loop.assessment.actions import approve, ask, confirm, override, refuse, take_back
from hemu.loop.assessment.changing import queries
from hemu.loop.assessment.changing.models import Lowering, LoweringStatus
from hemu.notices import deliver_once
from hemu.notices.models import Notice
from hemu.tally import audit
from hemu.tally.projector import project_all

pytestmark = [pytest.mark.django_db, pytest.mark.req("A2")]
REASON = "经核实双方已当面和好，并写下书面承诺"


def fresh(dispute: Dispute) -> Dispute:
    return Dispute.objects.unscoped(reason="a test looks at the row").get(pk=dispute.pk)


def request_of(dispute: Dispute) -> Lowering:
    found: Lowering = Lowering.objects.of(dispute).order_by("-asked_at", "-id")[0]
    return found


@pytest.fixture
def red(cast) -> Dispute:
    return confirm(register(report(facts={"may_escalate": True}), by=cast.officer), by=cast.officer)


def test_the_colour_stays_until_another_person_approves_and_the_ledger_tells_both(cast, red):
    ask(red, Colour.BLUE, REASON, by=cast.officer)
    assert fresh(red).colour == Colour.RED
    done = fresh(approve(red, note="已打电话核实", by=cast.coordinator))
    assert done.colour == Colour.BLUE
    asked, approved = Entry.objects.of(red).order_by("-seq")[:2][::-1]
    assert (asked.act, asked.person_name, asked.details["lowering"]) == (
        Act.LOWER,
        cast.officer.name,
        "asked",
    )
    assert (asked.colour, asked.details["wanted"]) == (Colour.RED, Colour.BLUE)
    assert (approved.act, approved.person_name) == (Act.OVERRIDE, cast.coordinator.name)
    assert cast.officer.name in approved.details["asked_by"]
    told = ledger.unseal(red, approved)
    assert (told["reason"], told["note"]) == (REASON, "已打电话核实")
    [ground] = rating.standing_grounds(done)
    assert cast.officer.name in ground.source
    assert cast.coordinator.name in ground.source
    assert rating.open_proposal(done) is None
    project_all()
    assert audit.drift(LEDGER_IMAGES) == []
    assert ledger.verify().faults == []


def test_nobody_approves_their_own_request(cast, red):
    ask(red, Colour.BLUE, REASON, by=cast.coordinator)
    for act in (lambda: approve(red, by=cast.coordinator), lambda: refuse(red, "不", by=cast.coordinator)):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "own_request"
    assert fresh(red).colour == Colour.RED
    row = request_of(red)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lowering.objects.of(red).filter(pk=row.pk).update(decided_id=row.asked_id)


@pytest.mark.req("O4")
def test_who_may_approve(cast, red):
    ask(red, Colour.ORANGE, REASON, by=cast.officer)
    for who in (cast.judicial, cast.mediator, cast.county_viewer):
        with pytest.raises(Forbidden):
            approve(red, by=who)
    with pytest.raises(Missing):
        approve(red, by=cast.stranger)
    assert fresh(approve(red, by=cast.station_head)).colour == Colour.ORANGE


def test_a_refusal_says_why_and_leaves_the_colour(cast, red):
    ask(red, Colour.BLUE, REASON, by=cast.officer)
    with pytest.raises(Refused) as refused:
        refuse(red, " ", by=cast.coordinator)
    assert refused.value.field == "note"
    refuse(red, "一方仍在扬言，再看两天", by=cast.coordinator)
    assert fresh(red).colour == Colour.RED
    row = request_of(red)
    assert (row.status, row.decided_by) == (LoweringStatus.REFUSED, cast.coordinator.name)
    with pytest.raises(Conflict):
        approve(red, by=cast.coordinator)
    ask(red, Colour.BLUE, "过了两天，双方平静，再次申请", by=cast.officer)


def test_the_asker_and_only_the_asker_takes_it_back(cast, red):
    ask(red, Colour.BLUE, REASON, by=cast.officer)
    with pytest.raises(Refused):
        take_back(red, by=cast.coordinator)
    take_back(red, by=cast.officer)
    assert request_of(red).status == LoweringStatus.TAKEN_BACK
    with pytest.raises(Conflict):
        take_back(red, by=cast.officer)


def test_an_unrated_dispute_is_held_at_what_the_rules_propose(cast):
    dispute = register(report(facts={"may_escalate": True}), by=cast.officer)
    done = fresh(ask(dispute, Colour.BLUE, REASON, by=cast.officer))
    assert (done.colour, done.state) == (Colour.RED, State.RATED)
    assert fresh(approve(dispute, by=cast.coordinator)).colour == Colour.BLUE


def test_taking_a_fact_back_lowers_nothing_alone(cast, red):
    amend(fresh(red), Changes(facts={"may_escalate": None}), by=cast.officer)
    assert fresh(red).proposed_colour == Colour.BLUE
    with pytest.raises(Refused) as refused:
        confirm(fresh(red), by=cast.officer)
    assert refused.value.code == "second_person"
    ask(red, Colour.BLUE, "情况已经核实，不再有激化可能", by=cast.officer)
    done = fresh(approve(red, by=cast.coordinator))
    assert done.colour == Colour.BLUE
    assert done.grounds == done.proposed_grounds, "what the rules say is its ground"


def test_raising_needs_one_person(cast):
    blue = confirm(register(report(), by=cast.officer), by=cast.officer)
    amend(fresh(blue), Changes(facts={"threat_violence": True}), by=cast.officer)
    assert (
        fresh(override(fresh(blue), Colour.ORANGE, "先提到橙色，正在核实是否属实", by=cast.officer)).colour
        == 2
    )
    with pytest.raises(Refused) as refused:
        ask(blue, Colour.RED, REASON, by=cast.officer)
    assert refused.value.code == "alone"


def test_overruling_a_red_that_the_rules_propose_takes_two(cast):
    blue = confirm(register(report(), by=cast.officer), by=cast.officer)
    amend(fresh(blue), Changes(facts={"threat_violence": True}), by=cast.officer)
    with pytest.raises(Refused):
        override(fresh(blue), Colour.BLUE, "一句气话，当场已经道歉了", by=cast.officer)
    ask(blue, Colour.BLUE, "一句气话，当场已经道歉了", by=cast.officer)
    assert rating.open_proposal(fresh(blue)) is not None
    done = fresh(approve(blue, by=cast.coordinator))
    assert (done.colour, rating.open_proposal(done)) == (Colour.BLUE, None)


def test_a_request_under_other_facts_is_not_approved(cast, red):
    ask(red, Colour.BLUE, REASON, by=cast.officer)
    amend(fresh(red), Changes(facts={"weapon": True, "threat": True}), by=cast.judicial)
    with pytest.raises(Refused) as refused:
        approve(red, by=cast.coordinator)
    assert refused.value.code == "facts_changed"
    refuse(red, "又出现了持械威胁", by=cast.coordinator)


def test_another_colour_or_an_end_makes_a_request_lapse(cast, red):
    orange = confirm(register(report(facts={"domestic_violence": True}), by=cast.officer), by=cast.officer)
    ask(orange, Colour.BLUE, REASON, by=cast.officer)
    amend(fresh(orange), Changes(facts={"may_escalate": True}), by=cast.officer)
    confirm(fresh(orange), by=cast.officer)
    assert request_of(orange).status == LoweringStatus.LAPSED


def test_one_request_at_a_time_with_a_reason_and_a_colour(cast, red):
    for colour, reason in ((Colour.NONE, REASON), (Colour.BLUE, "没事了"), (Colour.RED, REASON)):
        with pytest.raises(Refused):
            ask(red, colour, reason, by=cast.officer)
    ask(red, Colour.BLUE, REASON, by=cast.officer)
    with pytest.raises(Conflict):
        ask(red, Colour.ORANGE, REASON, by=cast.station_head)


def test_those_who_may_approve_are_told_and_the_asker_hears_the_answer(cast, red):
    while deliver_once():
        pass
    Notice.objects.all().delete()
    ask(red, Colour.BLUE, REASON, by=cast.officer)
    while deliver_once():
        pass
    told = set(Notice.objects.values_list("post_id", flat=True))
    assert cast.posts["coordinator"].pk in told
    assert cast.posts["station_head"].pk in told
    assert cast.posts["officer"].pk not in told
    assert cast.posts["stranger"].pk not in told
    Notice.objects.all().delete()
    refuse(red, "再看两天，情况稳定再说", by=cast.coordinator)
    while deliver_once():
        pass
    assert list(Notice.objects.values_list("post_id", flat=True)) == [cast.posts["officer"].pk]


@pytest.mark.req("O4")
def test_the_queue_is_of_ones_own_area_and_never_ones_own_request(cast, red):
    ask(red, Colour.BLUE, REASON, by=cast.officer)
    assert [row.pk for row in queries.to_decide(cast.coordinator)] == [red.pk]
    assert list(queries.to_decide(cast.stranger)) == []
    assert list(queries.to_decide(cast.officer)) == []
    [mine] = queries.asked(list(queries.lowerings(cast.officer).order_by("id")), cast.officer)
    [theirs] = queries.asked(list(queries.lowerings(cast.coordinator).order_by("id")), cast.coordinator)
    assert (mine.may_decide, theirs.may_decide) == (False, True)
