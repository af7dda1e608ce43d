"""Parties say something at the moment at which an office acts: neither is lost, nothing counts twice."""

from __future__ import annotations

import pytest

from hemu.disputes import ledger
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Entry, Side, State
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import parties
from hemu.disputes.tests.factories import closed, following
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Refused
from hemu.loop.followup import actions as followup
from hemu.loop.followup import answers
from hemu.loop.followup.callbacks import actions as calls
from hemu.loop.followup.callbacks import dealing
from hemu.loop.followup.callbacks.models import QUESTIONS, Callback, Said
from hemu.loop.followup.callbacks.models import State as Call
from hemu.loop.followup.complaints.models import Complaint
from hemu.loop.followup.complaints.models import Kind as Complained
from hemu.loop.followup.models import OwnAnswer
from hemu.loop.followup.satisfaction import drawing
from hemu.loop.followup.satisfaction.models import Drawn
from hemu.loop.followup.satisfaction.tests.test_drawing import AFTER, autumn
from hemu.loop.followup.tests.test_own_answers import held, own
from hemu.orgs.actor import actor_for
from hemu.orgs.models import Post
from hemu.portal.parties import actions as page
from hemu.portal.parties.actions import Asking
from hemu.portal.parties.codes import Entered, ensure, given
from hemu.portal.parties.models import Column, Kind, Request, Status
from hemu.portal.parties.tests.conftest import party_named
from tests.concurrency.test_door_races import together

pytestmark = pytest.mark.django_db(transaction=True)
GOOD = dict.fromkeys(QUESTIONS, Said.GOOD)
PEOPLE = (NewParty("张大山", phone="13885425521"), NewParty("李长河", side=Side.RESPONDENT))


def kinds(results: list[object]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def now_of(dispute: Dispute) -> Dispute:
    return Dispute.objects.unscoped(reason="a test").get(pk=dispute.pk)


def entries(dispute: Dispute, act: Act) -> int:
    return Entry.objects.of(dispute).filter(act=act).count()


@pytest.mark.req("F7")
def test_one_link_opened_on_two_telephones_counts_once(cast):
    dispute = following(cast)
    one = held(dispute)
    assert kinds(together(*[lambda: answers.answer(one, own())] * 3)) == ["Conflict", "Conflict", "OwnAnswer"]
    assert OwnAnswer.objects.of(dispute).count() == entries(dispute, Act.OWN_ANSWER) == 1


@pytest.mark.req("F7")
@pytest.mark.parametrize("_round", range(2))
def test_closing_while_a_party_says_that_it_is_not_over(cast, _round):
    dispute = following(cast)
    other = held(dispute, 1)
    said = own(satisfaction=1, left="沟只修了一半")
    results = together(
        lambda: followup.close(dispute, "已解决", by=cast.coordinator, seen=dispute.ledger_seq),
        lambda: answers.answer(other, said),
    )
    assert isinstance(results[1], OwnAnswer), results
    after = now_of(dispute)
    order = list(Entry.objects.of(dispute).order_by("seq").values_list("act", flat=True))[-2:]
    if after.state == State.CLOSED:
        assert order == [Act.CLOSE, Act.OWN_ANSWER]
    else:
        assert isinstance(results[0], Conflict | Refused), results
        assert order[-1] == Act.OWN_ANSWER
    assert ledger.verify().faults == []


def caller_of(call: Callback):
    post = Post.objects.current().filter(unit_id=call.unit_id).order_by("id").first()
    assert post is not None
    return actor_for(post)


@pytest.mark.req("F4")
@pytest.mark.parametrize("_round", range(2))
def test_who_was_drawn_answers_by_link_while_the_call_is_written_down(cast, _round):
    (dispute,) = autumn(cast)
    with clock.at(AFTER):
        assert drawing.run() == 1
    drawn = Drawn.objects.of(dispute).get()
    call = Callback.objects.unscoped(reason="a test").get(sample_id=drawn.pk)
    dispute = now_of(dispute)
    number = next(n for n, one in enumerate(parties(dispute)) if one.pk == drawn.party_id)
    with clock.at(AFTER):
        mine, by = held(dispute, number), caller_of(call)

    def by_link():
        with clock.at(AFTER):
            return answers.answer(mine, own(satisfaction=4))

    def by_telephone():
        with clock.at(AFTER):
            return calls.answer(call, calls.Answers(GOOD, overall=2), by=by)

    results = together(by_link, by_telephone)
    assert isinstance(results[0], OwnAnswer), results
    assert isinstance(results[1], Callback | Conflict), results
    drawn, call = Drawn.objects.of(dispute).get(), Callback.objects.unscoped(reason="a test").get(pk=call.pk)
    rung = isinstance(results[1], Callback)
    assert (drawn.satisfaction, call.state) == ((2, Call.REACHED) if rung else (4, Call.BY_LINK))
    assert ledger.verify().faults == []


def entered(dispute: Dispute, name: str = "张大山") -> Entered:
    ensure(dispute)
    found = given(dispute, party_named(dispute, name).pk)
    assert found.code is not None
    return Entered(found.code, dispute, found.party)


@pytest.mark.req("F4")
def test_a_complaint_that_is_sent_twice_at_once_is_one(cast):
    who = entered(following(cast, parties=PEOPLE))
    results = together(*[lambda: page.complain_of_unit(who, Complained.OTHER, "一直没有人联系我")] * 3)
    assert kinds(results) == ["Complaint", "Conflict", "Conflict"], results
    assert Complaint.objects.unscoped(reason="a test").count() == 1


@pytest.mark.law("个人信息保护法46", "个人信息保护法50")
def test_two_answer_one_request_and_it_is_carried_out_once(cast):
    dispute = following(cast, parties=PEOPLE)
    who = entered(dispute)
    row = page.ask(who, Asking(Kind.CORRECT, column=Column.PHONE, becomes="13985421111", token=b"one"))
    results = together(
        lambda: page.decide(row, Status.GRANTED, "已核对身份证", by=cast.coordinator),
        lambda: page.decide(row, Status.GRANTED, "已核对户口簿", by=cast.county_coordinator),
    )
    assert kinds(results) == ["Conflict", "Request"], results
    [lost] = [one for one in results if isinstance(one, Conflict)]
    assert Request.objects.unscoped(reason="a test").get().decided_by in str(lost)
    assert entries(dispute, Act.CORRECT_PARTY) == 1


@pytest.mark.req("F4")
def test_two_ring_the_same_person_at_once_and_one_answer_is_kept(cast):
    dispute = closed(cast, parties=PEOPLE)
    assert dealing.deal() == 1
    call = Callback.objects.unscoped(reason="a test").get()
    results = together(*[lambda: calls.answer(call, calls.Answers(GOOD), by=cast.auxiliary)] * 2)
    assert kinds(results) == ["Callback", "Conflict"], results
    assert entries(dispute, Act.CALL_BACK) == 1
