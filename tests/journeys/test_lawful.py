"""Mediation under the law from end to end: refused, failed, confirmed, not kept, and a minor case."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from hemu.disputes import ledger
from hemu.disputes.models import Body, Dispute, Outcome, Source, State
from hemu.disputes.queries import get
from hemu.disputes.tests.factories import (
    COURT,
    agreement,
    asked,
    consents,
    due_in,
    mediating,
    received,
    session,
    sides,
)
from hemu.documents.papers import queries as papers
from hemu.documents.papers.reading import text_of
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Refused
from hemu.loop.followup import actions as followup
from hemu.loop.followup.models import Kept
from hemu.loop.followup.planning import waiting
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.confirmation import actions as confirmation
from hemu.loop.mediation.confirmation.models import Confirmation, CourtGround, Stage
from hemu.loop.mediation.confirmation.rules import Open, standing
from hemu.loop.mediation.models import Ending, Promise, PromiseState, Result
from hemu.loop.mediation.performance import actions as performance
from hemu.loop.mediation.performance import queries as owed
from hemu.loop.mediation.performance import sweeping
from hemu.loop.mediation.performance.models import UrgedBy, Urging
from hemu.loop.mediation.police import actions as police
from hemu.loop.mediation.police import queries as police_queries
from hemu.loop.mediation.police.models import Step, Way
from hemu.loop.mediation.rules import NewPromise
from hemu.orgs.tests.cast import Cast
from hemu.portal.parties.tests.conftest import way_of
from hemu.portal.parties.words import NEXT, TITLES

pytestmark = [pytest.mark.django_db]
DAY = timedelta(days=1)


def printed(dispute: Dispute, key: str) -> str:
    """What a paper's newest copy says, without its breaks."""
    paper = papers.paper(key)
    return "".join(text_of(papers.filled(paper, dispute, paper.copies(dispute)[0].row)).split())


def whole() -> None:
    """The chain of the ledger holds to the last entry."""
    assert not ledger.verify().faults


def settled(cast: Cast, *promises: NewPromise, **over) -> Dispute:
    dispute = mediating(cast, **over)
    dispute = mediation.record_session(dispute, session(dispute), by=cast.mediator)
    return mediation.agree(dispute, agreement(dispute, promises=promises), by=cast.mediator)


@pytest.mark.req("M2")
@pytest.mark.law("人民调解法17", "人民调解法23", "人民调解法26", "人民调解法3")
def test_refusal(cast: Cast) -> None:
    """One party wants no more of it: it stops, the court is told, and only all can begin again."""
    dispute = mediating(cast)
    dispute = mediation.record_session(dispute, session(dispute, Result.NOT_YET), by=cast.mediator)
    _applicant, respondent = sides(dispute)
    dispute = mediation.decline(dispute, respondent, "不想调了", by=cast.mediator, other_ways=[COURT])
    assert (dispute.state, dispute.outcome) == (State.REFERRED, Outcome.DECLINED)
    for act in (
        lambda: mediation.record_session(dispute, session(dispute), by=cast.mediator),
        lambda: mediation.agree(dispute, agreement(dispute), by=cast.mediator),
    ):
        with pytest.raises(Conflict):
            act()
    assert Ending.objects.of(dispute).get().party_name == "李长河"
    told = printed(dispute, "ending")
    for words in (
        "终止调解及其他途径告知书", "表示的当事人：李长河。", "理由：不想调了", "自即日起终止调解",
        "已经当面告知：向人民法院起诉", "向人民法院起诉", "人民调解不收取任何费用",
        "调解不影响您依法申请仲裁、请求行政处理或者提起诉讼（人民调解法3、4、26）",
        "荣院村人民调解委员会（印章）",
    ):  # fmt: skip
        assert words in told, words
    with pytest.raises(Refused):
        mediation.consent(dispute, consents(dispute)[:1], by=cast.mediator)
    dispute = mediation.consent(dispute, consents(dispute), by=cast.mediator)
    dispute = mediation.accept(
        dispute, [cast.posts["mediator"]], by=cast.mediator, rights_told_at=clock.now()
    )
    dispute = mediation.record_session(dispute, session(dispute), by=cast.mediator)
    assert mediation.agree(dispute, agreement(dispute), by=cast.mediator).state == State.AGREED
    whole()


