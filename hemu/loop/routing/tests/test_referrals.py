"""Referral and hand-over are two acts: by the one the owner stays, by the other the owner changes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.disputes import queries as disputes
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Clock, Colour, Entry, State
from hemu.disputes.tests.factories import ORANGE, mediating, rated, received
from hemu.jobs.minutely import raise_late_referrals
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Refused
from hemu.loop.assessment import actions as assessment
from hemu.loop.routing import actions, referrals
from hemu.loop.routing.models import Answer, Hop
from hemu.loop.routing.tests.test_routing import joints, leads
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason
from hemu.orgs.tests.cast import Cast


@pytest.mark.req("R4")
def test_a_referral_leaves_lead_turn_state_and_clocks_as_they_are(cast: Cast) -> None:
    dispute = received(cast)
    clocks = set(Clock.objects.of(dispute).filter(stopped_at=None).values_list("pk", "due_at"))
    row = referrals.refer(dispute, cast.land_office, "请核实地块四至。", by=cast.mediator)
    after = disputes.get(dispute.county, dispute.pk, by=cast.land)
    assert (after.state, after.turn_unit_id, leads(after)) == (
        State.RECEIVED,
        cast.committee.pk,
        [cast.committee.pk],
    )
    assert joints(after) == {cast.land_office.pk}
    assert set(Clock.objects.of(after).filter(stopped_at=None).values_list("pk", "due_at")) == clocks
    assert row.due_at > clock.now()
    entry = Entry.objects.of(after).latest("seq")
    assert (entry.act, entry.details["referred_to"], entry.details["lead"]) == (
        Act.REFER,
        cast.land_office.name,
        cast.committee.name,
    )
    assert "核实" not in str(entry.details), "what is asked says something of persons"


@pytest.mark.req("R4")
def test_a_hand_over_is_another_act_and_changes_the_owner(cast: Cast) -> None:
    dispute = actions.assign_internal(rated(cast), cast.station, by=cast.officer)
    handed = actions.hand_over(dispute, cast.judicial_office, "需要法律意见", by=cast.officer)
    assert leads(handed) == [cast.judicial_office.pk]
    assert Entry.objects.of(handed).latest("seq").act == Act.HAND_OVER
    assert referrals.referrals_of(handed) == []


@pytest.mark.req("R4")
def test_the_unit_that_was_asked_answers_and_who_asked_is_told(cast: Cast) -> None:
    dispute = mediating(cast)
    referrals.refer(dispute, cast.land_office, "请核实地块四至。", by=cast.mediator)
    with pytest.raises(Refused) as refused:
        referrals.reply(dispute, Answer.HELPED, " ", by=cast.land)
    assert refused.value.field == "text"
    with pytest.raises(Refused) as refused:
        referrals.reply(dispute, Answer.HELPED, "我来答", by=cast.mediator)
    assert refused.value.code == "none_open"
    deliver_once()
    before = Notice.objects.of_post(cast.posts["mediator"].pk).filter(reason=Reason.TOLD).count()
    row = referrals.reply(dispute, Answer.HELPED, "四至以承包证为准，已现场指认。", by=cast.land)
    assert (row.answer, row.answered_by) == (Answer.HELPED, "何平")
    assert Entry.objects.of(dispute).latest("seq").act == Act.REPLY
    deliver_once()
    told = Notice.objects.of_post(cast.posts["mediator"].pk).filter(reason=Reason.TOLD)
    assert told.count() == before + 1


@pytest.mark.req("R4")
def test_an_answer_that_is_late_is_told_once_to_both_and_stands_in_the_ledger(cast: Cast) -> None:
    dispute = received(cast)
    row = referrals.refer(dispute, cast.land_office, "请核实地块四至。", by=cast.mediator)
    assert raise_late_referrals.run() == 0
    with clock.at(row.due_at + timedelta(minutes=1)):
        assert raise_late_referrals.run() == 1
        assert raise_late_referrals.run() == 0
        entry = Entry.objects.of(dispute).latest("seq")
        assert (entry.act, entry.details["slow_unit"]) == (Act.OVERDUE, cast.land_office.name)
        deliver_once()
        late = (Reason.ESCALATED, Reason.OVERDUE)
        told = Notice.objects.filter(reason__in=late, dispute_id=dispute.pk)
        posts = {cast.posts["land"].pk, cast.posts["mediator"].pk}
        assert posts <= set(told.values_list("post_id", flat=True))
        referrals.reply(dispute, Answer.NOT_OURS, "不属本所管辖。", by=cast.land)


@pytest.mark.req("R4")
def test_who_may_be_asked_and_once_at_a_time(cast: Cast) -> None:
    dispute = received(cast)
    for unit, code in ((cast.committee, "itself"), (cast.sibling_station, "not_covering")):
        with pytest.raises(Refused) as refused:
            referrals.refer(dispute, unit, "请协助", by=cast.mediator)
        assert (refused.value.field, refused.value.code) == ("unit", code)
    with pytest.raises(Refused) as refused:
        referrals.refer(dispute, cast.land_office, "", by=cast.mediator)
    assert refused.value.field == "asked"
    referrals.refer(dispute, cast.land_office, "请协助", by=cast.mediator)
    with pytest.raises(Refused) as refused:
        referrals.refer(dispute, cast.land_office, "再请协助", by=cast.mediator)
    assert refused.value.code == "open"
    with pytest.raises(Forbidden):
        referrals.refer(dispute, cast.forestry_office, "请协助", by=cast.grid_member)
    with pytest.raises(Conflict):
        referrals.refer(rated(cast), cast.land_office, "还没人办", by=cast.officer)


@pytest.mark.req("R5")
def test_an_orange_rating_brings_in_the_joint_units_by_itself_and_keeps_them(cast: Cast) -> None:
    dispute = rated(cast, kind=903, facts=ORANGE)
    assert dispute.colour == Colour.ORANGE
    seven = {cast.land_office.pk, cast.forestry_office.pk, cast.judicial_office.pk, cast.station.pk}
    assert seven <= joints(dispute)
    assert cast.land_office.name in Entry.objects.of(dispute).latest("seq").details["joint"]
    assert disputes.get(dispute.county, dispute.pk, by=cast.land).pk == dispute.pk
    dispute = actions.push_to_centre(dispute, by=cast.officer)
    assert seven <= joints(dispute)
    assert cast.land_office.name in Hop.objects.of(dispute).get().joint
    named = actions.name_units(dispute, cast.forestry_office, [cast.land_office], by=cast.coordinator)
    assert joints(named) == {cast.land_office.pk}, "who leads doesn't help as well"
    back = actions.give_back(named, "不属本单位", by=cast.forestry)
    assert joints(back) == {cast.land_office.pk}


@pytest.mark.req("R5")
def test_a_dispute_that_turns_orange_keeps_its_lead(cast: Cast) -> None:
    from hemu.disputes.amendment import Changes, amend

    dispute = amend(received(cast), Changes(facts=ORANGE), by=cast.officer)
    dispute = assessment.confirm(dispute, by=cast.officer)
    assert dispute.colour == Colour.ORANGE
    assert leads(dispute) == [cast.committee.pk]
    assert cast.committee.pk not in joints(dispute)
    assert cast.land_office.pk in joints(dispute)
