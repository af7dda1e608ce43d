"""What parties who agreed are told, by which act or day, once, with nothing of the matter in it."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from hemu.disputes import announcing, ledger
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Entry
from hemu.disputes.tests import factories
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.loop.followup import answers
from hemu.loop.followup.complaints import actions as complaints
from hemu.loop.followup.complaints.models import Finding
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.calendar import actions as calendar
from hemu.loop.mediation.confirmation.models import Confirmation, CourtGround, Stage
from hemu.loop.mediation.models import Agreement, Promise, Result
from hemu.loop.mediation.performance import sweeping as performance
from hemu.loop.mediation.rules import NewPromise
from hemu.notices.sending import actions as sending
from hemu.notices.sending.models import PARTY_PURPOSES, Delivery, Purpose
from hemu.notices.sending.texts import DEFAULTS, PLACES, check_text
from hemu.notices.telling import consent, settings, sweeping
from hemu.notices.telling.models import Message, State, Way, What
from hemu.notices.telling.tests.conftest import LI, NOW, SITE, ZHANG, appoint, now_of, party, texts, work

pytestmark = [pytest.mark.django_db, pytest.mark.req("P2")]
PERSONAL = ("张大山", "李长河", "荣院", "水", "蓝", "红", "橙", "纠纷", "调解", "协议", "法院", "元")


def entry_of(dispute, act: Act) -> Entry:
    found: Entry = Entry.objects.of(dispute).filter(act=act).order_by("-seq")[0]
    return found


@pytest.mark.law("个人信息保护法13")
def test_who_has_not_agreed_is_told_nothing_by_sms(dispute, cast, gateway):
    appoint(dispute, cast)
    work()
    assert not gateway.came
    assert not Message.objects.of(dispute).exists()


def test_a_session_set_moved_and_called_off_is_told_each_time_to_who_agreed(dispute, cast, agree, gateway):
    agree(dispute)
    row = appoint(dispute, cast)
    work()
    later = row.starts_at + timedelta(days=1)
    calendar.move(now_of(dispute, cast), row.pk, later, later + timedelta(hours=1), by=cast.mediator)
    work()
    calendar.call_off(now_of(dispute, cast), row.pk, "证人来不了", by=cast.mediator)
    work()
    said = texts(gateway, ZHANG)
    assert [re.search(r"(约定了时间|改了时间|取消)", one)[1] for one in said] == [
        "约定了时间",
        "改了时间",
        "取消",
    ]
    assert "12月5日 10:00" in said[0]
    assert "12月6日 10:00" in said[1]
    assert not texts(gateway, LI)
    for one in said:
        assert dispute.ref in one
        assert f"{SITE}/portal/my/" in one
        assert not [word for word in PERSONAL if word in one.removeprefix("【瓮安综治】")]


def test_the_acts_own_entry_says_who_was_told(dispute, cast, agree):
    agree(dispute)
    appoint(dispute, cast)
    entry = entry_of(dispute, Act.SCHEDULE)
    assert entry.details["texts"] == [What.SITTING]
    assert ledger.unseal(now_of(dispute, cast), entry)["texted"] == ["张大山"]
    row = Message.objects.of(dispute).get(what=What.SITTING)
    assert cast.people["mediator"].name in row.caused_by


def test_the_next_session_and_the_end_of_mediation_are_told_as_well(dispute, cast, agree, gateway):
    agree(dispute)
    held = factories.session(dispute, result=Result.NOT_YET, next_at=NOW + timedelta(days=3))
    mediation.record_session(now_of(dispute, cast), held, by=cast.mediator)
    work()
    assert "12月4日 10:00" in texts(gateway)[-1]
    mediation.decline(
        now_of(dispute, cast), party(dispute, "李长河").pk, "不愿意", by=cast.mediator, other_ways=["1"]
    )
    work()
    assert "取消" in texts(gateway)[-1]


def test_what_still_waits_of_an_appointment_that_changed_is_not_sent(dispute, cast, agree, gateway):
    agree(dispute)
    work()
    night = NOW.replace(hour=22)
    with clock.at(night):
        row = appoint(dispute, cast)
        later = row.starts_at + timedelta(days=1)
        calendar.move(now_of(dispute, cast), row.pk, later, later + timedelta(hours=1), by=cast.mediator)
    work(night)
    assert not texts(gateway)
    work(NOW + timedelta(days=1))
    assert ["改了时间" in one for one in texts(gateway)] == [True]
    first = Message.objects.of(dispute).get(what=What.SITTING)
    assert (first.state, first.by_hand) == (State.DROPPED, False)


def test_the_day_before_is_told_once_and_not_to_who_heard_of_it_within_that_day(
    dispute, cast, agree, gateway
):
    agree(dispute)
    appoint(dispute, cast)
    work()
    eve = NOW + timedelta(days=3, hours=1)
    for _hour in range(2):
        with clock.at(eve):
            sweeping.remind()
        work(eve)
    assert ["提醒" in one for one in texts(gateway)] == [False, True]
    assert entry_of(dispute, Act.TELL_PARTY).details["texts"] == [What.TOMORROW]
    with clock.at(eve):
        appoint(dispute, cast, eve + timedelta(hours=20))
        assert sweeping.remind() == 0


def agreed_on(dispute, cast, days: int):
    held = mediation.record_session(now_of(dispute, cast), factories.session(dispute), by=cast.mediator)
    owed = NewPromise(
        "赔偿三千元", due_on=factories.due_in(days), party_id=party(dispute).pk, amount=Decimal(3000)
    )
    return mediation.agree(held, factories.agreement(held, promises=[owed]), by=cast.mediator)


def test_an_instalment_is_told_days_before_to_who_owes_it_and_when_missed_to_both(
    dispute, cast, agree, gateway
):
    agree(dispute)
    agree(dispute, "李长河")
    agreed_on(dispute, cast, 10)
    work()
    before = len(texts(gateway))
    assert sweeping.remind() == 0
    due = Promise.objects.of(dispute).get().due_on
    soon = NOW + timedelta(days=8)
    with clock.at(soon):
        assert sweeping.remind() == 1
    work(soon)
    (said,) = texts(gateway)[before:]
    assert f"{due.month}月{due.day}日到期" in said
    assert not [word for word in (*PERSONAL, "3000", "三千") if word in said.removeprefix("【瓮安综治】")]
    late = NOW + timedelta(days=11)
    with clock.at(late):
        performance.default_late()
    work(late)
    missed = [one for one in texts(gateway) if "还没有登记办好" in one]
    assert len(missed) == 2
    assert all(dispute.ref in one for one in missed)


@pytest.mark.law("人民调解法33")
def test_the_thirty_days_for_confirmation_are_told_at_their_beginning_and_near_their_end(
    dispute, cast, agree, gateway
):
    agree(dispute)
    agreed_on(dispute, cast, 60)
    work()
    last = Agreement.objects.of(dispute).get().confirmation_until
    day = f"{last.month}月{last.day}日截止"
    assert [day in one for one in texts(gateway) if "手续" in one] == [True]
    near = NOW + timedelta(days=26)
    for _hour in range(2):
        with clock.at(near):
            sweeping.remind()
        work(near)
    assert [one.split("】")[1][:2] for one in texts(gateway) if "手续" in one] == ["您的", "提醒"]


def test_nothing_is_said_of_a_confirmation_that_was_asked_for(dispute, cast, agree, gateway):
    agree(dispute)
    agreed_on(dispute, cast, 60)
    work()
    row = Agreement.objects.of(dispute).get()
    today = clock.today()
    Confirmation(
        county=row.county, dispute_id=row.dispute_id, agreement_id=row.pk, stage=Stage.FILED,
        court_name="瓮安县人民法院", court_ground=CourtGround.ORGANISATION, filed_on=today,
        decide_by=today + timedelta(days=3), recorded_by="王",
    ).save(force_insert=True)  # fmt: skip
    with clock.at(NOW + timedelta(days=26)):
        assert sweeping.remind() == 0


def test_a_link_to_answer_goes_to_its_own_party_alone(dispute, cast, agree, gateway):
    agree(dispute)
    agree(dispute, "李长河")
    agreed_on(dispute, cast, 60)
    address = answers.issue(now_of(dispute, cast), party(dispute).pk, by=cast.mediator)
    work()
    assert [address in one for one in texts(gateway, ZHANG) if "/a/" in one] == [True]
    assert not [one for one in texts(gateway, LI) if "/a/" in one]


def test_an_answer_to_a_complaint_is_told_without_its_words(dispute, cast, agree, gateway):
    agree(dispute)
    row = complaints.complain(
        dispute=dispute, party=party(dispute), about_unit=cast.committee, text="态度不好", by=cast.mediator
    )
    handler = next(one for one in cast.actors.values() if complaints.may_handle(row, one))
    complaints.answer(row, Finding.UNFOUNDED, "查了录音，没有骂人。", by=handler)
    work()
    (said,) = texts(gateway, ZHANG)
    assert "已经答复" in said
    assert "录音" not in said
    assert handler.name in Message.objects.of(dispute).get(what=What.REPLIED).caused_by


def test_what_acts_below_name_by_number_is_what_the_texts_mean():
    assert Purpose.PARTY_REPLIED.value == announcing.REPLIED
    assert Purpose.PARTY_CODE.value == announcing.CODE_GIVEN
    assert [one.value for one in What] == [one.value for one in PARTY_PURPOSES]


@pytest.mark.parametrize("purpose", PARTY_PURPOSES)
def test_no_standard_text_says_what_it_is_about(purpose):
    title, text = DEFAULTS[purpose]
    check_text(purpose, text)
    assert not [word for word in PERSONAL if word in title + text]
    assert not {"name", "title", "content", "unit", "reason", "colour"} & set(PLACES[purpose])


def test_an_offices_own_text_is_what_goes_out(dispute, cast, agree, gateway):
    mine = "{ref} 的时间是 {when}，地点请看 {page}。不想收：{stop}"
    sending.put_template(Purpose.PARTY_SITTING, "约", mine, {}, by=cast.administrator)
    agree(dispute)
    appoint(dispute, cast)
    work()
    assert f"{dispute.ref} 的时间是 12月5日 10:00" in texts(gateway)[0]


def test_what_an_office_switched_off_is_neither_sent_nor_left_to_call(dispute, cast, agree, gateway):
    settings.put([Purpose.PARTY_SITTING.value], by=cast.administrator)
    agree(dispute)
    appoint(dispute, cast)
    work()
    assert not texts(gateway)
    assert not Message.objects.of(dispute).filter(by_hand=True).exists()


def test_who_agrees_hears_how_to_stop(dispute, agree, gateway):
    row = agree(dispute)
    work()
    assert f"{SITE}/t/{row.stop}/" in gateway.came[0].json["content"]
    assert Delivery.objects.get().is_secret


def test_agreeing_twice_is_refused_and_another_number_needs_another_yes(dispute, cast, agree, gateway):
    agree(dispute)
    with pytest.raises(Refused):
        agree(dispute)
    one = party(dispute)
    one.phone = "13885420000"
    one.save()
    appoint(dispute, cast)
    work()
    assert not texts(gateway)
    assert Message.objects.of(dispute).get(what=What.SITTING).get_why_display() == "换了号码，要重新征得同意"
    consent.agree(now_of(dispute, cast), one.pk, Way.SIGNED, by=cast.mediator)
