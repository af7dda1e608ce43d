"""The process is killed amid an act: nothing is half there, and the next one does it, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.disputes import ledger
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Entry, State
from hemu.disputes.registration import register
from hemu.disputes.tests.factories import closed, mediating, session
from hemu.disputes.tests.reports import report
from hemu.kernel import clock
from hemu.loop.assessment import rerating
from hemu.loop.assessment.actions import confirm
from hemu.loop.assessment.changing.models import RuleSweep
from hemu.loop.assessment.tests.test_rerating import FEW, new_table
from hemu.loop.followup.callbacks.models import Callback
from hemu.loop.followup.satisfaction import drawing
from hemu.loop.followup.satisfaction.models import Drawn
from hemu.loop.followup.satisfaction.proving import verify
from hemu.loop.followup.satisfaction.tests.test_drawing import AFTER, autumn, the_draw
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.confirmation.models import Confirmation
from hemu.loop.mediation.confirmation.tests.test_confirmation import reviewed
from hemu.loop.mediation.models import Agreement, Promise, PromiseState, Signature
from hemu.loop.mediation.performance import sweeping
from hemu.loop.mediation.performance.tests.test_performance import owing
from hemu.loop.screening.groups.models import Push
from hemu.loop.screening.groups.tests.test_groups import registered
from hemu.notices.bulletins import actions as bulletins
from hemu.notices.bulletins.models import Bulletin, Status
from hemu.notices.bulletins.tests.test_bulletins import planned, subscribed
from hemu.notices.channels.kinds import ChannelKind
from hemu.notices.sending.models import Delivery
from hemu.notices.sending.tests.conftest import _patient, made, run
from hemu.orgs.models import Post
from hemu.privacy import retention
from hemu.privacy.models import RunStatus
from hemu.rulebook.models import RuleChange, RuleTable, Step
from hemu.rulebook.models import Status as Held
from hemu.rulebook.tests.second import second_administrator
from hemu.tally import audit, projector
from tests.channels import platforms
from tests.concurrency import acting
from tests.concurrency.killed import killed

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["_patient", "made", "run"]


def now_of(dispute: Dispute) -> Dispute:
    return Dispute.objects.unscoped(reason="a test").get(pk=dispute.pk)


def entries(act: Act, *disputes: Dispute) -> list[int]:
    return [Entry.objects.of(one).filter(act=act).count() for one in disputes]


def sound() -> None:
    assert ledger.verify().faults == []
    projector.project_all()
    assert audit.drift(LEDGER_IMAGES) == []


@pytest.mark.req("M4", "M5")
def test_an_agreement_with_instalments_is_there_whole_or_not_at_all(cast):
    dispute = mediating(cast)
    dispute = mediation.record_session(dispute, session(dispute), by=cast.mediator)
    given = (dispute.county, dispute.pk, cast.posts["mediator"].pk)
    killed("tests.concurrency.acting:agree", *given, amid="hemu.disputes.advance:image", times=2)
    for model in (Agreement, Promise, Signature):
        assert model.objects.of(dispute).count() == 0
    assert (now_of(dispute).state, entries(Act.AGREE, dispute)) == (State.MEDIATING, [0])
    acting.agree(*given)
    assert Promise.objects.of(dispute).count() == acting.INSTALMENTS
    assert (now_of(dispute).state, entries(Act.AGREE, dispute)) == (State.AGREED, [1])
    sound()


@pytest.mark.req("M6")
def test_an_application_for_confirmation_is_filed_once(cast):
    dispute = reviewed(cast)
    given = (dispute.county, dispute.pk, cast.posts["mediator"].pk)
    killed("tests.concurrency.acting:file", *given, amid="hemu.disputes.advance:image", times=2)
    assert Confirmation.objects.of(dispute).count() == 0
    acting.file(*given)
    assert Confirmation.objects.of(dispute).count() == 1
    sound()


@pytest.mark.req("M5")
def test_defaults_are_entered_one_by_one(cast):
    first, second = owing(cast, 3), owing(cast, 3)
    with clock.at(clock.now() + timedelta(days=5)):
        killed(
            "hemu.loop.mediation.performance.sweeping:default_late",
            amid="hemu.loop.mediation.performance.sweeping:_enter",
        )
        assert sorted(entries(Act.DEFAULT, first, second)) == [0, 1]
        assert sweeping.default_late() == 1
        assert entries(Act.DEFAULT, first, second) == [1, 1]
        rows = Promise.objects.unscoped(reason="a test")
        assert rows.filter(state=PromiseState.OPEN).count() == 0
    sound()


@pytest.mark.req("P2")
def test_a_message_to_many_is_queued_once_for_each(cast, made, run):
    gateway = run(platforms.gateway)
    made(ChannelKind.SMS_GATEWAY, gateway, families=[], values={"secret_header": "X-Token"})
    robot = made(ChannelKind.WECOM_ROBOT, run(platforms.wecom_robot), families=[])
    group = registered(cast)
    bulletins.set_robot(group, robot, by=cast.coordinator)
    for phone in ("13900001111", "13900002222"):
        subscribed(cast, phone)
    row = planned(cast, to_subscribers=True, groups=[group], send_at=clock.now())
    killed("hemu.notices.bulletins.actions:send_due", amid="hemu.notices.bulletins.actions:_record_push")
    bulletin = Bulletin.objects.unscoped(reason="a test").get(pk=row.pk)
    assert (bulletin.status, Delivery.objects.count()) == (Status.WAITING, 0)
    assert (bulletins.send_due(), bulletins.send_due()) == (1, 0)
    assert Delivery.objects.count() == 3
    assert Push.objects.unscoped(reason="a test").count() == 1


@pytest.mark.law("个人信息保护法47")
def test_the_night_that_seals_is_killed_after_the_first(cast):
    disputes = [closed(cast) for _number in range(3)]
    with clock.at(clock.now() + timedelta(days=3651)):
        asked = retention.ask(by=cast.coordinator)
        retention.decide(asked, True, "同意", by=cast.county_coordinator)
        killed("hemu.privacy.retention:seal_approved", amid="hemu.privacy.sealing:seal", times=2)
        assert sorted(entries(Act.SEAL, *disputes)) == [0, 0, 1]
        left = [item for item in retention.items(asked) if item.sealed_at is None]
        assert len(left) == 2
        assert retention.seal_approved() == 2
    assert entries(Act.SEAL, *disputes) == [1, 1, 1]
    done = retention.run_of(asked.county, asked.pk, by=cast.coordinator)
    assert (done.status, done.sealed) == (RunStatus.SEALED, 3)
    sound()


@pytest.mark.req("F4")
def test_the_months_lot_is_drawn_whole(cast):
    autumn(cast, 7)
    with clock.at(AFTER):
        killed(
            "hemu.loop.followup.satisfaction.drawing:run",
            amid="hemu.loop.followup.satisfaction.drawing:_take",
            times=2,
        )
        assert the_draw().drawn_at is None
        assert Drawn.objects.unscoped(reason="a test").count() == 0
        assert (drawing.run(), drawing.run()) == (5, 0)
        assert verify(the_draw()).holds
    assert Drawn.objects.unscoped(reason="a test").count() == 5
    assert Callback.objects.unscoped(reason="a test").exclude(sample_id=0).count() == 5


@pytest.mark.req("A1")
def test_a_version_takes_effect_whole(cast):
    from hemu.rulebook import actions as rules

    draft = rules.draft("rating", by=cast.administrator)
    rules.propose("rating", draft.version, valid_from=clock.today(), why="试", by=cast.administrator)
    other = second_administrator(cast)
    post = Post.objects.get(person_id=other.person_id)
    killed(
        "tests.concurrency.acting:approve", draft.version, post.pk, amid="hemu.rulebook.versions:_end_before"
    )
    held = RuleTable.objects.filter(name="rating").order_by("version")
    assert [row.status for row in held] == [Held.ACTIVE, Held.PROPOSED]
    assert [row.valid_until for row in held] == [None, None]
    acting.approve(draft.version, post.pk)
    assert [row.status for row in held.all()] == [Held.ACTIVE, Held.ACTIVE]
    assert RuleChange.objects.filter(name="rating", step=Step.APPROVED, version=draft.version).count() == 1


@pytest.mark.req("A3")
def test_new_rules_are_held_against_every_dispute_once(cast):
    disputes = [confirm(register(report(facts=FEW), by=cast.officer), by=cast.officer) for _n in range(3)]
    version = new_table(clock.today())
    killed("hemu.loop.assessment.rerating:sweep", amid="hemu.loop.assessment.rerating:_propose", times=2)
    assert sorted(entries(Act.PROPOSE, *disputes)) == [0, 1, 1]
    assert rerating.sweep() == 1
    assert entries(Act.PROPOSE, *disputes) == [1, 1, 1]
    swept = RuleSweep.objects.get(pk=version)
    assert (swept.looked_at, swept.proposed, swept.finished_at is not None) == (3, 3, True)
    sound()
