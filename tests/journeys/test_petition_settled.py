"""信访化解: a work order from above becomes a dispute, is mediated and settled, and counts as such."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.command import figures
from hemu.command.periods import Period
from hemu.command.sides import Side as Counted
from hemu.disputes import origins
from hemu.disputes.counted import COUNTS, LEDGER_IMAGES, condition
from hemu.disputes.models import Dispute, Source, State
from hemu.disputes.queries import get
from hemu.disputes.tests.factories import agreement, asked, consents, session
from hemu.disputes.tests.reports import VILLAGE, report
from hemu.kernel import clock
from hemu.loop.assessment import actions as assessment
from hemu.loop.followup import actions as followup
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.models import Promise
from hemu.loop.routing import actions as routing
from hemu.loop.screening import actions as screening
from hemu.loop.screening.petitions import actions as petitions
from hemu.loop.screening.petitions import queries
from hemu.loop.screening.petitions.queries import Stage
from hemu.orgs.tests.cast import Cast
from hemu.tally import audit, projector
from hemu.tally.measures import Measure

pytestmark = [pytest.mark.django_db, pytest.mark.req("S10"), pytest.mark.req("M11")]


def ordered(cast: Cast):
    """The county's petition office sends it down; the township verifies it and accepts."""
    row = screening.record_petition(
        region=VILLAGE + 1,
        number="XF-2026-17",
        from_unit="瓮安县信访局",
        narrative="反映邻居堵水，多次找村里没有结果",
        received_at=clock.now() - timedelta(days=1),
        by=cast.coordinator,
    )
    row = petitions.accept(row, by=cast.coordinator)
    return petitions.verify(row, "到场看过，水沟确被堵住。", by=cast.coordinator)


def mediated(cast: Cast, dispute: Dispute) -> Dispute:
    """Rated, given to the village's committee, mediated, agreed, done."""
    dispute = assessment.confirm(dispute, by=cast.officer)
    dispute = routing.assign_internal(dispute, cast.committee, by=cast.officer)
    dispute = routing.receive(dispute, by=cast.mediator)
    dispute = mediation.consent(dispute, consents(dispute), by=cast.mediator)
    dispute = mediation.accept(
        dispute, [cast.posts["mediator"]], by=cast.mediator, rights_told_at=clock.now()
    )
    dispute = mediation.record_session(dispute, session(dispute), by=cast.mediator)
    dispute = mediation.agree(dispute, agreement(dispute), by=cast.mediator)
    return mediation.perform(dispute, Promise.objects.of(dispute).get().pk, by=cast.mediator)


@pytest.mark.law("信访工作条例33", "信访工作条例37")
def test_a_petition_that_is_mediated_counts_as_settled(cast: Cast) -> None:
    row = ordered(cast)
    origin = origins.read(Source.PETITION, row.county, row.pk, by=cast.officer)
    made = screening.register_dispute(report(source=Source.PETITION), by=cast.officer, origin=origin)
    assert made.dispute.petition
    assert not settled(cast)
    dispute = mediated(cast, made.dispute)
    assert settled(cast) == [dispute.pk]
    dispute = followup.follow_up(dispute, asked(dispute), by=cast.grid_member)
    done = followup.close(
        dispute,
        "水沟已通，双方和好。",
        by=cast.coordinator,
        results=followup.Results(petition_settled=True, grounds={"petition_settled": "本人写了息访书"}),
    )
    assert done.state == State.CLOSED
    row = petitions.explain(row, "讲清相邻关系的规定", "民法典290", by=cast.coordinator)
    row = screening.answer_petition(row, "已调解，协议已履行。", by=cast.coordinator)
    assert queries.stage(row) == Stage.ANSWERED
    assert [one.url for one in origins.opened_from(Source.PETITION, row.pk)] == [done.get_absolute_url()]
    projector.project_all()
    assert audit.drift(LEDGER_IMAGES) == []
    assert counted(cast) == 1


def settled(cast: Cast) -> list[int]:
    """The list behind the number."""
    rows = Dispute.objects.in_area(cast.county_viewer).filter(COUNTS, condition(Measure.PETITIONS_SETTLED))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def counted(cast: Cast) -> int:
    """The number in the prefecture's figures, which come from the counters."""
    today = clock.today()
    found = figures.total(
        cast.prefecture, Period(today, today), Counted("measure"), by=cast.prefecture_viewer
    )
    return found[Measure.PETITIONS_SETTLED]


def test_what_is_not_settled_does_not_count(cast: Cast) -> None:
    row = ordered(cast)
    origin = origins.read(Source.PETITION, row.county, row.pk, by=cast.officer)
    made = screening.register_dispute(report(source=Source.PETITION), by=cast.officer, origin=origin)
    assert get(made.dispute.county, made.dispute.pk, by=cast.officer).petition
    projector.project_all()
    assert settled(cast) == []
    assert counted(cast) == 0
