"""分: who is given a dispute, how they answer, and who hears of it."""

from __future__ import annotations

import pytest

from hemu.disputes import queries
from hemu.disputes.amendment import Changes, amend
from hemu.disputes.models import Clock, ClockKind, Colour, Entry, Involvement, InvolvementRole, State
from hemu.disputes.tests.factories import (
    ORANGE,
    RED,
    consents,
    mediating,
    rated,
    received,
    registered,
    routed,
)
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.assessment import actions as assessment
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.queries import current_acceptance, standing_consents
from hemu.loop.routing import actions
from hemu.loop.routing.models import Hop, Way
from hemu.loop.routing.proposal import propose
from hemu.orgs.tests.cast import Cast


def leads(dispute):
    rows = Involvement.objects.of(dispute).filter(role=InvolvementRole.LEAD, until=None)
    return list(rows.values_list("unit_id", flat=True))


def joints(dispute):
    rows = Involvement.objects.of(dispute).filter(role=InvolvementRole.JOINT, until=None)
    return set(rows.values_list("unit_id", flat=True))


def reported_to(dispute):
    rows = Involvement.objects.of(dispute).filter(role=InvolvementRole.REPORTED, until=None)
    return set(rows.values_list("unit_id", flat=True))


@pytest.mark.req("R1")
def test_an_own_officer_is_given_it_and_the_own_unit_receives_at_once(cast: Cast) -> None:
    dispute = rated(cast, facts={"within_duty": True})
    done = actions.assign_internal(dispute, cast.station, by=cast.officer, officer=cast.posts["station_head"])
    assert done.state == State.RECEIVED
    hop = Hop.objects.of(done).get()
    assert (hop.way, hop.officer_name, hop.to_unit_name) == (Way.INTERNAL, "赵勇", cast.station.name)
    assert hop.received_at is not None
    assert done.lead_unit_id == done.turn_unit_id == cast.station.pk


@pytest.mark.req("R1")
def test_an_officer_of_another_unit_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        actions.assign_internal(rated(cast), cast.committee, by=cast.officer, officer=cast.posts["officer"])
    assert refused.value.field == "officer"


def test_a_unit_of_another_township_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="不管辖") as refused:
        actions.assign_internal(rated(cast), cast.sibling_station, by=cast.officer)
    assert refused.value.field == "unit"


def test_an_unrated_dispute_is_not_routed(cast: Cast) -> None:
    with pytest.raises(Conflict):
        actions.push_to_centre(registered(cast), by=cast.officer)


def test_a_stranger_and_a_viewer_route_nothing(cast: Cast) -> None:
    dispute = rated(cast)
    with pytest.raises(Missing):
        actions.push_to_centre(dispute, by=cast.stranger)
    with pytest.raises(Forbidden):
        actions.push_to_centre(dispute, by=cast.county_viewer)
    with pytest.raises(Forbidden):
        actions.push_to_centre(dispute, by=cast.grid_member)


@pytest.mark.req("R2")
def test_unclear_subjects_go_to_the_centre_which_names_one_lead_and_the_others(cast: Cast) -> None:
    dispute = rated(cast, kind=903, facts={"subject_unclear": True, "responsible_units": 3})
    assert propose(dispute).way == Way.VERTICAL
    assert cast.centre in propose(dispute).targets
    dispute = actions.push_to_centre(dispute, by=cast.officer, reason="涉及国土、林业、村委会")
    assert (dispute.state, leads(dispute)) == (State.ROUTED, [cast.centre.pk])
    named = actions.name_units(
        dispute, cast.forestry_office, [cast.land_office, cast.village_committee], by=cast.coordinator
    )
    assert leads(named) == [cast.forestry_office.pk] == [named.turn_unit_id]
    assert joints(named) == {cast.land_office.pk, cast.village_committee.pk}
    first, second = Hop.objects.of(named).order_by("number")
    assert first.received_at is not None
    assert (second.way, second.joint) == (Way.NAMED, [cast.land_office.name, cast.village_committee.name])
    assert actions.receive(named, by=cast.forestry).state == State.RECEIVED
    assert queries.get(named.county, named.pk, by=cast.land).pk == named.pk


@pytest.mark.req("R2")
def test_only_a_centre_names_units(cast: Cast) -> None:
    dispute = actions.push_to_centre(rated(cast), by=cast.officer)
    with pytest.raises(Refused, match="综治中心"):
        actions.name_units(dispute, cast.land_office, by=cast.officer)
    with pytest.raises(Refused) as refused:
        actions.name_units(dispute, cast.land_office, [cast.land_office], by=cast.coordinator)
    assert refused.value.code == "lead_is_joint"


