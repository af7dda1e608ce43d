"""The organisation's pages in a real browser: accessible, no wider than a phone, and usable by typing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from hemu.kernel import clock
from hemu.orgs.actions import grids, teams
from hemu.orgs.models import ImportDraft, Region, SheetKind, TeamKind
from hemu.orgs.sheets import drafts, reading
from hemu.orgs.sheets.columns import COLUMNS
from hemu.orgs.tests.cast import Cast
from tests.browser.conftest import SignIn, accessibility, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHEET = "姓名,手机号码,单位,岗位\n韦小妹,13800990001,荣院村村民委员会,网格员\n白某某,1,没有的单位,网格员\n"


@pytest.fixture
def filled(cast: Cast, settings: Any) -> Cast:
    """A county in which something has happened."""
    settings.REQUIRE_SECOND_FACTOR = False
    by = cast.administrator
    grids.split_grid(cast.region("荣院村第三网格"), ["河东网格", "河西网格"], by=by, reason="户数超过 500 户")
    team = teams.create_team(teams.TeamData("百人战队一分队", TeamKind.SUPPORT, cast.centre), by=by)
    teams.join(team, cast.people["coordinator"], by=by, leads=True)
    today = clock.today()
    until = today + timedelta(days=20)
    teams.lend(team, cast.sibling_township, since=today, until=until, reason="集中化解", by=by)
    rows = reading.read(SHEET.encode(), COLUMNS[SheetKind.PEOPLE])
    drafts.make(SheetKind.PEOPLE, "人员.csv", rows, by=by)
    return cast


def addresses(cast: Cast) -> list[str]:
    team = cast.centre.teams.get()
    draft = ImportDraft.objects.get()
    return [
        reverse("orgs:region", args=[cast.village.code]),
        reverse("orgs:region", args=[cast.village.code + 3]),
        reverse("orgs:tree") + "?q=珠藏",
        reverse("orgs:units"),
        reverse("orgs:unit", args=[cast.station.pk]),
        reverse("orgs:new-unit"),
        reverse("orgs:people"),
        reverse("orgs:person", args=[cast.people["officer"].pk]),
        reverse("orgs:new-person"),
        reverse("orgs:teams"),
        reverse("orgs:team", args=[team.pk]),
        reverse("orgs:split-grid", args=[cast.grid.code]),
        reverse("orgs:merge-grids", args=[cast.village.code]),
        reverse("orgs:import"),
        reverse("orgs:import-preview", args=[draft.pk]),
    ]


@pytest.mark.req("O2")
def test_every_page_is_accessible_and_fits_a_phone(page: Page, filled: Cast, sign_in: SignIn) -> None:
    sign_in(page, filled.people["administrator"])
    for address in addresses(filled):
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(address)
        assert accessibility(page) == [], address
        page.set_viewport_size({"width": 390, "height": 844})
        assert overflow(page) <= 0, address


@pytest.mark.req("O1")
def test_a_grid_is_split_by_hand(page: Page, filled: Cast, sign_in: SignIn) -> None:
    sign_in(page, filled.people["administrator"])
    page.goto(reverse("orgs:region", args=[filled.village.code]))
    page.get_by_role("row", name="第一网格").get_by_role("link", name="拆分").click()
    page.get_by_label("拆分后的网格").fill("东片网格\n西片网格")
    page.get_by_label("原因").fill("户数过多")
    page.get_by_label("龙小梅").select_option("1")
    page.get_by_role("button", name="拆分").click()
    expect(page.get_by_role("row", name="西片网格")).to_contain_text("龙小梅")
    assert Region.objects.get(name="西片网格").is_current


@pytest.mark.req("O3")
def test_a_unit_is_found_by_typing_a_part_of_its_name(page: Page, filled: Cast, sign_in: SignIn) -> None:
    sign_in(page, filled.people["administrator"])
    page.goto(reverse("orgs:new-person"))
    page.get_by_label("单位").press_sequentially("珠藏派出")
    option = page.locator("#id_unit-list option").first
    expect(option).to_have_attribute("value", "瓮安县公安局珠藏派出所 · 珠藏镇")
    page.get_by_label("姓名").fill("单小雨")
    page.get_by_label("单位").fill("瓮安县公安局珠藏派出所 · 珠藏镇")
    page.get_by_label("岗位").select_option(label="民警")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("单小雨")
    page.get_by_role("button", name="发放初始密码").click()
    page.get_by_role("button", name="发放", exact=True).click()
    expect(page.locator("code")).to_have_text(re.compile(r"^[A-Z0-9]{4}(-[A-Z0-9]{4}){2}$"))
