"""The log as its keeper reads it; impact assessments; breaches and who was told."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from python_calamine import CalamineWorkbook

from hemu.disputes.models import Side
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import parties
from hemu.disputes.tests import factories
from hemu.kernel import clock
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.privacy import queries, records
from hemu.privacy.actions import open_personal
from hemu.privacy.models import Conclusion, OpenedField, Purpose, Told, Trigger
from hemu.privacy.queries import Wanted
from hemu.privacy.records import NewAssessment, NewBreach

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ASSESSMENT = NewAssessment(
    title="接入村民说事照片",
    trigger=Trigger.SENSITIVE,
    lawful="为办理村民反映的事项所必需",
    impact="照片可能拍到他人住宅",
    measures="加密保存，去掉拍摄地点，到期删除",
    conclusion=Conclusion.GO_WITH_MEASURES,
)


@pytest.fixture
def opened(cast):
    dispute = factories.registered(
        cast, parties=[NewParty("王兴发", phone="13885425521"), NewParty("李正才", side=Side.RESPONDENT)]
    )
    party = parties(dispute)[0]
    open_personal(dispute, party.pk, OpenedField.PHONE, Purpose.CONTACT, "约时间", by=cast.officer)
    open_personal(dispute, party.pk, OpenedField.PHONE, Purpose.SERVE, "送达", by=cast.coordinator)
    return dispute


@pytest.mark.req("O4")
@pytest.mark.law("个人信息保护法51")
def test_the_head_reads_the_log_of_the_area_and_narrows_it(opened, cast):
    assert [row.person_name for row in queries.log(Wanted(), by=cast.station_head)] == ["周丽", "李建军"]
    found = queries.log(Wanted(who="李", purpose=Purpose.CONTACT), by=cast.station_head)
    assert [row.note for row in found] == ["约时间"]
    tomorrow = clock.today() + timedelta(days=1)
    assert list(queries.log(Wanted(since=tomorrow), by=cast.station_head)) == []
    assert queries.log(Wanted(until=clock.today()), by=cast.station_head).count() == 2
    assert list(queries.log(Wanted(), by=cast.stranger)) == []
    for by in (cast.officer, cast.grid_member, cast.administrator):
        with pytest.raises(Forbidden):
            queries.log(Wanted(), by=by)


def test_the_log_is_exported_as_it_is_seen(opened, cast, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(cast.people["station_head"], backend=BACKEND)
    page = client.get("/privacy/?who=周").content.decode()
    assert "王**的联系电话" in page
    assert "约时间" not in page
    content = client.get("/privacy/log.xlsx?who=周").content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1][1:6] == ["周丽", "乡镇综治专干", "珠藏镇综治中心", opened.ref, "王**"]
    assert "王兴发" not in str(rows)
    assert "没有符合条件" in client.get("/privacy/?who=没有").content.decode()
    client.force_login(cast.people["officer"], backend=BACKEND)
    assert client.get("/privacy/").status_code == 403


@pytest.mark.law("个人信息保护法55", "个人信息保护法56")
def test_an_assessment_is_kept_three_years_and_cannot_be_changed(cast):
    row = records.assess(ASSESSMENT, by=cast.coordinator)
    assert row.keep_until.year == clock.today().year + 3
    assert records.assessments(cast.county_coordinator) == [row]
    assert records.assessments(cast.stranger) == []
    with pytest.raises(Refused):
        records.assess(NewAssessment(**{**vars_of(ASSESSMENT), "keep_years": 2}), by=cast.coordinator)
    with pytest.raises(Forbidden):
        records.assess(ASSESSMENT, by=cast.officer)
    for sql in ("UPDATE privacy_assessment SET title = 'x'", "DELETE FROM privacy_assessment"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def vars_of(row):
    return {name: getattr(row, name) for name in row.__dataclass_fields__}


@pytest.mark.law("个人信息保护法36")
def test_sending_abroad_is_not_approved_by_a_form(cast):
    abroad = NewAssessment(**{**vars_of(ASSESSMENT), "trigger": Trigger.ABROAD})
    with pytest.raises(Refused) as refused:
        records.assess(abroad, by=cast.coordinator)
    assert "境内存储" in str(refused.value)


def breach(**over) -> NewBreach:
    given = {
        "title": "值班电脑被盗",
        "found_at": clock.now() - timedelta(hours=2),
        "kinds": "姓名、电话",
        "people": 12,
        "cause": "门窗未锁",
        "harm": "可能接到诈骗电话",
        "measures": "已停用账号，报警",
        "own_steps": "不要相信自称综治中心的来电",
    }
    return NewBreach(**{**given, **over})


@pytest.mark.law("个人信息保护法57")
def test_a_breach_says_who_was_told_when_and_who_must_still_be(cast):
    row = records.report_breach(breach(), by=cast.coordinator)
    assert records.whom_to_tell(row) == [Told.AUTHORITY, Told.PERSONS]
    at = clock.now() - timedelta(hours=1)
    records.tell_of_breach(row, Told.AUTHORITY, "县网信办", "电话并书面报告", at, by=cast.coordinator)
    assert records.whom_to_tell(row) == [Told.PERSONS]
    records.tell_of_breach(row, Told.PERSONS, "12 人", "逐人电话", at, by=cast.coordinator)
    assert records.whom_to_tell(row) == []
    assert [told.name for told in records.tellings(row)] == ["县网信办", "12 人"]
    with pytest.raises(Refused):
        records.tell_of_breach(
            row, Told.POLICE, "派出所", "报警", clock.now() + timedelta(days=1), by=cast.coordinator
        )
    with pytest.raises(Missing):
        records.breach(row.county, row.pk, by=cast.stranger)


@pytest.mark.law("个人信息保护法57")
def test_persons_need_not_be_told_where_harm_was_averted_for_a_reason(cast):
    row = records.report_breach(breach(no_telling="硬盘已加密，密钥未丢"), by=cast.coordinator)
    assert records.whom_to_tell(row) == [Told.AUTHORITY]


def test_the_pages(cast, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(cast.people["coordinator"], backend=BACKEND)
    assert client.post("/privacy/assessments/", {}).status_code == 422
    given = {**vars_of(ASSESSMENT), "trigger": 1, "conclusion": 2, "keep_years": 3}
    assert client.post("/privacy/assessments/", given).status_code == 302
    assert "接入村民说事照片" in client.get("/privacy/assessments/").content.decode()
    when = f"{clock.local(clock.now() - timedelta(hours=1)):%Y-%m-%dT%H:%M}"
    told = {**vars_of(breach()), "found_at": when, "happened_at": "", "no_telling": ""}
    assert client.post("/privacy/breaches/", {**told, "cause": ""}).status_code == 422
    assert client.post("/privacy/breaches/", told).status_code == 302
    row = records.breaches(cast.coordinator)[0]
    page = f"/privacy/breaches/{row.county}/{row.pk}/"
    assert "还要通知" in client.get(page).content.decode()
    telling = {
        "whom": 1,
        "name": "县网信办",
        "how": "书面",
        "at": f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}",
    }
    assert client.post(page, telling).status_code == 302
    assert "县网信办" in client.get(page).content.decode()
    client.force_login(cast.people["stranger"], backend=BACKEND)
    assert client.get(page).status_code == 404


@pytest.mark.req("O4")
@pytest.mark.law("个人信息保护法51")
def test_who_only_looks_reads_titles_without_names(cast, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    people = [NewParty("王兴发"), NewParty("李正才", side=Side.RESPONDENT)]
    factories.registered(cast, title="王兴发与李正才地界纠纷", parties=people)
    for who, title in (("county_viewer", "王**与李**地界纠纷"), ("officer", "王兴发与李正才地界纠纷")):
        client.force_login(cast.people[who], backend=BACKEND)
        assert title in client.get("/disputes/").content.decode()