@pytest.mark.req("R2")
def test_the_clock_of_naming_starts_anew_for_the_named_unit(cast: Cast) -> None:
    dispute = actions.push_to_centre(rated(cast), by=cast.officer)
    named = actions.name_units(dispute, cast.land_office, by=cast.coordinator)
    running = Clock.objects.of(named).filter(stopped_at=None)
    hop, state = (running.get(kind=kind) for kind in (ClockKind.HOP, ClockKind.STATE))
    assert hop.unit_id == state.unit_id == cast.land_office.pk
    assert Hop.objects.of(named).get(number=2).due_at == hop.due_at


@pytest.mark.req("R3")
def test_a_sued_matter_goes_to_the_court_with_the_legal_brigade_and_the_judicial_office(cast: Cast) -> None:
    dispute = rated(cast, kind=804, facts={"sued": True})
    proposal = propose(dispute)
    assert proposal.way == Way.HORIZONTAL
    assert {cast.court_unit, cast.legal_brigade, cast.judicial_office} == set(proposal.targets)
    others = [cast.legal_brigade, cast.judicial_office]
    sent = actions.send_horizontal(dispute, cast.court_unit, by=cast.officer, joint=others)
    assert leads(sent) == [cast.court_unit.pk]
    assert joints(sent) == {unit.pk for unit in others}
    assert actions.receive(sent, by=cast.court).state == State.RECEIVED


