"""The register's pages: found from the menu, filled in, exported; strangers find nothing."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from hemu.disputes.models import Side
from hemu.disputes.parties import NewParty
from hemu.disputes.tests.factories import received
from hemu.kernel import clock
from hemu.loop.mediation.models import Mediator
from hemu.loop.mediation.people.models import Committee, CourtReport, Interpreter, Tie, Training
from hemu.loop.mediation.people.tests.people import entered, somebody
from hemu.orgs.models import Role
from hemu.orgs.tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.req("M8")]


@pytest.fixture
def seat(cast: Cast, settings):
    settings.REQUIRE_SECOND_FACTOR = False

    def sit(name: str) -> Client:
        client = Client()
        client.force_login(cast.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sit


def cells(content: bytes) -> list[list[str]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def test_the_register_is_in_the_menu_filtered_and_exported(cast: Cast, seat) -> None:
    entered("韦金花", cast.committee, ("布依语",))
    entered("陈光", cast.committee)
    client = seat("officer")
    assert "/mediators/" in client.get("/").content.decode()
    page = client.get("/mediators/?language=布依语").content.decode()
    assert "韦金花" in page
    assert "陈光" not in page
    rows = cells(client.get("/mediators/export.xlsx?language=布依语").content)
    assert rows[0][:2] == ["姓名", "所在组织"]
    assert rows[1][0] == "韦金花"
    assert "没有符合条件的调解员" in client.get("/mediators/?q=无此人").content.decode()


def test_somebody_is_entered_from_their_committee(cast: Cast, seat) -> None:
    client = seat("judicial")
    page = client.get(f"/committees/{cast.committee.pk}/").content.decode()
    link = f"/mediators/new/?post={cast.posts['mediator'].pk}"
    assert link in page
    assert "列入名册" in client.get(link).content.decode()
    done = client.post(link, {"languages": ["布依语"], "skills": ["2"], "full_time": "on"})
    row = Mediator.objects.get()
    assert done["location"] == f"/mediators/{row.pk}/"
    assert (row.languages, row.skills, row.is_full_time) == (["布依语"], [2], True)


def test_a_mediators_page_takes_training_titles_and_the_end(cast: Cast, seat) -> None:
    row = entered("杨老", cast.committee)
    client, here = seat("judicial"), f"/mediators/{row.pk}/"
    today = clock.today().isoformat()
    client.post(
        here, {"do": "train", "subject": "民法典", "held_on": today, "hours": "2", "organiser": "司法局"}
    )
    client.post(
        here,
        {"do": "award", "kind": "1", "title": "金牌调解员", "awarded_by": "州司法局", "awarded_on": today},
    )
    client.post(here, {"do": "knows", "languages": ["苗语"], "skills": ["9"]})
    page = client.get(here).content.decode()
    for word in ("民法典", "州司法局", "苗语", "土地及资源权属纠纷"):
        assert word in page
    wrong = client.post(
        here, {"do": "train", "subject": "", "held_on": today, "hours": "2", "organiser": "局"}
    )
    assert wrong.status_code == 422
    client.post(here, {"do": "retire", "why": "年满离任"})
    row.refresh_from_db()
    assert not row.is_active
    assert seat("mediator").post(here, {"do": "retire", "why": "x"}).status_code == 403
    assert seat("stranger").get(here).status_code == 404


def test_one_training_for_many(cast: Cast, seat) -> None:
    two = [entered("甲某", cast.committee), entered("乙某", cast.committee)]
    given = {
        "mediators": [row.pk for row in two],
        "subject": "调解技巧",
        "held_on": clock.today().isoformat(),
        "hours": "3",
        "organiser": "珠藏司法所",
    }
    assert seat("judicial").post("/mediators/training/", given).status_code == 302
    assert Training.objects.count() == 2


def test_a_committee_is_registered_and_says_what_is_missing(cast: Cast, seat) -> None:
    client, here = seat("judicial"), f"/committees/{cast.committee.pk}/"
    assert "还没有登记，请先填写" in client.get(here).content.decode()
    client.post(here, {"do": "facts", "setup": "1", "term_from": "2026-01-01", "women": "1"})
    client.post(here, {"do": "member", "called": "吴主任", "duty": "1"})
    page = client.get(here).content.decode()
    assert "吴主任" in page
    assert "委员应当是 3 至 9 人，现有 1 人。" in page
    assert Committee.objects.get().changed_by == "蒋文"
    listed = client.get("/committees/?view=faults").content.decode()
    assert "荣院村人民调解委员会" in listed
    rows = cells(client.get("/committees/export.xlsx?q=荣院").content)
    assert rows[1][9:11] == ["吴主任", "主任"]
    refused = client.post(here, {"do": "member", "called": "又一主任", "duty": "1"})
    assert refused.status_code == 422


@pytest.mark.law("人民调解法10")
def test_the_county_tells_the_court_and_downloads_it(cast: Cast, seat) -> None:
    client = seat("county_coordinator")
    assert "瓮安县人民法院" in client.get("/committees/court/").content.decode()
    client.post("/committees/court/", {"court": "瓮安县人民法院"})
    report = CourtReport.objects.get()
    rows = cells(client.get(f"/committees/court/{report.pk}.xlsx").content)
    assert ["荣院村人民调解委员会", "新设立"] in [row[:2] for row in rows]
    assert seat("judicial").get("/committees/court/").status_code == 404


def test_ties_are_ones_own(cast: Cast, seat) -> None:
    client = seat("mediator")
    client.post("/mediators/ties/", {"do": "declare", "kind": "1", "name": "张大山"})
    tie = Tie.objects.get()
    assert "张大山" in client.get("/mediators/ties/").content.decode()
    assert "张大山" not in seat("cadre").get("/mediators/ties/").content.decode()
    client.post("/mediators/ties/", {"do": "withdraw", "tie": tie.pk})
    tie.refresh_from_db()
    assert tie.withdrawn_at is not None


def test_where_nobody_speaks_the_language_an_interpreter_is_named(cast: Cast, seat) -> None:
    entered("不会说的", cast.committee)
    post = somebody("韦翻译", cast.station, Role.STATION_OFFICER, languages=["布依语"])
    parties = (NewParty("韦阿美", language="布依语"), NewParty("李长河", side=Side.RESPONDENT))
    dispute = received(cast, parties=parties)
    client, here = seat("mediator"), f"{dispute.get_absolute_url()}interpreter/"
    assert (
        "没有会说布依语的调解员可以指定"
        in client.get(f"{dispute.get_absolute_url()}accept/").content.decode()
    )
    assert "没有会说布依语的调解员可以指定" in client.get(dispute.get_absolute_url()).content.decode()
    assert "韦翻译" in client.get(here).content.decode()
    refused = client.post(here, {"language": "布依语", "person": post.pk})
    assert refused.status_code == 422
    client.post(here, {"language": "布依语", "person": post.pk, "consented": "on"})
    assert Interpreter.objects.of(dispute).get().name == "韦翻译"
