"""Who is never written to, whatever they agreed to; and how a party stops."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from hemu.disputes import amendment
from hemu.disputes.amendment import Changes
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Entry
from hemu.disputes.parties import NewParty
from hemu.disputes.tests import factories
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.loop.mediation.police import actions as police
from hemu.loop.mediation.police.models import Basis, ToldBy
from hemu.notices.models import Notice, Reason
from hemu.notices.sending import receipts
from hemu.notices.sending.models import Delivery
from hemu.notices.telling import calls, consent, danger
from hemu.notices.telling.models import Agreed, Message, State, Way, What, Why
from hemu.notices.telling.tests.conftest import (
    LI,
    NOW,
    ZHANG,
    appoint,
    now_of,
    party,
    people,
    texts,
    work,
)

pytestmark = [pytest.mark.django_db, pytest.mark.req("P2")]
VIOLENT = {"domestic_violence": True}


def facts(dispute, cast, **given) -> None:
    amendment.amend(now_of(dispute, cast), Changes(facts=given, reason="现场核实"), by=cast.mediator)


@pytest.mark.law("未成年人保护法4", "个人信息保护法31")
@pytest.mark.parametrize("child", [{"is_minor": True}, {"born": date(2012, 5, 1)}])
def test_a_child_can_not_be_written_to_even_if_somebody_says_yes(cast, sms, child):
    dispute = factories.mediating(cast, parties=people(**child))
    with pytest.raises(Refused):
        consent.agree(dispute, party(dispute).pk, Way.SIGNED, by=cast.mediator)
    assert not Agreed.objects.of(dispute).exists()


def test_who_turns_out_to_be_a_child_after_agreeing_is_told_in_person(dispute, cast, agree, gateway):
    agree(dispute)
    one = party(dispute)
    one.born = date(2012, 5, 1)
    one.save()
    appoint(dispute, cast)
    work()
    assert not texts(gateway)
    row = Message.objects.of(dispute).get(what=What.SITTING)
    assert (row.state, row.why, row.unsafe, row.by_hand) == (State.KEPT_BACK, Why.MINOR, True, True)


def test_a_number_of_a_child_or_of_the_other_side_is_nobodys_to_write_to(cast, sms, gateway):
    first, other = people()
    young = NewParty("张小山", phone=ZHANG, is_minor=True)
    dispute = factories.mediating(cast, parties=(first, young, other))
    assert danger.why_never(dispute, [party(dispute)]) == {party(dispute).pk: Why.SHARED}
    both = factories.mediating(cast, parties=people(phone=LI))
    assert set(danger.why_never(both, [party(both), party(both, "李长河")]).values()) == {Why.SHARED}


@pytest.mark.law("反家庭暴力法5")
@pytest.mark.parametrize("fact", danger.FACTS)
def test_nobody_of_a_family_with_violence_is_written_to(cast, sms, fact):
    dispute = factories.mediating(cast, parties=people(), facts={fact: True})
    for name in ("张大山", "李长河"):
        with pytest.raises(Refused, match="家庭暴力"):
            consent.agree(dispute, party(dispute, name).pk, Way.SIGNED, by=cast.mediator)


@pytest.mark.law("反家庭暴力法5")
def test_violence_that_comes_to_light_keeps_back_what_waits_and_is_told_in_person(
    dispute, cast, agree, gateway
):
    agree(dispute)
    work()
    with clock.at(NOW.replace(hour=22)):
        appoint(dispute, cast)
        facts(dispute, cast, **VIOLENT)
    work(NOW.replace(day=2))
    assert not texts(gateway)
    row = Message.objects.of(dispute).get(what=What.SITTING)
    assert (row.state, row.why, row.by_hand) == (State.DROPPED, Why.DANGER, True)
    appoint(dispute, cast, NOW.replace(day=6))
    work()
    assert not texts(gateway)


@pytest.mark.law("反家庭暴力法5", "反家庭暴力法13")
def test_a_report_of_violence_to_the_police_counts_as_well(dispute, cast, agree, gateway):
    agree(dispute)
    told = police.NewReport(
        Basis.VIOLENCE, clock.now(), clock.now(), ToldBy(1), "珠藏派出所", "邻居求助", "已送到亲戚家"
    )
    police.report(now_of(dispute, cast), told, by=cast.mediator)
    facts(dispute, cast, domestic_violence=None)
    appoint(dispute, cast)
    work()
    assert not texts(gateway)


@pytest.mark.law("反家庭暴力法5")
def test_who_is_in_danger_in_another_matter_is_not_written_to_and_the_reason_is_not_told(
    dispute, cast, agree, gateway
):
    agree(dispute)
    factories.registered(cast, parties=people(), facts=VIOLENT)
    appoint(dispute, cast)
    work()
    assert not texts(gateway)
    row = Message.objects.of(dispute).get(what=What.SITTING)
    assert row.why == Why.ELSEWHERE
    assert "暴力" not in str(row.get_why_display())


def test_only_the_unit_is_asked_to_tell_it_and_says_how(dispute, cast, agree):
    agree(dispute)
    facts(dispute, cast, **VIOLENT)
    appoint(dispute, cast)
    work()
    assert Notice.objects.filter(post=cast.posts["mediator"], reason=Reason.PARTY_CALL).exists()
    assert not Notice.objects.filter(post=cast.posts["stranger"], reason=Reason.PARTY_CALL).exists()
    row = Message.objects.of(dispute).get(what=What.SITTING)
    with pytest.raises(Refused):
        calls.told(now_of(dispute, cast), row.pk, " ", by=cast.mediator)
    calls.told(now_of(dispute, cast), row.pk, "约到村委会当面告知", by=cast.mediator)
    with pytest.raises(Refused):
        calls.told(now_of(dispute, cast), row.pk, "再说一次", by=cast.mediator)
    entry = Entry.objects.of(dispute).filter(act=Act.TELL_PARTY).get()
    assert entry.details["told_by_hand"] == [What.SITTING]
    with pytest.raises(Missing):
        calls.told(now_of(dispute, cast), row.pk, "x", by=cast.stranger)


class TestStopping:
    @pytest.mark.law("个人信息保护法15")
    def test_by_an_answer_in_every_matter_of_the_number(self, dispute, cast, agree, gateway, sms):
        agree(dispute)
        agree(dispute, "李长河")
        other = factories.mediating(cast, parties=people())
        agree(other)
        receipts.take(sms, b'{"phone": "+8613885425521", "text": " td "}')
        assert list(
            Agreed.objects.of(dispute).filter(stopped_at=None).values_list("party_name", flat=True)
        ) == ["李长河"]
        assert Agreed.objects.of(other).get().stopped_way == Way.ANSWER
        appoint(dispute, cast)
        work()
        assert not texts(gateway, ZHANG)
        assert len(texts(gateway, LI)) == 1

    def test_another_answer_stops_nothing(self, dispute, agree, sms):
        agree(dispute)
        receipts.take(sms, '{"phone": "13885425521", "text": "好的"}'.encode())
        assert Agreed.objects.of(dispute).get().stopped_at is None

    @pytest.mark.law("个人信息保护法15")
    def test_by_the_address_of_every_message_with_one_button(self, dispute, cast, agree, gateway):
        row = agree(dispute)
        with clock.at(NOW.replace(hour=22)):
            appoint(dispute, cast)
        client = Client()
        asked = client.get(f"/t/{row.stop}/")
        assert "停止发送" in asked.content.decode()
        assert Agreed.objects.of(dispute).get().stopped_at is None
        for _twice in range(2):
            assert "已经停了" in client.post(f"/t/{row.stop}/").content.decode()
        assert Agreed.objects.of(dispute).get().stopped_way == Way.ADDRESS
        assert client.get("/t/nobodys/").status_code == 404
        work(NOW.replace(day=2))
        assert not texts(gateway)

    def test_what_waited_is_not_sent_and_nobody_has_to_call(self, dispute, cast, agree, gateway):
        agree(dispute)
        work()
        with clock.at(NOW.replace(hour=22)):
            appoint(dispute, cast)
            consent.stop(now_of(dispute, cast), party(dispute).pk, Way.ORAL, by=cast.mediator)
        work(NOW.replace(day=2))
        assert not texts(gateway)
        assert not Message.objects.of(dispute).filter(by_hand=True).exists()
        assert (
            Delivery.objects.filter(key__contains=f":{What.SITTING.value}:").get().reason
            == "当事人不再接收短信"
        )

    def test_the_ledger_keeps_both_and_a_stranger_does_neither(self, dispute, cast, agree):
        agree(dispute)
        with pytest.raises(Missing):
            consent.stop(now_of(dispute, cast), party(dispute).pk, Way.ORAL, by=cast.stranger)
        consent.stop(now_of(dispute, cast), party(dispute).pk, Way.ORAL, by=cast.mediator)
        rows = Entry.objects.of(dispute).filter(act=Act.AGREE_MESSAGES).order_by("seq")
        assert [row.details["messages"] for row in rows] == ["agreed", "stopped"]
        assert "张大山" not in str([row.details for row in rows])


def test_the_end_of_retention_ends_it(dispute, agree, gateway):
    agree(dispute)
    consent.end_all(dispute)
    assert not Agreed.objects.of(dispute).exists()
    work()
    assert not gateway.came