@pytest.mark.req("R3")
def test_a_horizontal_way_leads_only_to_law_offices(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        actions.send_horizontal(rated(cast), cast.land_office, by=cast.officer)
    assert refused.value.code == "not_horizontal"


@pytest.mark.req("R4")
def test_only_the_unit_whose_turn_it_is_receives(cast: Cast) -> None:
    dispute = routed(cast)
    with pytest.raises(Forbidden, match=r"轮到荣院村人民调解委员会"):
        actions.receive(dispute, by=cast.officer)
    assert actions.receive(dispute, by=cast.mediator).state == State.RECEIVED


@pytest.mark.req("R4")
def test_whoever_is_second_to_receive_is_told_who_was_first(cast: Cast) -> None:
    dispute = routed(cast)
    seen = dispute.ledger_seq
    actions.receive(dispute, by=cast.mediator, seen=seen)
    with pytest.raises(Conflict, match="王德明"):
        actions.receive(dispute, by=cast.mediator, seen=seen)
    assert Entry.objects.of(dispute).count() == seen + 1


@pytest.mark.req("R4")
def test_a_return_needs_a_reason_and_goes_back_to_the_giver(cast: Cast) -> None:
    dispute = routed(cast)
    with pytest.raises(Refused) as refused:
        actions.give_back(dispute, "  ", by=cast.mediator)
    assert refused.value.field == "reason"
    back = actions.give_back(dispute, "不属本村", by=cast.mediator, code="2")
    assert (back.state, back.returns, back.turn_unit_id) == (State.RATED, 1, cast.station.pk)
    assert leads(back) == [cast.station.pk]
    hop = Hop.objects.of(back).get()
    assert (hop.return_code, hop.return_reason, hop.returned_by) == ("2", "不属本村", "王德明")
    assert not Clock.objects.of(back).filter(kind=ClockKind.HOP, stopped_at=None).exists()


@pytest.mark.req("R4")
def test_the_third_return_goes_up_a_level_by_itself(cast: Cast) -> None:
    dispute = rated(cast)
    for _number in range(3):
        dispute = actions.assign_internal(dispute, cast.committee, by=cast.officer)
        dispute = actions.give_back(dispute, "不属本村", by=cast.mediator)
    assert (dispute.state, dispute.returns) == (State.ROUTED, 3)
    assert leads(dispute) == [cast.county_centre.pk] == [dispute.turn_unit_id]
    assert Hop.objects.of(dispute).get(ended_at=None).way == Way.RAISED
    with pytest.raises(Refused) as refused:
        actions.give_back(dispute, "也不归我们", by=cast.county_coordinator)
    assert refused.value.code == "raised"
    named = actions.name_units(dispute, cast.judicial_office, by=cast.county_coordinator)
    assert leads(named) == [cast.judicial_office.pk]


@pytest.mark.req("R4")
def test_a_hand_over_keeps_one_lead_and_its_own_clock(cast: Cast) -> None:
    dispute = actions.assign_internal(rated(cast), cast.station, by=cast.officer)
    whole = Clock.objects.of(dispute).get(kind=ClockKind.WHOLE, stopped_at=None)
    with pytest.raises(Refused):
        actions.hand_over(dispute, cast.judicial_office, "", by=cast.officer)
    with pytest.raises(Refused) as refused:
        actions.hand_over(dispute, cast.station, "给自己", by=cast.officer)
    assert refused.value.code == "itself"
    handed = actions.hand_over(dispute, cast.judicial_office, "需要法律意见", by=cast.officer)
    assert (handed.state, leads(handed)) == (State.ROUTED, [cast.judicial_office.pk])
    assert (
        Clock.objects.of(handed).get(kind=ClockKind.HOP, stopped_at=None).unit_id == cast.judicial_office.pk
    )
    assert Clock.objects.of(handed).get(kind=ClockKind.WHOLE, stopped_at=None).pk == whole.pk
    assert Hop.objects.of(handed).filter(ended_at=None).count() == 1


@pytest.mark.req("R4")
def test_two_officers_hand_over_from_the_same_page_and_one_wins(cast: Cast) -> None:
    dispute = actions.assign_internal(rated(cast), cast.station, by=cast.officer)
    seen = dispute.ledger_seq
    actions.hand_over(dispute, cast.judicial_office, "需要法律意见", by=cast.officer, seen=seen)
    with pytest.raises((Conflict, Forbidden)):
        actions.hand_over(dispute, cast.centre, "请牵头", by=cast.station_head, seen=seen)
    assert leads(dispute) == [cast.judicial_office.pk]


@pytest.mark.req("R4")
def test_a_hand_over_out_of_mediation_ends_the_acceptance_and_its_consents(cast: Cast) -> None:
    dispute = mediating(cast)
    with pytest.raises(Forbidden):
        actions.hand_over(dispute, cast.judicial_office, "请接手", by=cast.mediator)
    dispute = actions.assign_internal(rated(cast), cast.station, by=cast.officer)
    dispute = mediation.consent(dispute, consents(dispute), by=cast.officer)
    posts = [cast.posts["officer"]]
    dispute = mediation.accept(dispute, posts, by=cast.officer, rights_told_at=clock.now())
    handed = actions.hand_over(dispute, cast.judicial_office, "需要法律意见", by=cast.officer)
    assert current_acceptance(handed) is None
    assert standing_consents(handed) == []


@pytest.mark.req("R5")
def test_a_red_rating_is_reported_by_itself_to_the_government_and_the_level_above(cast: Cast) -> None:
    dispute = rated(cast, facts=RED)
    assert dispute.colour == Colour.RED
    assert {cast.government.pk, cast.county_centre.pk} <= reported_to(dispute)
    entry = Entry.objects.of(dispute).latest("seq")
    assert entry.details["reported_to"] == [cast.government.name, cast.county_centre.name]


@pytest.mark.req("R5")
def test_a_dispute_that_turns_red_later_is_reported_then(cast: Cast) -> None:
    dispute = received(cast)
    assert reported_to(dispute) == set()
    dispute = amend(dispute, Changes(facts={"threat_violence": True}), by=cast.officer)
    dispute = assessment.confirm(dispute, by=cast.officer)
    assert cast.government.pk in reported_to(dispute)


@pytest.mark.req("R5")
def test_an_offence_is_reported_to_the_police(cast: Cast) -> None:
    dispute = rated(cast, facts={"suspected_offence": True, "settleable_on_spot": True})
    assert cast.station in propose(dispute).report_to


@pytest.mark.req("R5")
def test_a_report_by_hand_needs_words_and_lets_the_reader_see(cast: Cast) -> None:
    dispute = received(cast)
    with pytest.raises(Refused) as refused:
        actions.report_up(dispute, " ", by=cast.officer)
    assert refused.value.field == "text"
    done = actions.report_up(dispute, "一方扬言上门，已劝离。", by=cast.officer)
    assert {cast.government.pk, cast.county_centre.pk} <= reported_to(done)
    assert done.state == State.RECEIVED


@pytest.mark.req("R5")
def test_orange_names_the_township_departments_for_joint_mediation(cast: Cast) -> None:
    proposal = propose(rated(cast, kind=903, facts=ORANGE))
    assert proposal.way == Way.VERTICAL
    assert {cast.land_office, cast.forestry_office, cast.judicial_office, cast.station} <= set(proposal.joint)
    assert [ground.rule for ground in proposal.grounds] == ["orange-joint"]


@pytest.mark.req("R5")
def test_blue_is_for_settling_on_the_spot_and_may_be_taken_up_by_who_is_near(cast: Cast) -> None:
    dispute = rated(cast)
    assert propose(dispute).on_the_spot
    taken = actions.take(dispute, by=cast.mediator)
    assert (taken.state, leads(taken)) == (State.RECEIVED, [cast.committee.pk])
    assert Hop.objects.of(taken).get().way == Way.TAKEN


@pytest.mark.req("R5")
def test_orange_is_not_taken_up_by_one(cast: Cast) -> None:
    with pytest.raises(Refused, match="只有蓝色"):
        actions.take(rated(cast, facts=ORANGE), by=cast.mediator)


@pytest.mark.law("土地管理法14")
def test_open_ownership_is_the_governments_and_says_so(cast: Cast) -> None:
    proposal = propose(rated(cast, kind=902, facts={"ownership_undetermined": True}))
    assert (proposal.not_mediable, proposal.article) == (True, "土地管理法14")
