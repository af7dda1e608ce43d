"""The pages of campaigns, as those who use them meet them."""

from __future__ import annotations

import io
from urllib.parse import parse_qs, urlsplit

import pytest
from python_calamine import CalamineWorkbook

from hemu.loop.screening.campaigns import queries
from hemu.loop.screening.campaigns.actions import NewTarget, add_targets, order_campaign
from hemu.loop.screening.campaigns.models import Campaign, TargetKind
from hemu.loop.screening.campaigns.tests.test_campaigns import days
from hemu.loop.screening.tests.test_visits import GRID

pytestmark = [pytest.mark.django_db, pytest.mark.req("S5")]


@pytest.fixture
def sign_in(client, cast, settings):
    settings.REQUIRE_SECOND_FACTOR = False

    def give(who):
        client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return give


def test_from_a_key_date_to_the_list_of_what_is_missing(cast, sign_in):
    browser = sign_in("coordinator")
    page = browser.get("/campaigns/new/?occasion=spring_festival").content.decode()
    assert "春节矛盾纠纷排查" in page
    given = {
        "campaign_id": "1700000000000000001", "kind": "2", "name": "春节排查",
        "region": str(cast.township.code), "since": "2027-01-20", "until": "2027-02-11",
        "entries": ["must_enter:01"], "occasion": "spring_festival",
    }  # fmt: skip
    answer = browser.post("/campaigns/new/", given)
    assert answer.status_code == 302, answer.content.decode()
    row = Campaign.objects.concerning(cast.coordinator).get()
    assert browser.post("/campaigns/new/", given).url == answer.url
    wrong = browser.post(answer.url, {"how": "paste", "targets": "矿山,磷矿,荣院村\n飞船,一号,荣院村"})
    assert wrong.status_code == 422
    assert "认不出类别“飞船”" in wrong.content.decode()
    good = {"how": "paste", "targets": "矿山,磷矿,荣院村\n飞船,一号,荣院村", "good_only": "1"}
    assert browser.post(answer.url, good).status_code == 302
    listed = browser.get(f"/campaigns/{row.county}/{row.id}/targets/?state=missing").content.decode()
    assert "磷矿" in listed
    overview = browser.get(f"/campaigns/{row.county}/{row.id}/").content.decode()
    assert "没有列出任何一处" in overview
    assert "还有 1 个对象没有人走访过" in overview


def test_a_target_opens_the_visit_that_answers_it(cast, sign_in):
    campaign = order_campaign(days(), by=cast.coordinator)
    add_targets(campaign, [NewTarget(TargetKind.MINE, "磷矿", GRID)], by=cast.coordinator)
    browser = sign_in("grid_member")
    page = browser.get(f"/campaigns/{campaign.county}/{campaign.id}/targets/")
    ((_line, _where, url),) = page.context["rows"]
    asked = parse_qs(urlsplit(url).query)
    form = browser.get(url).context["form"]
    assert form["object_name"].value() == "磷矿"
    now = form["started_at"].value().strftime("%Y-%m-%dT%H:%M")
    given = {name: values[0] for name, values in asked.items()} | {
        "visit_id": str(form["visit_id"].value()), "visitors": "龙小梅", "started_at": now, "ended_at": now,
        "object_people": "3", "result": "1",
    }  # fmt: skip
    answer = browser.post("/visits/new/", given)
    assert answer.status_code == 302, answer.context["form"].errors
    (line,) = queries.lines(campaign, cast.coordinator)
    assert line.reached is not None


def test_the_missing_come_as_a_sheet(cast, sign_in):
    campaign = order_campaign(days(), by=cast.coordinator)
    add_targets(campaign, [NewTarget(TargetKind.MINE, "=磷矿", GRID)], by=cast.coordinator)
    answer = sign_in("coordinator").get(f"/campaigns/{campaign.county}/{campaign.id}/sheet/?state=missing")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[1][:2] == ["矿山", "'=磷矿"]
    assert rows[1][5] == "未走访"


def test_a_stranger_finds_no_campaign_and_a_grid_member_orders_none(cast, sign_in):
    campaign = order_campaign(days(), by=cast.coordinator)
    base = f"/campaigns/{campaign.county}/{campaign.id}/"
    browser = sign_in("stranger")
    for path in (base, f"{base}targets/", f"{base}sheet/", f"{base}change/", f"{base}targets/add/"):
        assert browser.get(path).status_code == 404
    browser = sign_in("grid_member")
    assert browser.get("/campaigns/new/").status_code == 403
    assert browser.get("/campaigns/").status_code == 200


def test_a_target_is_taken_off_on_its_page(cast, sign_in):
    campaign = order_campaign(days(), by=cast.coordinator)
    add_targets(campaign, [NewTarget(TargetKind.MINE, "磷矿", GRID)], by=cast.coordinator)
    (target,) = queries.targets(campaign, cast.coordinator)
    browser = sign_in("coordinator")
    path = f"/campaigns/targets/{target.county}/{target.id}/remove/"
    assert browser.get(path).status_code == 200
    assert browser.post(path, {"why": ""}).status_code == 422
    assert browser.post(path, {"why": "已关闭"}).status_code == 302
    assert queries.targets(campaign, cast.coordinator) == []