@pytest.mark.req("M2")
@pytest.mark.law("人民调解法26", "人民调解法25")
def test_failed_mediation_is_pointed_to_the_court(cast: Cast) -> None:
    """Two sessions come to nothing: it counts for the rating, the court is told, it is looked after."""
    dispute = mediating(cast)
    for _time in range(2):
        failed = session(dispute, Result.FAILED, prevention="村干部上门稳住情绪")
        dispute = mediation.record_session(dispute, failed, by=cast.mediator)
    assert dispute.facts["failed_mediations"] == 2
    dispute = mediation.fail(dispute, "数额谈不拢", by=cast.mediator, other_ways=[COURT, "2"])
    assert (dispute.state, dispute.outcome) == (State.REFERRED, Outcome.FAILED)
    told = printed(dispute, "ending")
    for words in (
        "调解不成", "理由：数额谈不拢", "已经当面告知：向人民法院起诉、申请仲裁",
        "依法申请仲裁、请求行政处理或者提起诉讼", "人民调解法26", "张大山", "李长河",
    ):  # fmt: skip
        assert words in told, words
    page = way_of(dispute, "李长河").enter()
    assert str(TITLES[State.REFERRED]) in page
    assert str(NEXT[State.REFERRED]) in page
    assert "向人民法院起诉" in page
    assert waiting(dispute) is not None
    dispute = followup.follow_up(
        dispute, asked(dispute, kept=Kept.NO_AGREEMENT, answer="已经起诉了"), by=cast.grid_member
    )
    assert dispute.state == State.FOLLOWING
    whole()


@pytest.mark.req("M6")
@pytest.mark.law("人民调解法33", "民事诉讼法205", "民事诉讼法206")
def test_confirmation_in_thirty_days(cast: Cast) -> None:
    """Looked over, asked for by both on the last day, taken, ruled valid."""
    dispute = settled(cast, NewPromise("付清工钱", due_on=due_in(90), amount=Decimal(8000)))
    dispute = confirmation.review(dispute, [], "", by=cast.mediator)
    left = standing(dispute).days_left or 0
    with clock.at(clock.now() + (left - 1) * DAY):
        assert standing(dispute).days_left == 1
        new = confirmation.NewFiling(
            "瓮安县人民法院", CourtGround.ORGANISATION, ("1", "2", "3", "5"), sides(dispute), clock.today()
        )
        dispute = confirmation.file(dispute, new, by=cast.mediator)
        for stage, ruling in ((Stage.ACCEPTED, ""), (Stage.VALID, "民特12号")):
            answer = confirmation.Answer(stage, clock.today(), ruling=ruling)
            dispute = confirmation.answered(dispute, answer, by=cast.mediator)
    assert Confirmation.objects.of(dispute).get().stage == Stage.VALID
    whole()


@pytest.mark.req("M6")
@pytest.mark.law("人民调解法33", "人民调解法32")
def test_confirmation_missed(cast: Cast) -> None:
    """The thirty days go by: it is said, the agreement binds on, a party may sue or both agree anew."""
    dispute = settled(cast, NewPromise("付清工钱", due_on=due_in(90), amount=Decimal(8000)))
    with clock.at(clock.now() + 40 * DAY):
        assert standing(dispute).state == Open.MISSED
        dispute = confirmation.review(dispute, [], "", by=cast.mediator)
        new = confirmation.NewFiling(
            "瓮安县人民法院", CourtGround.ORGANISATION, ("1", "2", "3", "5"), sides(dispute), clock.today()
        )
        with pytest.raises(Refused) as refused:
            confirmation.file(dispute, new, by=cast.mediator)
        assert refused.value.code == "missed"
        dispute = performance.change(dispute, agreement(dispute), "重新约定，再去确认", by=cast.mediator)
        assert standing(dispute).state == Open.OPEN
        dispute = confirmation.review(dispute, [], "", by=cast.mediator)
        dispute = confirmation.file(dispute, new, by=cast.mediator)
    assert Confirmation.objects.of(dispute).get().stage == Stage.FILED
    whole()


