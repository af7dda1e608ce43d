"""三调融合: the court refers a quarrel to the committee, a department joins, one agreement ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.disputes import ledger
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Entry, Involvement, InvolvementRole, Outcome, State
from hemu.disputes.queries import get
from hemu.disputes.tests.factories import agreement, consents, received, session, sides
from hemu.kernel import clock
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.calendar import actions as calendar
from hemu.loop.mediation.calendar.actions import NewSitting
from hemu.loop.mediation.calendar.models import Sitting, Standing
from hemu.loop.mediation.fusion import actions as fusion
from hemu.loop.mediation.fusion.models import Kind, Strand, Tie
from hemu.loop.mediation.fusion.models import Standing as Part
from hemu.loop.mediation.models import ApplicationForm, ChosenBy, Mode
from hemu.loop.mediation.queries import standing_agreement
from hemu.orgs.tests.cast import Cast
from hemu.tally import audit, projector

pytestmark = [pytest.mark.django_db, pytest.mark.req("M1"), pytest.mark.req("M3")]


def begun(cast: Cast):
    """Referred by the court, consented to by both, accepted with a mediator of the parties' choice."""
    dispute = received(cast)
    dispute = mediation.apply(
        dispute,
        "请求停止堵水",
        by=cast.mediator,
        form=ApplicationForm.REFERRED,
        referred_by="瓮安县人民法院",
    )
    dispute = mediation.consent(dispute, consents(dispute), by=cast.mediator)
    return mediation.accept(
        dispute,
        [cast.posts["mediator"]],
        by=cast.mediator,
        chosen_by=ChosenBy.PARTIES,
        rights_told_at=clock.now(),
    )


def together(cast: Cast, dispute):
    """The court helps, the department joins; both answer; arbitration is pointed to and stays open."""
    court = fusion.invite(dispute, cast.court_unit, Tie.INVITED, "指导相邻关系的适用", by=cast.mediator)
    land = fusion.invite(dispute, cast.land_office, Tie.JOINT, "查明水沟的界址", by=cast.mediator)
    fusion.guide(dispute, Kind.LAWSUIT, "瓮安县人民法院", "随时可以起诉", by=cast.mediator)
    fusion.respond(dispute, court.pk, Part.TAKEN, "派法官到场", by=cast.court)
    fusion.respond(dispute, land.pk, Part.DONE, "水沟在两户界址之间，归集体", by=cast.land)
    return court


@pytest.mark.law("人民调解法18", "人民调解法19")
def test_people_court_and_department_mediate_one_dispute(cast: Cast) -> None:
    dispute = begun(cast)
    court = together(cast, dispute)
    starts = clock.midnight(clock.today() + timedelta(days=1)) + timedelta(hours=9)
    units = [cast.committee, cast.court_unit, cast.land_office]
    new = NewSitting(
        starts,
        starts + timedelta(hours=2),
        "荣院村村委会",
        Mode.JOINT,
        [cast.posts["mediator"]],
        units=units,
        presiding=cast.committee,
    )
    calendar.schedule(dispute, new, by=cast.mediator)
    with clock.at(starts + timedelta(hours=3)):
        held = session(dispute, mode=Mode.JOINT, started_at=starts)
        dispute = mediation.record_session(dispute, held, by=cast.mediator)
        fusion.respond(dispute, court.pk, Part.DONE, "讲明了民法典二百九十条", by=cast.court)
        dispute = mediation.agree(dispute, agreement(dispute, promises=[]), by=cast.mediator)
    row = get(dispute.county, dispute.pk, by=cast.court)
    assert (row.outcome, row.state) == (Outcome.WRITTEN, State.AGREED)
    assert row.lead_unit_id == cast.committee.pk
    assert standing_agreement(row) is not None
    assert {(one.kind, one.standing) for one in Strand.objects.of(row)} == {
        (Kind.JUDICIAL, Part.DONE),
        (Kind.ADMINISTRATIVE, Part.DONE),
        (Kind.LAWSUIT, Part.TOLD),
    }
    assert Sitting.objects.of(row).get().standing == Standing.HELD
    joint = Involvement.objects.of(row).filter(role=InvolvementRole.JOINT, until=None)
    assert {cast.court_unit.pk, cast.land_office.pk} <= set(joint.values_list("unit_id", flat=True))
    acts = list(Entry.objects.of(row).order_by("seq").values_list("act", flat=True))
    assert acts.count(Act.COMBINE) == 6
    assert acts.index(Act.SCHEDULE) < acts.index(Act.SESSION) < acts.index(Act.AGREE)


def test_the_ledger_holds_and_the_counters_do_not_drift(cast: Cast) -> None:
    dispute = begun(cast)
    together(cast, dispute)
    dispute = mediation.decline(dispute, sides(dispute)[1], "想让法院判", by=cast.mediator, other_ways=["1"])
    assert get(dispute.county, dispute.pk, by=cast.land).state == State.REFERRED
    assert ledger.verify().faults == []
    projector.project_all()
    assert audit.drift(LEDGER_IMAGES) == []
