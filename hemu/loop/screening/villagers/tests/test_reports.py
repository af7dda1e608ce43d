"""A villagers' report from the first word to the answer, and back when it isn't settled."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.db import connection

from hemu.disputes.models import Dispute, Source, State
from hemu.disputes.tests import factories
from hemu.disputes.tests.reports import report as new_dispute
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.screening import queries as screening
from hemu.loop.screening.models import (
    Origin,
    ReportChannel,
    ReportOutcome,
    ReportStatus,
    Satisfaction,
    VillagersReport,
)
from hemu.loop.screening.villagers import actions, overdue, queries, reopening, rules
from hemu.loop.screening.villagers.models import ContactPurpose, ProposalStatus, Said, TrackingCode
from hemu.loop.screening.villagers.people import villager_of
from hemu.orgs.models import Region

pytestmark = pytest.mark.django_db
VILLAGE = 522725106201000
GRID = VILLAGE + 1
TEXT = "上游的人家把沟截断了，我家秧田没有水。"


def reported(village: int = VILLAGE, **over) -> actions.Taken:
    parts = {"region": village, "text": TEXT, "channel": ReportChannel.POSTER}
    by = villager_of(Region.objects.get(pk=village))
    return actions.receive_report(actions.NewReport(**{**parts, **over}), by=by)


def token() -> bytes:
    return os.urandom(16)


@pytest.mark.req("S7")
def test_the_tracking_code_cannot_be_guessed_and_is_not_kept(cast):
    taken = reported()
    assert len(taken.code) * 5 >= 80
    assert set(taken.code) <= set(rules.ALPHABET)
    [key] = TrackingCode.objects.all()
    assert taken.code.encode() not in bytes(key.hash)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(r)::text FROM screening_villagersreport r")
        [(row,)] = cursor.fetchall()
    assert taken.code not in row
    assert len({reported(text=f"第{n}件事，路灯不亮").code for n in range(20)}) == 20


@pytest.mark.req("S7")
@pytest.mark.parametrize("change", [str.lower, rules.shown_code, " ".join, "{}。".format])
def test_the_code_opens_the_report_however_it_is_typed(cast, change):
    taken = reported()
    found = queries.by_code(change(taken.code))
    assert found is not None
    assert found.id == taken.report.id


def test_letters_that_are_misread_are_read_right(cast):
    assert rules.read_code("OIL0-0000-0000-0000") == "0110000000000000"
    for wrong in ("", "1234", "0" * 15, "0" * 17, "！" * 16, "0" * 15 + "é"):
        assert rules.read_code(wrong) == ""
    assert queries.by_code("0" * 16) is None


@pytest.mark.req("S7")
def test_the_same_form_sent_twice_is_one_report_with_one_code(cast):
    secret = token()
    first, again = reported(secret=secret), reported(secret=secret)
    assert (first.code, first.report.id, again.is_new) == (again.code, again.report.id, False)
    assert VillagersReport.objects.visible_to(cast.cadre).count() == 1


@pytest.mark.req("S7")
def test_a_report_knows_its_team_its_unit_and_its_time(cast):
    row = reported().report
    assert (row.officer, row.auxiliary, row.cadre) == ("李建军", "杨秀芬", "陈光荣")
    assert row.turn_unit_id == cast.village_committee.pk
    assert row.due_at > row.received_at
    assert row.next_at == row.due_at


def test_who_reported_is_sealed_in_the_row(cast):
    row = reported(reporter="韦阿公", phone="138 0000 2222").report
    with connection.cursor() as cursor:
        cursor.execute("SELECT reporter, phone FROM screening_villagersreport WHERE id = %s", [row.id])
        [(name, phone)] = cursor.fetchall()
    assert "韦阿公".encode() not in bytes(name)
    assert b"13800002222" not in bytes(phone)
    kept = queries.report(row.county, row.id, by=cast.cadre)
    assert (kept.reporter, kept.phone) == ("韦阿公", "13800002222")


def test_a_report_says_something_or_brings_a_file(cast):
    for over, field in (
        ({"text": "  "}, "text"),
        ({"phone": "12"}, "phone"),
        ({"text": "字" * 5001}, "text"),
    ):
        with pytest.raises(Refused) as refused:
            reported(**over)
        assert refused.value.field == field


@pytest.mark.req("S7")
@pytest.mark.req("O4")
def test_only_the_own_area_finds_a_report(cast):
    row = reported().report
    for actor in (cast.grid_head, cast.auxiliary, cast.cadre, cast.officer, cast.coordinator):
        assert queries.report(row.county, row.id, by=actor).id == row.id
        assert row in queries.queue(actor)
    with pytest.raises(Missing):
        queries.report(row.county, row.id, by=cast.stranger)
    assert list(queries.queue(cast.stranger, "all")) == []
    with pytest.raises(Missing):
        actions.answer_report(row, "我来答", by=cast.stranger)
    with pytest.raises(Forbidden):
        actions.answer_report(row, "我来答", by=cast.county_viewer)


@pytest.mark.req("S7")
def test_the_team_answers_once_and_the_villager_reads_it(cast):
    taken = reported()
    actions.take_in_hand(taken.report, by=cast.auxiliary)
    actions.ask_villager(taken.report, "是哪一条沟？", by=cast.auxiliary)
    actions.add_word(taken.report, "大田坝那条。", token=token())
    done = actions.answer_report(taken.report, "已约两家明天一起放水。", by=cast.cadre)
    assert (done.status, done.outcome, done.next_at) == (ReportStatus.ANSWERED, ReportOutcome.DIRECT, None)
    assert done.taken_by == "杨秀芬"
    seen = queries.by_code(taken.code)
    assert seen.answer == "已约两家明天一起放水。"
    said = [told.step.said for told in queries.history(seen)]
    assert said == [Said.REPORTED, Said.TAKEN, Said.ASKED, Said.ADDED, Said.ANSWERED]
    with pytest.raises(Conflict):
        actions.answer_report(taken.report, "再答一次", by=cast.cadre)


def test_a_form_of_the_villagers_that_comes_twice_counts_once(cast):
    taken, once = reported(), token()
    actions.add_word(taken.report, "补充", token=once)
    with pytest.raises(Conflict):
        actions.add_word(taken.report, "补充", token=once)
    assert len(queries.history(taken.report)) == 2


@pytest.mark.req("S7")
def test_a_report_is_given_to_another_unit_of_the_place(cast):
    row = reported().report
    given = actions.give_report(row, cast.station, "涉及打架", by=cast.cadre)
    assert given.turn_unit_name == cast.station.name
    for unit, code in ((cast.station, "same_unit"), (cast.sibling_station, "not_covering")):
        with pytest.raises(Refused) as refused:
            actions.give_report(row, unit, by=cast.cadre)
        assert refused.value.code == code


@pytest.mark.req("S7")
def test_a_late_answer_goes_up_to_the_township_and_then_to_the_county(cast):
    row = reported().report
    assert overdue.raise_late() == 0
    with clock.at(row.due_at + timedelta(minutes=1)):
        assert overdue.raise_late() == 1
        assert overdue.raise_late() == 0
        once = queries.report(row.county, row.id, by=cast.coordinator)
        assert row in queries.queue(cast.coordinator, "late")
    with clock.at(once.next_at + timedelta(minutes=1)):
        assert overdue.raise_late() == 1
        twice = queries.report(row.county, row.id, by=cast.county_coordinator)
        assert (twice.level, twice.next_at) == (2, None)
        assert row in queries.queue(cast.county_coordinator, "late")
    raised = [told.step.text for told in queries.history(twice) if told.step.said == Said.RAISED]
    assert raised == [cast.centre.name, cast.county_centre.name]
    with clock.at(once.next_at + timedelta(minutes=2)):
        actions.answer_report(row, "迟复为歉，水沟已通。", by=cast.cadre)
        assert list(queries.queue(cast.coordinator, "late")) == []


@pytest.mark.req("S7")
def test_what_looks_odd_waits_for_a_person_and_nothing_is_dropped(cast):
    row = reported(text="低价贷款 www.example.com 加微信", suspicions=("links", "quick")).report
    assert row.status == ReportStatus.HELD
    assert row not in queries.queue(cast.cadre, "waiting")
    assert row in queries.queue(cast.cadre, "held")
    with pytest.raises(Conflict):
        actions.answer_report(row, "答复", by=cast.cadre)
    with pytest.raises(Refused):
        actions.judge(row, real=False, by=cast.cadre)
    aside = actions.judge(row, real=False, reason="推销贷款", by=cast.cadre)
    assert (aside.status, aside.next_at) == (ReportStatus.SET_ASIDE, None)
    back = actions.judge(row, real=True, by=cast.officer)
    assert (back.status, back.next_at) == (ReportStatus.OPEN, back.due_at)
    with pytest.raises(Conflict):
        actions.judge(row, real=True, by=cast.officer)


def test_one_that_nobody_looks_at_goes_up_too(cast):
    row = reported(suspicions=("quick",)).report
    with clock.at(row.due_at + timedelta(minutes=1)):
        assert overdue.raise_late() == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("邻居修水沟把水引到我家门口", []),
        ("no water since Monday, please help", []),
        ("办证贷款加微信 abc123", ["links"]),
        ("看这里 http://x.example/1", ["links"]),
        ("啊" * 40, ["noise"]),
        ("asdfghjklqwertyuiop", ["noise"]),
    ],
)
def test_which_words_look_odd(text, found):
    assert rules.odd_words(text) == found


@pytest.mark.req("S7")
def test_the_same_words_again_are_folded_and_each_villager_reads_the_answer(cast):
    first, second = reported(), reported(text=f"  {TEXT}！")
    assert second.report.status == ReportStatus.FOLDED
    assert queries.head(second.report).id == first.report.id
    assert [row.id for row in queries.folded(first.report)] == [second.report.id]
    actions.answer_report(first.report, "已通水。", by=cast.cadre)
    assert queries.head(queries.by_code(second.code)).answer == "已通水。"
    third = reported()
    assert third.report.status == ReportStatus.OPEN, "what was answered isn't the same matter any more"
    elsewhere = reported(522725106204000, region=522725106204000)
    assert elsewhere.report.status == ReportStatus.OPEN


def test_a_person_folds_what_is_alike_and_takes_it_back(cast):
    first = reported().report
    second = reported(text="上游人家把水沟截断了，我们几家的秧田没有水").report
    other = reported(text="路灯坏了一个月").report
    assert queries.alike(second, by=cast.cadre) == [first]
    assert queries.alike(other, by=cast.cadre) == []
    folded = actions.fold(second, first, by=cast.cadre)
    with pytest.raises(Refused):
        actions.fold(other, folded, by=cast.cadre)
    with pytest.raises(Refused):
        actions.fold(first, other, by=cast.cadre)
    apart = actions.unfold(second, by=cast.cadre)
    assert (apart.status, apart.folded_into) == (ReportStatus.OPEN, None)


@pytest.mark.req("S7")
def test_it_is_settled_when_the_villager_says_so(cast):
    taken = reported()
    with pytest.raises(Conflict):
        actions.say_settled(taken.report, Satisfaction.GOOD, token=token())
    actions.answer_report(taken.report, "已通水。", by=cast.cadre)
    done = actions.say_settled(taken.report, Satisfaction.GOOD, token=token())
    assert (done.status, done.satisfaction) == (ReportStatus.SETTLED, Satisfaction.GOOD)


@pytest.mark.req("S7")
def test_not_settled_opens_it_anew_with_a_new_clock(cast):
    taken = reported()
    actions.answer_report(taken.report, "已通水。", by=cast.cadre)
    with clock.at(clock.now() + timedelta(days=3)):
        again = actions.say_unsettled(taken.report, "今天又截断了", token=token())
        assert (again.status, again.reopened) == (ReportStatus.REOPENED, 1)
        assert again.due_at > clock.now()
        assert again in queries.queue(cast.cadre, "unsettled")
        answered = actions.answer_report(taken.report, "已再次处理。", by=cast.cadre)
        assert answered.status == ReportStatus.ANSWERED


def test_a_folded_villager_can_open_the_one_that_was_answered(cast):
    first, second = reported(), reported()
    actions.answer_report(first.report, "已通水。", by=cast.cadre)
    actions.say_unsettled(second.report, "我家还没有", token=token())
    assert queries.by_code(first.code).status == ReportStatus.REOPENED
    assert queries.by_code(second.code).status == ReportStatus.FOLDED


def came_of(dispute, row) -> None:
    Origin(
        county=dispute.county, dispute_id=dispute.id, source=Source.VILLAGER, record_county=row.county,
        record_id=row.id, ref=dispute.ref, made_at=clock.now(),
    ).save(force_insert=True)  # fmt: skip


@pytest.mark.req("S7")
@pytest.mark.req("F5")
def test_not_settled_proposes_to_open_the_dispute_anew_and_a_person_decides(cast):
    taken = reported()
    dispute = factories.closed(cast)
    came_of(dispute, taken.report)
    done = actions.answer_report(taken.report, "已调解。", by=cast.cadre)
    assert done.outcome == ReportOutcome.DISPUTE
    actions.say_unsettled(taken.report, "对方又来闹", token=token())
    [proposal] = queries.proposals(dispute)
    assert (proposal.status, proposal.text) == (ProposalStatus.OPEN, "对方又来闹")
    state = Dispute.objects.visible_to(cast.officer).get(id=dispute.id).state
    assert state == State.CLOSED, "nothing happens by itself"
    with pytest.raises(Refused):
        reopening.decline(dispute, proposal.id, " ", by=cast.officer)
    declined = reopening.decline(dispute, proposal.id, "另一件事", by=cast.officer)
    assert declined.decided_by == "李建军"
    with pytest.raises(Conflict):
        reopening.decline(dispute, proposal.id, "又一次", by=cast.officer)


@pytest.mark.req("S7")
def test_opening_the_dispute_anew_answers_the_proposal(cast):
    from hemu.loop.followup.actions import relapse

    taken = reported()
    dispute = factories.closed(cast)
    came_of(dispute, taken.report)
    actions.answer_report(taken.report, "已调解。", by=cast.cadre)
    actions.say_unsettled(taken.report, "对方又来闹", token=token())
    relapse(dispute, "村民说没有解决", by=cast.officer)
    [proposal] = queries.proposals(dispute)
    assert (proposal.status, proposal.decided_by) == (ProposalStatus.REOPENED, "李建军")


def test_a_dispute_that_is_still_worked_on_needs_no_proposal(cast):
    taken = reported()
    dispute = factories.mediating(cast)
    came_of(dispute, taken.report)
    actions.answer_report(taken.report, "正在调解。", by=cast.cadre)
    actions.say_unsettled(taken.report, "还在吵", token=token())
    assert queries.proposals(dispute) == []


@pytest.mark.req("S7")
def test_a_report_becomes_a_dispute_or_a_hazard_by_its_origin(cast):
    from hemu.disputes import origins
    from hemu.loop.screening.actions import find_hazard, register_dispute

    row = reported().report
    origin = origins.read(Source.VILLAGER, row.county, row.id, by=cast.officer)
    assert origin.narrative == TEXT
    register_dispute(new_dispute(), by=cast.officer, origin=origin)
    assert queries.outcome_of(row) == ReportOutcome.DISPUTE
    other = reported(text="屋后的坡裂开了一条缝").report
    find_hazard(region=GRID, text=other.text, found_at=clock.now(), report_id=other.id, by=cast.officer)
    assert queries.outcome_of(other) == ReportOutcome.HAZARD
    assert [one.label for one in origins.opened_from(Source.VILLAGER, other.id)] == ["风险隐患"]
    assert "villagers" in screening.row_url(row)


@pytest.mark.req("S7")
def test_a_report_is_joined_to_the_dispute_that_is_there(cast, client):
    from hemu.disputes.registration import register

    row = reported().report
    dispute = register(new_dispute(), by=cast.officer)
    client.force_login(cast.people["cadre"], backend="allauth.account.auth_backends.AuthenticationBackend")
    path = f"/villagers/{row.county}/{row.id}/join/"
    shown = client.get(path).content.decode()
    assert dispute.ref in shown, "the village's own are proposed"
    assert client.get(path, {"q": "没有这个人"}).status_code == 200
    assert client.post(path, {"dispute": "没有"}).status_code == 404
    chosen = {"dispute": f"{dispute.county}:{dispute.id}"}
    assert client.post(path, chosen).url == f"/villagers/{row.county}/{row.id}/"
    assert client.post(path, chosen).status_code == 409
    assert [one.id for one in queries.disputes_of(row)] == [dispute.id]
    done = actions.answer_report(row, "已并到正在调解的那一件。", by=cast.cadre)
    assert done.outcome == ReportOutcome.DISPUTE
    client.force_login(cast.people["stranger"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(path).status_code == 404
    assert client.post(path, chosen).status_code == 404


@pytest.mark.req("O4")
def test_who_reported_is_opened_for_a_purpose_and_the_reporter_reads_by_whom(cast):
    taken = reported(reporter="韦阿公", phone="13800002222")
    opened = actions.open_contact(taken.report, ContactPurpose.CALL_BACK, by=cast.cadre)
    assert opened == ("韦阿公", "13800002222")
    [record] = queries.openings(queries.by_code(taken.code))
    assert (record.person_name, record.purpose) == ("陈光荣", ContactPurpose.CALL_BACK)
    with pytest.raises(Refused):
        actions.open_contact(taken.report, ContactPurpose.OTHER, "嗯", by=cast.cadre)
    with pytest.raises(Forbidden):
        actions.open_contact(taken.report, ContactPurpose.CALL_BACK, by=cast.auxiliary)