@pytest.mark.req("M5")
@pytest.mark.law("人民调解法31", "人民调解法32")
def test_default_on_the_second_instalment(cast: Cast) -> None:
    """The first is paid in two parts; the second's day goes by, it defaults by itself, is urged and paid."""
    debtor_owes = [
        NewPromise("第一期", due_on=due_in(5), amount=Decimal(2000)),
        NewPromise("第二期", due_on=due_in(35), amount=Decimal(2000)),
    ]
    dispute = settled(cast, *debtor_owes)
    first, second = Promise.objects.of(dispute).order_by("number")
    for amount in (Decimal(500), Decimal(1500)):
        part = performance.NewPart(clock.today(), amount)
        dispute = performance.perform(dispute, first.pk, part, by=cast.mediator)
    assert Promise.objects.of(dispute).get(pk=first.pk).state == PromiseState.PERFORMED
    with clock.at(clock.now() + 36 * DAY):
        assert sweeping.default_late() == 1
        dispute = get(dispute.county, dispute.id, by=cast.mediator)
        assert [row.pk for row in owed.listed(cast.mediator, "late")] == [second.pk]
        planned = waiting(dispute)
        assert planned is not None
        assert planned.due_on == clock.today() + DAY
        new = performance.NewUrging(UrgedBy.IN_PERSON, "下周卖了粮就给", told_suit=True)
        dispute = performance.urge(dispute, second.pk, new, by=cast.mediator)
        kept = asked(dispute, kept=Kept.PARTLY, answer="还差第二期", smoulders="第二期还没给")
        dispute = followup.follow_up(dispute, kept, by=cast.grid_member)
        assert dispute.state == State.AGREED
        dispute = performance.perform(
            dispute, second.pk, performance.NewPart(clock.today()), by=cast.mediator
        )
    assert dispute.state == State.FOLLOWING
    assert not list(owed.listed(cast.mediator, "open"))
    assert Urging.objects.of(dispute).get().told_suit
    whole()


@pytest.mark.req("M3")
@pytest.mark.law("治安管理处罚法9")
@pytest.mark.parametrize("kept", [True, False])
def test_the_police_chain(cast: Cast, kept: bool) -> None:
    """A scuffle: settled by the committee and performed, no penalty; not performed, the law."""
    dispute = received(cast, source=Source.INCIDENT, facts={"suspected_offence": True})

    def step(kind: Step, by, **over) -> Dispute:
        new = police.NewStep(kind, **{"on": clock.today(), "text": "已办", **over})
        return police.take_step(dispute, new, by=by)

    dispute = step(Step.FACTS, cast.officer, minor=True, case_number="12号")
    dispute = mediation.consent(dispute, consents(dispute), by=cast.mediator)
    dispute = mediation.accept(
        dispute, [cast.posts["mediator"]], by=cast.mediator, rights_told_at=clock.now()
    )
    assert dispute.body == Body.VILLAGE
    dispute = mediation.record_session(dispute, session(dispute), by=cast.mediator)
    dispute = mediation.agree(dispute, agreement(dispute), by=cast.mediator)
    dispute = step(Step.REACHED, cast.mediator, way=Way.COMMITTEE)
    if kept:
        promise = Promise.objects.of(dispute).get()
        dispute = mediation.perform(dispute, promise.pk, by=cast.mediator)
        dispute = step(Step.PERFORMED, cast.mediator)
        dispute = step(Step.APPLIED, cast.mediator, applicants=sides(dispute))
        dispute = step(Step.APPROVED, cast.officer, undecided=True)
        wanted = [Step.FACTS, Step.REACHED, Step.PERFORMED, Step.APPLIED, Step.APPROVED]
    else:
        dispute = step(Step.HANDLED, cast.officer, other_ways=(COURT,))
        wanted = [Step.FACTS, Step.REACHED, Step.HANDLED]
    chain = police_queries.steps(dispute)
    assert [row.step for row in chain] == wanted
    assert all(row.written_at and row.on for row in chain)
    whole()
