"""A red dispute from the prefecture's warning to its removal from the key ones: every level does its part."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.models import Colour, Dispute, Entry
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.kernel import clock
from hemu.loop.assessment import actions as assessment
from hemu.loop.assessment import queries
from hemu.loop.assessment.conferral import actions as conferral
from hemu.loop.assessment.conferral import queries as conferrals
from hemu.loop.assessment.conferral.actions import NewConferral, NewMeasure
from hemu.loop.assessment.conferral.models import ConferralStatus
from hemu.loop.assessment.key import actions as key
from hemu.loop.assessment.key import queries as keyed
from hemu.loop.assessment.key.models import Grade
from hemu.loop.assessment.models import WarnedStage
from hemu.loop.assessment.tests.test_warnings import warning
from hemu.tally import audit
from hemu.tally.projector import project_all

pytestmark = [pytest.mark.django_db, *(pytest.mark.req(one) for one in ("A1", "A5", "A6", "A7"))]


def now_of(dispute: Dispute) -> Dispute:
    return Dispute.objects.unscoped(reason="the journey looks at the row").get(pk=dispute.pk)


def test_a_red_dispute_is_warned_of_conferred_upon_watched_and_let_go(cast):
    red = assessment.confirm(register(report(facts={"may_escalate": True}), by=cast.officer), by=cast.officer)
    assessment.plan_measure(
        red, task="今晚由村干部陪护", owner="陈光荣", due_at=clock.now() + timedelta(hours=6), by=cast.officer
    )
    from_above = assessment.send(warning(now_of(red), cast.county_centre), by=cast.prefecture_coordinator)
    assessment.receive(from_above, by=cast.county_coordinator)
    down = warning(now_of(red), cast.centre, guidance="今晚见面")
    passed = assessment.send(down, above=from_above, by=cast.county_coordinator)
    assessment.receive(passed, by=cast.coordinator)

    (proposal,) = keyed.proposals(cast.coordinator)
    key.enter(now_of(red), proposal.category, proposal.grade, proposal.ground, by=cast.coordinator)
    named = [
        key.Named(Grade.TOWNSHIP, cast.station, "李建军"),
        key.Named(Grade.VILLAGE, cast.village_committee, "陈光荣"),
    ]
    key.name_responsible(now_of(red), named, by=cast.coordinator)

    new = NewConferral("每周会商", clock.now() + timedelta(hours=1), "周丽", [cast.station])
    meeting = conferral.convene(new, by=cast.coordinator)
    (item,) = conferrals.items(meeting)
    asked = NewMeasure("与双方见面", cast.station, "李建军", clock.now() + timedelta(hours=8))
    conferral.conclude(meeting, item.id, "派出所当天见面", asked, by=cast.coordinator)
    conferral.attend(meeting, {cast.station.pk: "李建军"}, by=cast.coordinator)
    assert conferral.close(meeting, "逐件研判", by=cast.coordinator).status == ConferralStatus.HELD
    (measure,) = conferrals.measures(meeting)[item.id]
    conferral.carry_out(meeting, measure.id, "已见面，双方冷静", by=cast.officer)

    assessment.answer(passed, "已见面，陪护到位", by=cast.coordinator)
    (unit,) = queries.warned_units(passed)
    assessment.accept(passed, unit.id, by=cast.county_coordinator)
    assessment.answer(from_above, "镇里已落实", by=cast.county_coordinator)
    (unit,) = queries.warned_units(from_above)
    assert (
        assessment.accept(from_above, unit.id, by=cast.prefecture_coordinator).stage == WarnedStage.ACCEPTED
    )

    key.update(now_of(red), "双方和好，写下承诺", by=cast.cadre)
    assessment.review_plan(now_of(red), "没有危险了", by=cast.officer)
    key.remove(now_of(red), "已化解并回访稳定", by=cast.coordinator)
    assert keyed.current(now_of(red)) is None
    told = {name for entry in Entry.objects.of(red).order_by("seq") for name in entry.details}
    assert {"notice", "key", "conferral", "measure"} <= told
    assert now_of(red).colour == Colour.RED
    project_all()
    assert audit.drift(LEDGER_IMAGES) == []
