"""重点纠纷: entered and removed with reason, four levels, measures, dynamics, the ledger of their own."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from hemu.disputes.models import Dispute, Entry
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.jobs.minutely import raise_late_key_disputes
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.assessment.actions import confirm
from hemu.loop.assessment.key import actions, queries
from hemu.loop.assessment.key.actions import Named
from hemu.loop.assessment.key.models import Category, Grade, KeyDispute, Responsible
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason

pytestmark = [pytest.mark.django_db, pytest.mark.req("A7")]


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def dispute(cast) -> Dispute:
    return confirm(register(report(facts={"may_escalate": True}), by=cast.officer), by=cast.officer)


@pytest.fixture
def entered(cast, dispute) -> Dispute:
    actions.enter(dispute, Category.DANGER, Grade.COUNTY, "扬言报复", by=cast.coordinator)
    return fresh(dispute)


def fresh(dispute: Dispute) -> Dispute:
    return Dispute.objects.unscoped(reason="a test looks at the row").get(pk=dispute.pk)


def due_on(row: KeyDispute) -> date:
    """The day, on a Chinese clock, by which somebody must say how it goes."""
    assert row.due_at is not None
    return clock.local(row.due_at).date()


def four(cast) -> list[Named]:
    return [
        Named(Grade.PREFECTURE, cast.prefecture_office, "石磊"),
        Named(Grade.COUNTY, cast.county_centre, "田军"),
        Named(Grade.TOWNSHIP, cast.station, "李建军"),
        Named(Grade.VILLAGE, cast.village_committee, "陈光荣"),
    ]


def told(cast, who: str, reason: Reason) -> int:
    while deliver_once():
        pass
    return Notice.objects.of_post(cast.posts[who].pk).filter(reason=reason).count()


def signed_in(cast, key: str) -> Client:
    client = Client()
    client.force_login(cast.people[key], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_dispute_is_entered_and_removed_with_reasons(cast, dispute):
    with pytest.raises(Forbidden):
        actions.enter(dispute, Category.DANGER, Grade.COUNTY, "扬言报复", by=cast.officer)
    with pytest.raises(Refused) as refused:
        actions.enter(dispute, Category.DANGER, Grade.COUNTY, " ", by=cast.coordinator)
    assert refused.value.field == "reason"
    row = actions.enter(dispute, Category.DANGER, Grade.COUNTY, "扬言报复", by=cast.coordinator)
    assert due_on(row) == clock.today() + timedelta(days=1)
    with pytest.raises(Conflict):
        actions.enter(fresh(dispute), Category.MASS, Grade.COUNTY, "再列", by=cast.coordinator)
    entry = Entry.objects.of(dispute).latest("seq")
    assert (entry.details["key"], entry.details["category"]) == ("entered", 1)
    assert "扬言" not in str(entry.details)
    with pytest.raises(Refused):
        actions.remove(fresh(dispute), "", by=cast.coordinator)
    actions.remove(fresh(dispute), "已化解并回访稳定", by=cast.coordinator)
    assert queries.current(dispute) is None
    with pytest.raises(Conflict):
        actions.update(fresh(dispute), "还在看", by=cast.officer)
    again = actions.enter(fresh(dispute), Category.RELAPSED, Grade.TOWNSHIP, "又反弹", by=cast.coordinator)
    assert queries.require(dispute) == again
    assert KeyDispute.objects.of(dispute).count() == 2


def test_unit_and_person_answer_at_each_of_four_levels(cast, entered):
    actions.name_responsible(entered, four(cast), by=cast.county_coordinator)
    row = queries.require(entered)
    held = [(one.level, one.unit_name, one.person_name) for one in queries.responsible(row)]
    assert held == [(one.level, one.unit.name, one.person) for one in four(cast)]
    assert told(cast, "officer", Reason.KEY_NAMED) == 1
    assert told(cast, "cadre", Reason.KEY_NAMED) == 1
    other = Named(Grade.VILLAGE, cast.police_office, "杨秀芬")
    actions.name_responsible(fresh(entered), [other], by=cast.county_coordinator)
    assert [one.person_name for one in queries.responsible(row)][-1] == "杨秀芬"
    assert Responsible.objects.of(entered).filter(level=Grade.VILLAGE).count() == 2
    with pytest.raises(Refused) as refused:
        nobody = Named(Grade.TOWNSHIP, cast.station, "某某")
        actions.name_responsible(fresh(entered), [nobody], by=cast.county_coordinator)
    assert refused.value.field == "person_3"
    with pytest.raises(Refused):
        actions.name_responsible(fresh(entered), [], by=cast.county_coordinator)


def test_measures_and_how_it_goes(cast, entered):
    until = clock.now() + timedelta(days=2)
    one = actions.plan(entered, task="上门劝导", owner="李建军", due_at=until, by=cast.officer)
    with pytest.raises(Refused):
        actions.plan(fresh(entered), task="晚了", owner="李建军", due_at=entered.opened_at, by=cast.officer)
    assert actions.carry_out(fresh(entered), one.id, "已见面", by=cast.cadre).done_by == "陈光荣"
    with pytest.raises(Conflict):
        actions.carry_out(fresh(entered), one.id, "再见面", by=cast.cadre)
    with pytest.raises(Missing):
        actions.carry_out(fresh(entered), 7, "没有", by=cast.cadre)
    with clock.at(clock.now() + timedelta(hours=20)):
        actions.update(fresh(entered), "双方同意坐下来谈", by=cast.cadre)
        row = queries.require(entered)
        assert due_on(row) == clock.today() + timedelta(days=1)
    assert [said.text for said in queries.updates(row)] == ["双方同意坐下来谈"]
    acts = [entry.details.get("key") for entry in Entry.objects.of(entered).order_by("seq")]
    assert acts[-3:] == ["planned", "done", "updated"]


def test_nobody_said_in_time_how_it_goes(cast, entered):
    actions.name_responsible(entered, four(cast), by=cast.county_coordinator)
    assert raise_late_key_disputes.run() == 0
    with clock.at(clock.now() + timedelta(days=2)):
        assert raise_late_key_disputes.run() == 1
        assert raise_late_key_disputes.run() == 0
        assert [one.dispute_id for one in queries.ledger(cast.officer, queries.Chosen(view="late"))] == [
            entered.id
        ]
    assert told(cast, "officer", Reason.KEY_LATE) == 1
    assert queries.require(entered).is_late
    actions.update(fresh(entered), "已去过", by=cast.officer)
    assert not queries.require(entered).is_late


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({"may_escalate": True}, (Category.DANGER, Grade.COUNTY)),
        ({"households": 30}, (Category.MASS, Grade.TOWNSHIP)),
        ({"petition": True}, (Category.PETITION, Grade.COUNTY)),
        ({}, None),
    ],
)
def test_the_rules_propose_and_say_why(cast, facts, wanted):
    row = confirm(register(report(facts=facts), by=cast.officer), by=cast.officer)
    found = queries.proposals(cast.coordinator)
    assert [(one.category, one.grade) for one in found] == ([wanted] if wanted else [])
    assert queries.proposals(cast.stranger) == []
    if wanted:
        assert found[0].ground
        actions.enter(row, *wanted, found[0].ground, by=cast.coordinator)
        assert queries.proposals(cast.coordinator) == []


def test_what_stays_open_for_long_is_proposed(cast):
    with clock.at(clock.now() - timedelta(days=91)):
        register(report(), by=cast.officer)
    (found,) = queries.proposals(cast.coordinator)
    assert (found.category, found.ground) == (Category.LONG, "90 天没有化解")


def test_a_ledger_of_their_own_within_scope_and_as_a_sheet(cast, entered):
    actions.name_responsible(entered, four(cast), by=cast.county_coordinator)

    def ids(who, **over) -> list[int]:
        return [row.dispute_id for row in queries.ledger(who, queries.Chosen(**over))]

    assert ids(cast.county_viewer) == [entered.id]
    assert ids(cast.stranger) == []
    assert ids(cast.land) == []
    assert ids(cast.officer, view="mine") == [entered.id]
    assert ids(cast.judicial, view="mine") == []
    assert ids(cast.officer, category=Category.MASS) == []
    assert ids(cast.officer, grade=Grade.COUNTY, colour=3, text="浇水") == [entered.id]
    assert ids(cast.officer, region=cast.region("桐梓坡村").span) == []
    answer = signed_in(cast, "county_coordinator").get("/key-disputes/list.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == entered.ref
    assert "黔南州综治中心 石磊" in rows[1]
    assert "张大山" not in str(rows[1][2:])
    actions.remove(fresh(entered), "已化解", by=cast.coordinator)
    assert ids(cast.officer) == []
    assert ids(cast.officer, view="removed") == [entered.id]


def test_the_pages(cast, dispute):
    client = signed_in(cast, "coordinator")
    base = f"/disputes/{dispute.county}/{dispute.id}/key/"
    assert "扬言" not in client.get("/key-disputes/").content.decode()
    assert dispute.title in client.get("/key-disputes/?view=proposed").content.decode()
    assert client.get(base).status_code == 404
    page = client.get(f"{base}enter/").content.decode()
    assert "红色：可能危及人身安全" in page
    sent = {"seen": 2, "category": 1, "grade": 2, "reason": ""}
    assert client.post(f"{base}enter/", sent).status_code == 422
    assert client.post(f"{base}enter/", {**sent, "reason": "扬言报复"}).status_code == 302
    assert client.get(f"{base}enter/").status_code == 409
    named = {"seen": 3, "person_3": f"{cast.station.pk}:李建军", "person_4": ""}
    assert "石磊（黔南州综治中心）" in client.get(f"{base}responsible/").content.decode()
    assert client.post(f"{base}responsible/", named).status_code == 302
    unchanged = client.post(f"{base}responsible/", {**named, "seen": 4})
    assert unchanged.status_code == 422
    assert "没有改动" in unchanged.content.decode()
    due = f"{clock.local(clock.now()) + timedelta(days=2):%Y-%m-%dT%H:%M}"
    measure = {"seen": 4, "task": "上门劝导", "owner": "李建军", "due_at": due}
    assert client.post(f"{base}measures/", measure).status_code == 302
    row = queries.require(dispute)
    one = queries.measures(row)[0]
    assert client.post(f"{base}measures/{one.id}/", {"seen": 5, "result": "已见面"}).status_code == 302
    assert client.post(f"{base}updates/", {"seen": 6, "text": "平稳"}).status_code == 302
    assert (
        client.post(f"{base}class/", {"seen": 7, "category": 2, "grade": 2, "reason": "人多"}).status_code
        == 302
    )
    page = client.get(base).content.decode()
    for part in ("李建军", "上门劝导", "已见面", "平稳", "群体性", "未指定"):
        assert part in page
    assert "李建军" in client.get(dispute.get_absolute_url()).content.decode()
    assert client.post(f"{base}remove/", {"seen": 8, "reason": "已化解"}).status_code == 302
    assert "已化解" in client.get("/key-disputes/?view=removed").content.decode()
    assert signed_in(cast, "stranger").get(base).status_code == 404
    assert signed_in(cast, "county_viewer").post(f"{base}updates/", {"text": "x"}).status_code == 403
