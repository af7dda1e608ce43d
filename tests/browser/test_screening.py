"""排 in a real browser: the pages, and registering a dispute with everything that answers while one types."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from hemu.disputes.models import Dispute
from hemu.orgs.tests.cast import Cast
from tests.browser.conftest import SignIn, accessibility, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    ("grid_member", "/visits/"),
    ("grid_member", "/visits/new/"),
    ("officer", "/records/incidents/"),
    ("officer", "/records/incidents/new/"),
    ("coordinator", "/records/meetings/new/"),
    ("auxiliary", "/services/"),
    ("auxiliary", "/services/new/"),
    ("coordinator", "/warnings/"),
)


@pytest.mark.parametrize(("who", "address"), PAGES)
def test_page(page: Page, cast: Cast, sign_in: SignIn, who: str, address: str) -> None:
    sign_in(page, cast.people[who])
    page.goto(address)
    assert accessibility(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    assert overflow(page) == 0


@pytest.mark.req("A2")
def test_registering_by_hand(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(page, cast.people["officer"])
    page.goto("/disputes/new/")
    page.fill("[name='parties-0-name']", "张大山")
    page.fill("[name='parties-1-name']", "李长河")
    page.click("text=再加一名当事人")
    page.fill("[name='parties-2-name']", "王兴发")
    page.fill("[name=region_q]", "荣院村第二")
    page.click("#place-options label:has-text('第二网格')")
    page.fill("[name=narrative]", "两户因田坎争吵，一方持锄头威胁。")
    page.fill("[name=kind_q]", "宅基地")
    page.click("#kind-options label:has-text('宅基地使用')")
    expect(page.locator("#verdict")).to_contain_text("蓝色")
    page.locator("#id_fact-weapon-field label", has_text="是").click()
    page.locator("#id_fact-threat-field label", has_text="是").click()
    expect(page.locator("#verdict")).to_contain_text("持危险物品威胁他人")
    page.click("button.button-large")
    page.wait_for_url("**/disputes/522725/*/")
    made = Dispute.objects.visible_to(cast.officer).get()
    assert (made.title, made.kind, made.region) == (
        "张大山与李长河土地及资源权属纠纷",
        902,
        cast.village.code + 2,
    )
