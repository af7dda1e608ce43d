"""From three returns to an archived volume: one dispute on the longest way through the offices."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from hemu.command.supervision import actions as supervision
from hemu.disputes import overdue
from hemu.disputes import queries as disputes
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Clock, ClockKind, Colour, Entry, State
from hemu.disputes.tests import factories
from hemu.documents.volumes import queries as volumes
from hemu.documents.volumes import work
from hemu.kernel import clock
from hemu.loop.followup import actions as followup
from hemu.loop.mediation import actions as mediation
from hemu.loop.routing import actions as routing
from hemu.loop.routing import lists, queries, referrals
from hemu.loop.routing import way as ways
from hemu.loop.routing.models import Answer, Way
from hemu.loop.routing.tests.test_routing import joints, leads
from hemu.tally import audit, projector

pytestmark = pytest.mark.django_db


@pytest.mark.req("R2")
@pytest.mark.req("R4")
@pytest.mark.req("R5")
@pytest.mark.req("M10")
@pytest.mark.law("档案法13")
def test_three_returns_a_referral_and_a_volume(cast):
    dispute = factories.rated(cast, kind=903, facts=factories.ORANGE)
    assert dispute.colour == Colour.ORANGE
    assert cast.land_office.pk in joints(dispute)
    whole = Clock.objects.of(dispute).get(kind=ClockKind.WHOLE, stopped_at=None)
    for _number in range(3):
        dispute = routing.assign_internal(dispute, cast.committee, by=cast.officer)
        dispute = routing.give_back(dispute, "超出本村能力", by=cast.mediator)
    assert leads(dispute) == [cast.county_centre.pk]
    dispute = routing.name_units(
        dispute, cast.judicial_office, [cast.land_office, cast.forestry_office], by=cast.county_coordinator
    )
    late = queries.hops_of(dispute)[0].due_at + timedelta(hours=1)
    with clock.at(late):
        assert [hop.dispute_id for hop in lists.hops("late", by=cast.county_viewer)] == [dispute.pk]
        overdue.sweep()
        order = supervision.supervise_dispute(dispute, "立即接收并组织调解。", by=cast.county_coordinator)
        dispute = routing.receive(
            disputes.get(dispute.county, dispute.pk, by=cast.judicial), by=cast.judicial
        )
        supervision.answer(order, "已接收。", by=cast.judicial)
        referrals.refer(dispute, cast.land_office, "请核实四至。", by=cast.judicial)
        referrals.reply(dispute, Answer.HELPED, "以承包证为准。", by=cast.land)
    assert Clock.objects.of(dispute).get(kind=ClockKind.WHOLE, stopped_at=None).pk == whole.pk
    with clock.at(late + timedelta(hours=2)):
        dispute = _mediated(dispute, cast)
        dispute = followup.follow_up(dispute, factories.asked(dispute), by=cast.judicial)
        dispute = followup.close(dispute, "四至已明，双方和好。", by=cast.coordinator)
    with clock.at(late + timedelta(days=5)):
        assert work.work_once() == 1
    _read_back(dispute)
    projector.project_all()
    assert audit.drift(LEDGER_IMAGES) == []


def _mediated(dispute, cast):
    asked = [factories.sides(dispute)[0]]
    dispute = mediation.apply(dispute, "请求确认四至", by=cast.judicial, party_ids=asked)
    dispute = mediation.consent(dispute, factories.consents(dispute), by=cast.judicial)
    dispute = mediation.accept(
        dispute, [cast.posts["judicial"]], by=cast.judicial, rights_told_at=clock.now()
    )
    dispute = mediation.record_session(dispute, factories.session(dispute), by=cast.judicial)
    dispute = mediation.agree(dispute, factories.agreement(dispute, promises=[]), by=cast.judicial)
    return mediation.performed(dispute, by=cast.judicial, note="当场履行")


def _read_back(dispute):
    """The way has every unit, the ledger every act, the volume every required paper that there was."""
    every = queries.hops_of(dispute)[::-1]
    assert [hop.way for hop in every] == [Way.INTERNAL] * 3 + [Way.RAISED, Way.NAMED]
    legs = ways.legs(dispute, every)
    assert sum((leg.end - leg.since for leg in legs), timedelta()) == dispute.closed_at - dispute.opened_at
    acts = set(Entry.objects.of(dispute).values_list("act", flat=True))
    assert {Act.RETURN, Act.REFER, Act.REPLY, Act.OVERDUE, Act.SUPERVISE, Act.ARCHIVE} <= acts
    volume = volumes.editions(dispute)[0]
    assert volume.missing == ["当事人身份证明"]
    pages = PdfReader(BytesIO(volumes.content(volume))).pages
    assert len(pages) == volume.pages + 2
    assert dispute.state == State.CLOSED
