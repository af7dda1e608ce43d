"""Breaking the glass: at once, in the county, on record, told upwards, reviewed by somebody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hemu.disputes.models import Side
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import get, parties, seen
from hemu.disputes.tests import factories
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason
from hemu.privacy import emergencies, queries
from hemu.privacy.actions import open_personal
from hemu.privacy.models import Danger, Emergency, OpenedField, Purpose, Verdict, Way
from hemu.privacy.showing import panel

WHY = "张大山打电话说要喝农药，马上上门找人"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def dispute(cast):
    people = [
        NewParty("张大山", phone="13885425521", address="荣院村三组12号", identity_number=""),
        NewParty("李长河", side=Side.RESPONDENT, phone="13885427788"),
    ]
    return factories.registered(cast, parties=people)


@pytest.mark.req("O4")
@pytest.mark.law("个人信息保护法13")
def test_who_may_not_open_does_so_at_once_when_life_is_in_danger(dispute, cast):
    broken = emergencies.break_glass(dispute, Danger.LIFE, WHY, by=cast.grid_member)
    assert {one.value for one in broken.opened} == {"13885425521", "13885427788", "荣院村三组12号"}
    rows = queries.openings(dispute)
    assert {(row.way, row.purpose, row.person_name) for row in rows} == {
        (Way.EMERGENCY, Purpose.RESCUE, "龙小梅")
    }
    assert len(rows) == 3


def test_the_level_above_is_told_and_reviews_it_once(dispute, cast):
    row = emergencies.break_glass(dispute, Danger.LIFE, WHY, by=cast.grid_member).emergency
    assert row.supervisor_name == "珠藏镇综治中心"
    while deliver_once():
        pass
    told = Notice.objects.filter(reason=Reason.EMERGENCY_OPENED)
    assert {one.post_id for one in told} == {cast.posts["coordinator"].pk}
    assert queries.unreviewed(cast.coordinator).count() == 1
    with pytest.raises(Refused):
        emergencies.review(row, Verdict.JUSTIFIED, "对", by=cast.coordinator)
    done = emergencies.review(row, Verdict.JUSTIFIED, "已核对110警情，确有轻生", by=cast.coordinator)
    assert (done.verdict, done.reviewed_by) == (Verdict.JUSTIFIED, "周丽")
    assert queries.unreviewed(cast.coordinator).count() == 0
    with pytest.raises(Conflict):
        emergencies.review(row, Verdict.NOT_JUSTIFIED, "再看了一次记录", by=cast.coordinator)


def test_nobody_reviews_themselves_and_the_unentitled_review_nothing(dispute, cast):
    row = emergencies.break_glass(dispute, Danger.HURT, WHY, by=cast.coordinator).emergency
    assert row.supervisor_name == "瓮安县综治中心"
    for by in (cast.coordinator, cast.officer, cast.county_viewer, cast.stranger):
        with pytest.raises(Forbidden):
            emergencies.review(row, Verdict.JUSTIFIED, "本人核实过了", by=by)
    emergencies.review(row, Verdict.NOT_JUSTIFIED, "当时没有人受伤", by=cast.county_coordinator)


@pytest.mark.law("个人信息保护法34")
def test_it_is_never_wider_than_the_county_and_the_posts_area(dispute, cast):
    for by in (cast.prefecture_coordinator, cast.prefecture_viewer, cast.stranger, cast.administrator):
        with pytest.raises(Forbidden):
            emergencies.break_glass(dispute, Danger.LIFE, WHY, by=by)
    with pytest.raises(Missing):
        seen(dispute.county, dispute.pk, by=cast.stranger)
    assert Emergency.objects.of(dispute).count() == 0


def test_it_is_offered_only_where_it_can_be_done(dispute, cast, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    beside = replace(cast.grid_member, spans=cast.stranger.spans)
    assert (panel(dispute, cast.grid_member) or {})["may_break"]
    assert not (panel(dispute, beside) or {}).get("may_break"), "the same county, another township"
    for who, there in (("coordinator", True), ("prefecture_coordinator", False)):
        client.force_login(cast.people[who], backend=BACKEND)
        shown = client.get("/privacy/emergencies/").content.decode()
        assert ('href="/privacy/emergency/"' in shown) is there


def test_a_reason_must_be_said(dispute, cast):
    with pytest.raises(Refused) as refused:
        emergencies.break_glass(dispute, Danger.LIFE, "急", by=cast.grid_member)
    assert refused.value.field == "reason"
    assert queries.openings(dispute) == []


@pytest.mark.law("个人信息保护法31")
def test_a_minors_file_is_read_for_four_hours_and_no_longer(cast):
    child = NewParty("张小明", is_minor=True, phone="13885425521")
    dispute = factories.registered(cast, parties=(child, NewParty("李长河", side=Side.RESPONDENT)))
    with pytest.raises(Forbidden):
        get(dispute.county, dispute.pk, by=cast.grid_member)
    emergencies.break_glass(dispute, Danger.CHILD, WHY, by=cast.grid_member)
    assert get(dispute.county, dispute.pk, by=cast.grid_member).pk == dispute.pk
    with clock.at(clock.now() + timedelta(hours=4, minutes=1)), pytest.raises(Forbidden):
        get(dispute.county, dispute.pk, by=cast.grid_member)


def test_the_page_shows_it_on_that_answer_only(dispute, cast, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(cast.people["grid_member"], backend=BACKEND)
    asked = client.get(f"/privacy/emergency/?from={dispute.get_absolute_url()}").content.decode()
    assert dispute.ref in asked
    given = {"ref": dispute.ref, "danger": int(Danger.LIFE), "reason": "急"}
    refused = client.post("/privacy/emergency/", given)
    assert refused.status_code == 422
    assert "13885425521" not in refused.content.decode()
    shown = client.post("/privacy/emergency/", {**given, "reason": WHY})
    assert "13885425521" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    mistyped = client.post("/privacy/emergency/", {**given, "ref": "HM-0", "reason": WHY})
    assert mistyped.status_code == 422
    assert WHY in mistyped.content.decode(), "nothing typed is lost"
    assert "没有这个编号" in mistyped.content.decode()
    client.force_login(cast.people["coordinator"], backend=BACKEND)
    listed = client.get("/privacy/emergencies/").content.decode()
    assert "龙小梅" in listed
    row = Emergency.objects.of(dispute).get()
    page = f"/privacy/emergencies/{row.county}/{row.pk}/"
    assert "待复核" in client.get(page).content.decode()
    review = {"verdict": int(Verdict.JUSTIFIED), "note": "核对了110警情记录"}
    assert client.post(page, review).status_code == 302
    assert "确有必要" in client.get(page).content.decode()
    client.force_login(cast.people["stranger"], backend=BACKEND)
    assert client.get(page).status_code == 404


@pytest.mark.req("O4")
@pytest.mark.law("个人信息保护法37", "个人信息保护法51")
def test_what_is_opened_to_be_printed_is_on_record_as_printed(dispute, cast):
    routed = factories.received(
        cast, parties=[NewParty("甲某某", phone="13885425521"), NewParty("乙", side=2)]
    )
    first = parties(routed)[0]

    def printed(field: OpenedField, by) -> str:
        words = (Purpose.PAPERS, "协议书要写电话")
        return open_personal(routed, first.pk, field, *words, way=Way.PRINT, by=by)

    assert printed(OpenedField.PHONE, cast.mediator) == "13885425521"
    with pytest.raises(Missing):
        printed(OpenedField.IDENTITY_NUMBER, cast.mediator)
    with pytest.raises(Forbidden):
        printed(OpenedField.PHONE, cast.grid_member)
    (row,) = queries.openings(routed)
    assert (row.way, row.purpose, row.note) == (Way.PRINT, Purpose.PAPERS, "协议书要写电话")
    assert (row.unit_name, row.role) == ("荣院村人民调解委员会", cast.mediator.role)
