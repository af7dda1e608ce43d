"""Warning notices at the other end: judged, passed on, late; the lists, the sheet and the paper."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.documents.papers import queries as papers
from hemu.documents.papers.reading import text_of
from hemu.jobs.minutely import raise_late_warnings
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Refused
from hemu.loop.assessment import queries
from hemu.loop.assessment.actions import accept, answer, receive, send, send_back
from hemu.loop.assessment.models import WarnedStage, WarnedUnit, WarningAct, WarningNotice
from hemu.loop.assessment.queries import Chosen
from hemu.loop.assessment.tests.test_warnings import warning
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def dispute(cast):
    return register(report(facts={"may_escalate": True}), by=cast.officer)


@pytest.fixture
def notice(cast, dispute) -> WarningNotice:
    return send(warning(dispute, cast.county_centre), by=cast.prefecture_coordinator)


def unit_of(notice: WarningNotice, unit) -> WarnedUnit:
    return WarnedUnit.objects.in_county(notice.county, notice_id=notice.id, unit_id=unit.pk).get()


def told(cast, who: str, reason: Reason) -> int:
    while deliver_once():
        pass
    return Notice.objects.of_post(cast.posts[who].pk).filter(reason=reason).count()


def signed_in(cast, key: str) -> Client:
    client = Client()
    client.force_login(cast.people[key], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.req("A5")
def test_an_answer_that_is_not_enough_goes_back_and_is_accepted_in_the_end(cast, notice):
    receive(notice, by=cast.county_coordinator)
    answer(notice, "已知悉", by=cast.county_coordinator)
    row = unit_of(notice, cast.county_centre)
    assert (row.stage, row.due_at) == (WarnedStage.ANSWERED, None)
    assert told(cast, "prefecture_coordinator", Reason.WARNING_ANSWERED) == 1
    with pytest.raises(Forbidden):
        accept(notice, row.id, by=cast.county_coordinator)
    until = clock.now() + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        send_back(notice, row.id, " ", until, by=cast.prefecture_coordinator)
    assert refused.value.field == "reason"
    send_back(notice, row.id, "没有写包保到人", until, by=cast.prefecture_coordinator)
    row = unit_of(notice, cast.county_centre)
    assert (row.stage, row.due_at, row.returns) == (WarnedStage.RETURNED, until, 1)
    assert told(cast, "county_coordinator", Reason.WARNING_RETURNED) == 1
    answer(notice, "李建军包保，已见面", by=cast.county_coordinator)
    accept(notice, row.id, by=cast.prefecture_coordinator)
    with pytest.raises(Conflict):
        accept(notice, row.id, by=cast.prefecture_coordinator)
    acts = [step.act for step in reversed(queries.steps(notice))]
    wanted = ("SENT", "RECEIVED", "ANSWERED", "RETURNED", "ANSWERED", "ACCEPTED")
    assert acts == [WarningAct[name] for name in wanted]


@pytest.mark.req("A5")
def test_what_is_late_goes_up_a_level_at_a_time_and_stops_at_the_top(cast, dispute):
    notice = send(warning(dispute, cast.village_committee), by=cast.county_coordinator)
    assert raise_late_warnings.run() == 0
    later = notice.receive_by + timedelta(minutes=1)
    with clock.at(later):
        assert raise_late_warnings.run() == 1
        assert raise_late_warnings.run() == 0
    row = unit_of(notice, cast.village_committee)
    assert (row.level, row.told_ids, row.is_late) == (1, [cast.centre.pk], True)
    assert told(cast, "coordinator", Reason.WARNING_LATE) == 1
    assert WarningNotice.objects.visible_to(cast.coordinator).get() == notice
    assert not WarningNotice.objects.visible_to(cast.stranger).exists()
    with clock.at(later + timedelta(days=2)):
        raise_late_warnings.run()
    with clock.at(later + timedelta(days=9)):
        raise_late_warnings.run()
        assert raise_late_warnings.run() == 0
    row = unit_of(notice, cast.village_committee)
    assert row.told_ids == [cast.centre.pk, cast.county_centre.pk, cast.prefecture_office.pk]
    assert told(cast, "prefecture_viewer", Reason.WARNING_LATE) == 1
    with clock.at(later + timedelta(days=9)):
        receive(notice, by=cast.cadre)
    row = unit_of(notice, cast.village_committee)
    assert (row.is_late, row.level) == (False, 0)


@pytest.mark.req("A5")
def test_a_notice_goes_down_the_levels(cast, notice):
    county = signed_in(cast, "county_coordinator")
    address = f"/warnings/{notice.county}/{notice.id}/"
    assert "向下转发" not in county.get(address).content.decode()
    county.post(address, {"do": "receive"})
    assert "向下转发" in county.get(address).content.decode()
    now = clock.local(clock.now())
    sent = {
        "do": "pass", "pass-units": [cast.centre.pk], "pass-guidance": "今晚见到双方",
        "pass-receive_by": f"{now + timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "pass-answer_by": f"{now + timedelta(hours=9):%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    assert county.post(address, {**sent, "pass-guidance": ""}).status_code == 422
    assert county.post(address, sent).status_code == 302
    passed = WarningNotice.objects.visible_to(cast.coordinator).get()
    assert (passed.above_id, passed.guidance) == (notice.id, "今晚见到双方")
    assert passed.number in county.get(address).content.decode()
    assert unit_of(notice, cast.county_centre).stage == WarnedStage.RECEIVED
    with pytest.raises(Forbidden):
        send(warning(queries.open_disputes(passed, by=cast.coordinator)[0], cast.station),
             above=notice, by=cast.coordinator)  # fmt: skip


@pytest.mark.req("A5")
def test_the_lists_are_narrowed_and_taken_away(cast, notice, dispute):
    other = send(warning(dispute, cast.station, subject="另一份"), by=cast.county_coordinator)

    def found(who, **over) -> set[int]:
        return {row.id for row in queries.notices(who, Chosen(**over))}

    assert found(cast.county_coordinator) == {notice.id}
    assert found(cast.county_coordinator, view="sent") == {other.id}
    assert found(cast.county_coordinator, view="received") == {notice.id}
    assert found(cast.county_coordinator, view="all") == {notice.id, other.id}
    assert found(cast.county_coordinator, view="all", text="另一") == {other.id}
    tomorrow = clock.today() + timedelta(days=1)
    assert found(cast.county_coordinator, view="all", since=tomorrow) == set()
    assert found(cast.county_coordinator, view="all", late=True) == set()
    with clock.at(other.receive_by + timedelta(minutes=1)):
        raise_late_warnings.run()
        assert found(cast.county_coordinator, view="all", late=True) == {notice.id, other.id}
    client = signed_in(cast, "county_coordinator")
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/warnings/list.xlsx?view=all").content))
    rows = book.get_sheet_by_index(0).to_python()
    assert {row[0] for row in rows[1:3]} == {notice.number, other.number}
    assert "超期" in client.get("/warnings/?view=all").content.decode()
    client = signed_in(cast, "prefecture_coordinator")
    client.post(f"/warnings/{notice.county}/{notice.id}/", {"do": "nothing"})


@pytest.mark.req("A5")
@pytest.mark.req("R6")
def test_the_paper_says_what_the_notice_says(cast, notice, dispute):
    receive(notice, by=cast.county_coordinator)
    answer(notice, "已安排李建军包保", by=cast.county_coordinator)
    paper = papers.paper("warning")
    text = text_of(papers.filled(paper, dispute, notice.id))
    for part in (
        notice.number, "防止民转刑", "双方积怨多年", "见面、见人、见现场", "瓮安县综治中心（待审核）", "田军",
        "已安排李建军包保", "黔南州综治中心（印章）", dispute.ref, "不针对人",
    ):  # fmt: skip
        assert part in text, part
    client = signed_in(cast, "county_coordinator")
    answered = client.get(f"/disputes/{dispute.county}/{dispute.id}/papers/warning/{notice.id}.pdf")
    assert answered.content.startswith(b"%PDF")


@pytest.mark.req("A5")
def test_answers_are_judged_on_the_page(cast, notice):
    receive(notice, by=cast.county_coordinator)
    answer(notice, "已知悉", by=cast.county_coordinator)
    row = unit_of(notice, cast.county_centre)
    client, address = signed_in(cast, "prefecture_coordinator"), f"/warnings/{notice.county}/{notice.id}/"
    assert notice.subject in client.get("/warnings/").content.decode()
    name = f"unit-{row.id}"
    sent = {
        "do": f"judge-{row.id}",
        f"{name}-verdict": "back",
        f"{name}-reason": "写明到人",
        f"{name}-until": "",
    }
    assert client.post(address, sent).status_code == 422
    until = f"{clock.local(clock.now()) + timedelta(days=1):%Y-%m-%dT%H:%M}"
    assert client.post(address, {**sent, f"{name}-until": until}).status_code == 302
    assert unit_of(notice, cast.county_centre).stage == WarnedStage.RETURNED
    page = signed_in(cast, "county_coordinator").get(address).content.decode()
    assert "写明到人" in page
    assert "上次的反馈被退回" in page
