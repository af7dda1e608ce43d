"""The organisation's pages, as the people who use them meet them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hemu.orgs import queries
from hemu.orgs.actions import people, teams
from hemu.orgs.models import Person, Post, Region, Role, Team, TeamKind, Unit, UnitKind
from hemu.orgs.tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = False


def as_(cast: Cast, key: str) -> Client:
    client = Client()
    client.force_login(cast.people[key])
    return client


@pytest.fixture
def admin(cast: Cast) -> Client:
    return as_(cast, "administrator")


def text(answer: Any) -> str:
    return str(answer.content.decode())


def pages(cast: Cast) -> list[str]:
    station, officer, village = cast.station.pk, cast.people["officer"].pk, cast.village.code
    return [
        reverse("orgs:tree"),
        reverse("orgs:tree") + "?q=珠藏",
        reverse("orgs:tree") + "?q=5227251",
        reverse("orgs:region", args=[cast.county.code]),
        reverse("orgs:region", args=[village]),
        reverse("orgs:region", args=[cast.grid.code]),
        reverse("orgs:units"),
        reverse("orgs:units") + f"?kind={UnitKind.POLICE_STATION:d}&q=珠藏&sort=-people",
        reverse("orgs:units") + f"?region={cast.county.code}",
        reverse("orgs:units") + "?state=closed",
        reverse("orgs:unit", args=[station]),
        reverse("orgs:people"),
        reverse("orgs:people") + f"?role={Role.MEDIATOR:d}",
        reverse("orgs:person", args=[officer]),
        reverse("orgs:teams"),
    ]


def forms(cast: Cast) -> list[str]:
    station, officer, village = cast.station.pk, cast.people["officer"].pk, cast.village.code
    return [
        reverse("orgs:new-grid", args=[village]),
        reverse("orgs:merge-grids", args=[village]),
        reverse("orgs:split-grid", args=[cast.grid.code]),
        reverse("orgs:rename-grid", args=[cast.grid.code]),
        reverse("orgs:new-unit"),
        reverse("orgs:edit-unit", args=[station]),
        reverse("orgs:close-unit", args=[station]),
        reverse("orgs:add-area", args=[station]),
        reverse("orgs:new-person") + f"?unit={station}",
        reverse("orgs:edit-person", args=[officer]),
        reverse("orgs:new-post", args=[officer]),
        reverse("orgs:new-team"),
        reverse("orgs:import"),
    ]


@pytest.mark.req("O2")
def test_every_page_opens_for_the_administrator(cast: Cast, admin: Client) -> None:
    for url in [*pages(cast), *forms(cast)]:
        answer = admin.get(url)
        assert answer.status_code == 200, url
        assert "<h1>" in text(answer)


@pytest.mark.req("O4")
def test_a_coordinator_looks_but_finds_no_button_and_no_form(cast: Cast) -> None:
    client = as_(cast, "coordinator")
    for url in (reverse("orgs:tree"), reverse("orgs:unit", args=[cast.station.pk]), reverse("orgs:people")):
        answer = client.get(url)
        assert answer.status_code == 200
        assert "新增" not in text(answer)
    for url in forms(cast):
        assert client.get(url).status_code == 403, url


@pytest.mark.req("O4")
def test_the_stranger_gets_404_and_those_without_an_area_403(cast: Cast) -> None:
    stranger = as_(cast, "stranger")
    for url in (
        reverse("orgs:region", args=[cast.village.code]),
        reverse("orgs:unit", args=[cast.station.pk]),
        reverse("orgs:person", args=[cast.people["officer"].pk]),
    ):
        assert stranger.get(url).status_code == 404, url
    assert as_(cast, "court").get(reverse("orgs:units")).status_code == 403


@pytest.mark.req("O4")
def test_phones_are_masked_everywhere(cast: Cast, admin: Client) -> None:
    phone = cast.people["officer"].phone
    for url in [*pages(cast), *forms(cast)]:
        assert phone not in text(admin.get(url)), url
    assert "138****0005" in text(admin.get(reverse("orgs:person", args=[cast.people["officer"].pk])))


@pytest.mark.req("O1")
def test_a_grid_is_split_on_the_page(cast: Cast, admin: Client) -> None:
    url = reverse("orgs:split-grid", args=[cast.grid.code])
    post = cast.posts["grid_member"]
    refused = admin.post(url, {"names": "东片网格", "reason": "户数过多"})
    assert refused.status_code == 422
    assert "东片网格" in text(refused)
    answer = admin.post(
        url, {"names": "东片网格\n\n西片网格", "reason": "户数过多", f"post_{post.pk}": "1"}, follow=True
    )
    assert "西片网格" in text(answer)
    west = Region.objects.get(name="西片网格")
    assert [held.lo for held in queries.posts_of(cast.people["grid_member"])] == [west.code]
    old = text(admin.get(reverse("orgs:region", args=[cast.grid.code])))
    assert "此代码已停用" in old
    assert "东片网格" in old


@pytest.mark.req("O1")
def test_grids_are_merged_made_and_renamed_on_the_page(cast: Cast, admin: Client) -> None:
    second = cast.region("荣院村第二网格")
    url = reverse("orgs:merge-grids", args=[cast.village.code])
    assert admin.post(url, {"grids": [cast.grid.code], "name": "合", "reason": "少"}).status_code == 422
    admin.post(url, {"grids": [cast.grid.code, second.code], "name": "合并网格", "reason": "户数减少"})
    whole = Region.objects.get(name="合并网格")
    admin.post(reverse("orgs:rename-grid", args=[whole.code]), {"name": "河东网格"})
    admin.post(reverse("orgs:new-grid", args=[cast.village.code]), {"name": "河西网格", "number": "77"})
    shown = text(admin.get(reverse("orgs:region", args=[cast.village.code])))
    assert "河东网格" in shown
    assert "522725106201077" in shown
    assert "户数减少" in shown


def unit_form(cast: Cast, **over: str) -> dict[str, str]:
    return {
        "name": "珠藏镇水利站",
        "kind": str(int(UnitKind.DEPARTMENT)),
        "committee_kind": "",
        "region": "珠藏镇",
        "parent": "",
        "phone": "0854-2620110",
        "address": "",
        **over,
    }


@pytest.mark.req("O2")
def test_a_unit_from_beginning_to_end(cast: Cast, admin: Client) -> None:
    refused = admin.post(reverse("orgs:new-unit"), unit_form(cast, region="没有的镇"))
    assert refused.status_code == 422
    assert "没有找到" in text(refused)
    assert "珠藏镇水利站" in text(refused)
    admin.post(reverse("orgs:new-unit"), unit_form(cast))
    unit = Unit.objects.get(name="珠藏镇水利站")
    twin = admin.post(reverse("orgs:new-unit"), unit_form(cast))
    assert "同类同名" in text(twin)
    admin.post(reverse("orgs:edit-unit", args=[unit.pk]), unit_form(cast, name="珠藏镇水务站"))
    admin.post(reverse("orgs:add-area", args=[unit.pk]), {"region": "猴场镇 522725110000"})
    shown = text(admin.get(reverse("orgs:unit", args=[unit.pk])))
    assert "由“珠藏镇水利站”改为“珠藏镇水务站”" in shown
    assert "猴场镇" in shown
    area = unit.areas.get(lo=cast.sibling_township.lo)
    admin.post(reverse("orgs:end-area", args=[unit.pk, area.pk]))
    assert unit.areas.get(pk=area.pk).until is not None
    last = unit.areas.get(until=None)
    told = admin.post(reverse("orgs:end-area", args=[unit.pk, last.pk]), follow=True)
    assert "至少应有一个辖区" in text(told)
    admin.post(reverse("orgs:close-unit", args=[unit.pk]), {"reason": "机构改革"})
    assert "已停用" in text(admin.get(reverse("orgs:unit", args=[unit.pk])))
    admin.post(reverse("orgs:reopen-unit", args=[unit.pk]))
    assert Unit.objects.get(pk=unit.pk).is_active


@pytest.mark.req("O3")
def test_a_person_from_beginning_to_end(cast: Cast, admin: Client) -> None:
    station = f"{cast.station.name} · 珠藏镇"
    filled = {
        "name": "单小雨",
        "phone": "139 1234 5678",
        "unit": station,
        "role": str(int(Role.STATION_OFFICER)),
        "title": "社区民警",
        "area": "",
        "languages": "布依语，苗语",
        "skills": "",
        "username": "",
        "staff_number": "",
    }
    wrong = admin.post(reverse("orgs:new-person"), {**filled, "phone": "123"})
    assert wrong.status_code == 422
    assert "11 位手机号码" in text(wrong)
    admin.post(reverse("orgs:new-person"), filled)
    person = Person.objects.get(name="单小雨")
    assert person.languages == ["布依语", "苗语"]
    shown = text(admin.get(reverse("orgs:person", args=[person.pk])))
    assert "139****5678" in shown
    issued = admin.post(reverse("orgs:issue-password", args=[person.pk]))
    assert issued.headers["Cache-Control"] == "no-store"
    admin.post(
        reverse("orgs:edit-person", args=[person.pk]), {"name": "单小雨", "phone": "", "languages": "苗语"}
    )
    kept = Person.objects.get(pk=person.pk)
    assert (kept.phone, kept.username) == ("13912345678", person.username)
    admin.post(
        reverse("orgs:new-post", args=[person.pk]),
        {"unit": cast.police_office.name, "role": str(int(Role.VILLAGE_AUXILIARY)), "area": "荣院村第一网格"},
    )
    second = Post.objects.get(person=person, role=Role.VILLAGE_AUXILIARY)
    assert second.lo == cast.grid.code
    admin.post(reverse("orgs:end-post", args=[second.pk]))
    admin.post(reverse("orgs:leave", args=[person.pk]))
    assert not Person.objects.get(pk=person.pk).is_active
    assert "单小雨" in text(admin.get(reverse("orgs:people") + "?state=left"))
    admin.post(reverse("orgs:come-back", args=[person.pk]))
    assert Person.objects.get(pk=person.pk).is_active


@pytest.mark.req("O3")
def test_a_team_from_beginning_to_end(cast: Cast, admin: Client) -> None:
    kind = str(int(TeamKind.SUPPORT))
    admin.post(
        reverse("orgs:new-team"),
        {"name": "百人战队一分队", "kind": kind, "unit": cast.centre.name, "languages": "", "note": ""},
    )
    team = Team.objects.get(name="百人战队一分队")
    page = reverse("orgs:team", args=[team.pk])
    nobody = admin.post(reverse("orgs:add-member", args=[team.pk]), {"person": "查无此人"})
    assert nobody.status_code == 422
    admin.post(reverse("orgs:add-member", args=[team.pk]), {"person": "周丽", "leads": "on"})
    since, until = "2030-01-01", "2030-02-01"
    admin.post(
        reverse("orgs:lend", args=[team.pk]),
        {"region": "猴场镇", "since": since, "until": until, "reason": "春节前攻坚"},
    )
    shown = text(admin.get(page))
    assert "周丽" in shown
    assert "春节前攻坚" in shown
    loan, member = team.loans.get(), team.members.get()
    admin.post(reverse("orgs:end-loan", args=[team.pk, loan.pk]))
    admin.post(reverse("orgs:end-member", args=[team.pk, member.pk]))
    changed = {"name": "百人战队二分队", "kind": kind, "unit": cast.centre.name}
    admin.post(reverse("orgs:edit-team", args=[team.pk]), changed)
    admin.post(reverse("orgs:disband", args=[team.pk]))
    assert "百人战队二分队" in text(admin.get(reverse("orgs:teams") + "?state=over"))


def test_fields_suggest_what_lies_in_the_scope(cast: Cast, admin: Client) -> None:
    found = text(admin.get(reverse("orgs:places"), {"field": "region", "region": "荣院"}))
    assert "珠藏镇荣院村 522725106201" in found
    assert "贵定" not in text(admin.get(reverse("orgs:places"), {"field": "region", "region": "贵定"}))
    found = text(admin.get(reverse("orgs:unit-choices"), {"field": "unit", "unit": "派出所"}))
    assert "瓮安县公安局珠藏派出所 · 珠藏镇" in found
    only = {"field": "unit", "unit": "珠藏", "kinds": str(int(UnitKind.JUDICIAL_OFFICE))}
    assert "派出所" not in text(admin.get(reverse("orgs:unit-choices"), only))


@pytest.mark.req("O4")
def test_one_acts_from_the_post_that_one_chose(cast: Cast) -> None:
    officer = cast.people["officer"]
    second = people.give_post(
        officer, people.PostData(cast.sibling_station, Role.STATION_OFFICER), by=cast.administrator
    )
    client = as_(cast, "officer")
    unit = reverse("orgs:unit", args=[cast.sibling_station.pk])
    assert client.get(unit).status_code == 404
    client.post(reverse("orgs:switch-post"), {"post": str(second.pk), "next": "https://evil.example/"})
    assert client.get(unit).status_code == 200
    assert client.post(reverse("orgs:switch-post"), {"post": str(cast.posts["court"].pk)}).status_code == 404


def test_longer_lists_need_no_more_queries(cast: Cast, admin: Client) -> None:
    def counted() -> list[int]:
        counts = []
        for name in ("orgs:units", "orgs:people", "orgs:teams", "orgs:tree"):
            with CaptureQueriesContext(connection) as caught:
                admin.get(reverse(name))
            counts.append(len(caught))
        return counts

    teams.create_team(teams.TeamData("第零队", TeamKind.PATROL, cast.station), by=cast.administrator)
    counted()
    before = counted()
    for number in range(15):
        unit = Unit.objects.create(name=f"站{number}", kind=UnitKind.DEPARTMENT, region=cast.township)
        post = people.PostData(unit, Role.DEPARTMENT_HANDLER)
        people.create_person(people.PersonData(f"人{number}"), post, by=cast.administrator)
        teams.create_team(teams.TeamData(f"队{number}", TeamKind.PATROL, unit), by=cast.administrator)
    assert counted() == before
