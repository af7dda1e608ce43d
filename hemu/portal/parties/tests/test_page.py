"""What a party sees and can do on their page."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.test import Client

from hemu.disputes import ledger
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Entry, Outcome, Party, Side, State
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import get
from hemu.disputes.tests import factories
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Refused
from hemu.loop.followup.complaints.models import Complaint
from hemu.loop.mediation.queries import standing_consents
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason
from hemu.office.pages.duties import duties
from hemu.orgs.actor import Actor
from hemu.portal.parties import actions, naming, persons
from hemu.portal.parties.actions import Asking
from hemu.portal.parties.codes import Entered, given
from hemu.portal.parties.models import Column, Kind, Request, Status
from hemu.portal.parties.tests.conftest import party_named, way_of
from hemu.privacy import emergencies
from hemu.privacy.actions import open_personal
from hemu.privacy.models import Danger, OpenedField, Purpose
from hemu.privacy.queries import openings_of_party

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def now_of(dispute, cast):
    return get(dispute.county, dispute.pk, by=cast.mediator)


def who(dispute, name="张大山") -> Entered:
    found = given(dispute, party_named(dispute, name).pk)
    assert found.code is not None
    return Entered(found.code, dispute, found.party)


@pytest.mark.parametrize("state", list(State)[:-1])
@pytest.mark.law("人民调解法3")
def test_every_state_is_said_in_plain_words_with_the_way_to_court(cast, state):
    from hemu.portal.parties.codes import ensure

    dispute = factories.at_state(cast, state)
    ensure(dispute)
    way = way_of(dispute, "张大山")
    text = way.enter()
    from hemu.portal.parties.words import NEXT, TITLES

    assert str(TITLES[state]) in text
    assert str(NEXT[state]) in text
    assert "向人民法院起诉" in text
    assert f'href="/circuit/notice/{dispute.county}/"' in text
    assert "别的办法" in way.send(do="rights")


def test_under_an_agreement_the_next_thing_and_its_last_day_are_said_once_and_alike(cast):
    from hemu.loop.mediation.models import Promise
    from hemu.portal.parties.codes import ensure
    from hemu.portal.words import say_day

    dispute = factories.agreed(cast)
    ensure(dispute)
    owed = Promise.objects.of(dispute).get()
    text = way_of(dispute, "张大山").enter()
    assert f"（{owed.party_name}，最迟 {say_day(owed.due_on)}）" in text
    assert f"最近一项 {say_day(owed.due_on)} 到期" in text
    assert "00:00" not in text
    for done_with in ("choose", "refuse"):
        assert f'name="do" value="{done_with}"' not in text


@pytest.mark.law("个人信息保护法45", "个人信息保护法44")
def test_a_party_reads_who_opened_their_fields_by_unit_post_time_and_reason(dispute, applicant, cast):
    party = party_named(dispute, "张大山")
    open_personal(dispute, party.pk, OpenedField.PHONE, Purpose.CONTACT, "约调解时间", by=cast.mediator)
    other = party_named(dispute, "李长河")
    open_personal(dispute, other.pk, OpenedField.ADDRESS, Purpose.SERVE, "送达通知", by=cast.mediator)
    text = applicant.send(do="seen")
    assert "荣院村人民调解委员会" in text
    assert "调解员" in text
    assert "约调解时间" in text
    assert "送达通知" not in text
    assert "王德明" not in text


def test_own_papers_and_nobody_elses(dispute, applicant, ways, cast):
    text = applicant.send(do="papers")
    assert "人民调解权利义务告知书" in text
    assert "人民调解申请书" in text
    theirs = ways("李长河")
    theirs.enter()
    assert "人民调解申请书" not in theirs.send(do="papers")
    row = next(one for one in text.split('"') if one.startswith("/portal/my/papers/application/"))
    assert Client().post(row, {"pass": applicant.note})["Content-Type"] == "application/pdf"
    for note in (theirs.note, "", "made-up"):
        assert Client().post(row, {"pass": note}).status_code == 404
    assert Client().get(row).status_code == 404


def test_papers_of_another_dispute_are_not_there(dispute, applicant, cast):
    other = factories.agreed(cast)
    from hemu.loop.mediation.models import Agreement

    row = Agreement.objects.of(other).get()
    address = f"/portal/my/papers/agreement/{row.pk}.pdf"
    assert Client().post(address, {"pass": applicant.note}).status_code == 404
    session = "/portal/my/papers/session/1.pdf"
    assert Client().post(session, {"pass": applicant.note}).status_code == 404


@pytest.mark.req("M2")
@pytest.mark.law("人民调解法17", "人民调解法23", "人民调解法26")
def test_ending_mediation_stops_it_at_once_and_stands_in_the_ledger(dispute, applicant, cast):
    assert "确定不再调解吗" in applicant.send(do="end")
    assert now_of(dispute, cast).state == State.MEDIATING
    text = applicant.send(do="end", send="1", text="不想再谈了")
    assert "调解已经停止" in text
    after = now_of(dispute, cast)
    assert after.state == State.REFERRED
    assert after.outcome == Outcome.WITHDRAWN
    assert standing_consents(after) == []
    entry = Entry.objects.of(after).get(act=Act.DECLINE)
    assert entry.person_name == "当事人（申请人）"
    assert entry.details["other_ways"]
    assert ledger.unseal(after, entry)["reason"] == "不想再谈了"
    assert ledger.verify().faults == []
    while deliver_once():
        pass
    (told,) = Notice.objects.filter(reason=Reason.PARTY_ENDED, post=cast.posts["mediator"])
    assert (told.ref, told.leads_to) == (dispute.ref, dispute.get_absolute_url())


def test_an_agreement_is_not_ended_by_a_button(cast):
    dispute = factories.agreed(cast)
    way = way_of(dispute, "张大山")
    assert "我不想调解了" not in way.enter()
    assert "现在没有正在进行的调解" in way.send(do="end", send="1")
    assert now_of(dispute, cast).state == State.AGREED


@pytest.mark.law("人民调解法19", "人民调解法23")
def test_a_party_refuses_a_mediator_without_a_reason(dispute, applicant, cast):
    text = applicant.send(do="refuse")
    assert "王德明" in text
    assert "收到了" in applicant.send(do="refuse", send="1", person=cast.people["mediator"].pk)
    row = Request.objects.of(dispute).get()
    assert (row.kind, row.person_id) == (Kind.REFUSE, cast.people["mediator"].pk)
    assert Entry.objects.of(dispute).filter(act=Act.PARTY_ASKS).count() == 1
    assert "请选一位" in applicant.send(do="refuse", send="1")
    assert applicant.send(do="refuse", send="1", person="12").count("请从名单里选一位") == 1


def test_a_party_chooses_a_mediator_of_the_place(dispute, applicant, cast):
    names = dict(naming.mediators(dispute, Kind.CHOOSE))
    assert cast.people["cadre"].pk in names
    assert "收到了" in applicant.send(do="choose", send="1", person=cast.people["cadre"].pk)


@pytest.mark.law("个人信息保护法46")
def test_a_correction_is_decided_with_a_reason_and_the_original_is_kept(dispute, applicant, cast):
    assert "正确的应该是什么" in applicant.send(do="correct", column=Column.PHONE)
    assert "电话号码不对" in applicant.send(do="correct", column=Column.PHONE, becomes="12", send="1")
    text = applicant.send(do="correct", column=Column.PHONE, becomes="138 8542 9999", send="1")
    assert "收到了" in text
    row = Request.objects.of(dispute).get()
    assert str(party_named(dispute, "张大山").phone) == "13885425521"
    with pytest.raises(Refused):
        actions.decide(row, Status.GRANTED, " ", by=cast.mediator)
    actions.decide(row, Status.GRANTED, "打通核实，是本人新换的号码", by=cast.mediator)
    assert str(party_named(dispute, "张大山").phone) == "13885429999"
    entry = Entry.objects.of(dispute).get(act=Act.CORRECT_PARTY)
    assert ledger.unseal(dispute, entry)["was"] == "13885425521"
    assert "13885425521" not in str(entry.details)
    assert "打通核实" in applicant.send(do="")
    with pytest.raises(Conflict):
        actions.decide(row, Status.REFUSED, "再说一次", by=cast.mediator)


@pytest.mark.law("个人信息保护法47", "个人信息保护法48", "个人信息保护法44")
@pytest.mark.parametrize("kind", [Kind.DELETE, Kind.OBJECT, Kind.EXPLAIN])
def test_deleting_objecting_and_explaining_are_answered_with_a_reason(dispute, applicant, cast, kind):
    assert "具体是哪些信息" in applicant.send(do="data", kind=int(kind))
    assert "请在这里写一写" in applicant.send(do="data", kind=int(kind), send="1", text="")
    assert "会按时答复您" in applicant.send(do="data", kind=int(kind), send="1", text="照片里有我家的门牌")
    row = Request.objects.of(dispute).get()
    assert row.due_at > clock.now()
    with pytest.raises(Forbidden):  # what is denied is denied by who guards personal information
        actions.decide(row, Status.REFUSED, "不行", by=cast.mediator)
    actions.decide(row, Status.REFUSED, "纠纷还在办理，保存期未满", by=cast.coordinator)
    assert "保存期未满" in applicant.send(do="")


@pytest.mark.law("个人信息保护法45")
def test_a_copy_is_granted_then_fetched_by_that_person_alone(dispute, applicant, ways, cast):
    applicant.send(do="data", kind=int(Kind.COPY))
    row = Request.objects.of(dispute).get()
    address = f"/portal/my/data/{row.pk}.zip"
    assert Client().post(address, {"pass": applicant.note}).status_code == 404
    actions.decide(row, Status.GRANTED, "核对无误", by=cast.mediator)
    answer = Client().post(address, {"pass": applicant.note})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as made:
        assert made.namelist() == ["信息.json", "信息.pdf"]
        known = json.loads(made.read("信息.json"))
        assert made.read("信息.pdf").startswith(b"%PDF")
    assert known["纠纷"][0]["本人信息"]["联系电话"] == "13885425521"
    assert "李长河" not in json.dumps(known, ensure_ascii=False)
    theirs = ways("李长河")
    theirs.enter()
    assert Client().post(address, {"pass": theirs.note}).status_code == 404


@pytest.mark.law("个人信息保护法45")
def test_one_person_is_found_across_disputes_by_hash_and_a_namesake_is_not(dispute, cast):
    party = party_named(dispute, "张大山")
    same = NewParty("张大山", identity_number=str(party.identity_number), phone="13800001111")
    namesake = NewParty("张大山", phone="13811112222")
    other = NewParty("王五", side=Side.RESPONDENT)
    again = factories.registered(cast, parties=(same, other))
    factories.registered(cast, parties=(namesake, other))
    found = {part.dispute.pk for part in persons.parts_of(party)}
    assert found == {dispute.pk, again.pk}


def test_what_is_handed_over_in_person_is_on_record(dispute, applicant, cast, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(cast.people["mediator"], backend=BACKEND)
    desk = f"{dispute.get_absolute_url()}party-requests/"
    party = party_named(dispute, "张大山")
    refused = client.post(desk, {"party_id": party.pk, "kind": int(Kind.COPY), "verified": ""})
    assert refused.status_code == 422
    taken = client.post(desk, {"party_id": party.pk, "kind": int(Kind.COPY), "verified": "核对身份证原件"})
    page = taken["Location"]
    assert "要由另一人同意" in client.get(page).content.decode()
    row = Request.objects.of(dispute).get()
    for status in (Status.GRANTED, Status.PARTLY):
        assert client.post(page, {"status": int(status), "reason": "同意"}).status_code == 403
        with pytest.raises(Forbidden, match="要由另一人同意"):
            actions.decide(row, status, "同意", by=cast.mediator)
    assert client.post(f"{page}copy.zip").status_code == 404
    actions.decide(row, Status.GRANTED, "核对无误", by=cast.coordinator)
    assert client.post(f"{page}copy.zip")["Content-Type"] == "application/zip"
    assert "交给本人" in applicant.send(do="seen")
    client.force_login(cast.people["stranger"], backend=BACKEND)
    assert client.get(page).status_code == 404
    assert client.post(f"{page}copy.zip").status_code == 404


@pytest.mark.req("F4")
@pytest.mark.law("人民调解法15")
def test_a_complaint_goes_to_another_unit_and_counts_once(dispute, applicant, cast):
    assert "投诉什么" in applicant.send(do="complain")
    assert "发生了什么" in applicant.send(do="complain", kind=1)
    for _twice in range(2):
        assert "投诉收到了" in applicant.send(do="complain", kind=1, send="1", text="一直帮对方说话")
    rows = Complaint.objects.unscoped(reason="test")
    row = rows.get()
    assert row.about_unit_id == cast.committee.pk
    assert row.handler_id != cast.committee.pk


def test_a_form_sent_twice_asks_once(dispute, applicant):
    note = applicant.note
    applicant.send(do="say", send="1", text="水沟上游是老王家修的")
    applicant.note = note
    applicant.send(do="say", send="1", text="水沟上游是老王家修的")
    assert Request.objects.of(dispute).count() == 1


def test_the_unit_that_owes_the_answer_is_told_and_then_those_above(dispute, cast):
    actions.ask(who(dispute), Asking(Kind.EXPLAIN, text="为什么要我的身份证号"))
    while deliver_once():
        pass
    told = Notice.objects.filter(reason=Reason.PARTY_REQUEST)
    assert {one.post_id for one in told} == {cast.posts["mediator"].pk}
    row = Request.objects.of(dispute).get()
    with clock.at(row.due_at.replace(year=row.due_at.year + 1)):
        assert actions.raise_late() == 1
        assert actions.raise_late() == 0
        while deliver_once():
            pass
    late = Notice.objects.filter(reason=Reason.PARTY_REQUEST_LATE)
    assert cast.posts["coordinator"].pk in {one.post_id for one in late}


def test_what_waits_for_an_answer_stands_on_the_first_page_of_who_owes_it(dispute, cast, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    row = actions.ask(who(dispute), Asking(Kind.EXPLAIN, text="为什么要我的身份证号"))

    def waiting(by: Actor) -> dict[str, int]:
        return {str(one.label): one.count for one in duties(by) if "/requests/" in one.url}

    assert waiting(cast.mediator) == waiting(cast.coordinator) == {"当事人请求待答复": 1}
    assert waiting(cast.officer) == waiting(cast.stranger) == {}
    client.force_login(cast.people["mediator"], backend="allauth.account.auth_backends.AuthenticationBackend")
    list_url = "/privacy/requests/?view=answer"
    assert str(row) in client.get(list_url).content.decode()
    actions.decide(row, Status.GRANTED, "为了核对身份", by=cast.mediator)
    assert waiting(cast.mediator) == {}
    assert "等您答复的都答复了" in client.get(list_url).content.decode()


def test_who_owes_no_answer_gives_none(dispute, cast):
    row = actions.ask(who(dispute), Asking(Kind.EXPLAIN, text="为什么"))
    for by in (cast.grid_member, cast.officer, cast.stranger):
        with pytest.raises(Forbidden):
            actions.decide(row, Status.GRANTED, "好的", by=by)
    actions.decide(row, Status.GRANTED, "已当面说明", by=cast.coordinator)


@pytest.mark.req("F7")
def test_follow_up_is_answered_through_the_partys_own_link(cast):
    dispute = factories.performed(cast)
    text = way_of(dispute, "张大山").enter()
    assert "回答回访" in text
    assert "/a/" in text


@pytest.mark.law("个人信息保护法13", "个人信息保护法17", "个人信息保护法34")
@pytest.mark.law("个人信息保护法35", "个人信息保护法36")
def test_the_notice_says_who_what_for_how_long_where_and_which_rights(client, db):
    text = client.get("/portal/my/notice/").content.decode()
    for part in (
        "谁负责", "依据和用途", "用哪些信息", "保存多久", "3,650 天", "中国境内", "履行职责所必需",
        "复制、更正、要求删除", "个人信息保护法第五十七条",
    ):  # fmt: skip
        assert part in text


def test_a_name_that_was_corrected_is_found_by_search(dispute, cast):
    row = actions.ask(who(dispute), Asking(Kind.CORRECT, column=Column.NAME, becomes="张大杉"))
    actions.decide(row, Status.GRANTED, "核对户口簿", by=cast.mediator)
    from hemu.disputes.queries import Filter, listed

    assert listed(Filter(text="张大杉"), by=cast.officer).count() == 1
    assert Party.objects.of(dispute).filter(name="张大杉").count() == 1


def test_an_emergency_is_shown_without_words_about_the_other_party(dispute, ways, cast):
    emergencies.break_glass(dispute, Danger.LIFE, "张大山说要喝农药，马上上门找人", by=cast.grid_member)
    theirs = ways("李长河")
    theirs.enter()
    text = theirs.send(do="seen")
    assert "有人正在受到生命威胁" in text
    assert "农药" not in text


def test_what_a_correction_changes_is_masked_until_it_is_opened_on_record(dispute, cast, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    row = actions.ask(who(dispute), Asking(Kind.CORRECT, column=Column.PHONE, becomes="13811112222"))
    client.force_login(cast.people["mediator"], backend=BACKEND)
    page = f"/privacy/requests/{row.county}/{row.pk}/"
    masked = client.get(page).content.decode()
    assert "138****2222" in masked
    assert "13811112222" not in masked
    opened = client.post(f"{page}values/")
    assert "13811112222" in opened.content.decode()
    assert opened["Cache-Control"] == "no-store"
    (kept,) = openings_of_party(dispute, row.party_id)
    assert (kept.purpose, kept.person_name) == (Purpose.VERIFY, "王德明")
    client.force_login(cast.people["stranger"], backend=BACKEND)
    assert client.post(f"{page}values/").status_code == 404
