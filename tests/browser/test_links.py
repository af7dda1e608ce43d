"""What may be the same matter, in a browser: while typing, on the dispute's page, side by side, merged."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hemu.disputes.amendment import link
from hemu.disputes.models import Dispute, LinkKind, State
from hemu.loop.screening.links.models import Proposal
from hemu.loop.screening.links.tests import situations as given
from hemu.orgs.tests.cast import Cast
from tests.browser.conftest import SignIn, accessibility, faults, overflow, scroll_through

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.req("S13")]


@pytest.fixture
def double(cast: Cast, settings: Any) -> tuple[Dispute, Dispute, Proposal]:
    settings.REQUIRE_SECOND_FACTOR = False
    one, two = given.first(cast), given.again(cast)
    [proposal] = given.swept()
    return one, two, proposal


def held(page: Page, address: str) -> None:
    """The page is accessible and fits, on a desk and on a phone."""
    assert faults(page, address) == {}
    page.set_viewport_size({"width": 1440, "height": 900})


def test_typing_shows_what_is_there(page: Page, cast: Cast, sign_in: SignIn, double: Any) -> None:
    sign_in(page, cast.people["officer"])
    page.goto("/disputes/new/")
    page.fill("[name='parties-0-name']", "章国强")
    page.fill("[name='parties-0-phone']", given.PHONE)
    page.fill("[name=region_q]", "荣院村第二")
    page.click("#place-options label:has-text('第二网格')")
    page.fill("[name=narrative]", "老李和章国强为大田坝水沟放水先后吵架。")
    page.locator("[name=narrative]").blur()
    expect(page.locator("#likely")).to_contain_text("可能已经登记过")
    page.locator("#likely summary").first.click()
    expect(page.locator("#likely")).to_contain_text("章国强 与 张国强：电话一致、姓名同音")
    assert accessibility(page) == []
    assert overflow(page) == 0


def test_merging_and_undoing_by_the_pages(page: Page, cast: Cast, sign_in: SignIn, double: Any) -> None:
    one, two, proposal = double
    sign_in(page, cast.people["officer"])
    held(page, "/proposals/")
    held(page, one.get_absolute_url())
    page.goto(one.get_absolute_url())
    page.click("text=比对、处理")
    held(page, page.url)
    page.click("button:has-text('确认')")
    expect(page.locator("h1")).to_have_text("核对并案")
    held(page, page.url)
    page.click("button:has-text('确认并案')")
    expect(page.locator("body")).to_contain_text("并错了可以撤销")
    assert Dispute.objects.unscoped(reason="a test").get(pk=two.pk).state == State.MERGED
    page.goto(f"/proposals/{proposal.county}/{proposal.pk}/")
    page.click("text=撤销这次处理")
    held(page, page.url)
    page.fill("[name=reason]", "不是同一条沟")
    page.click("button:has-text('撤销')")
    expect(page.locator("body")).to_contain_text("已撤销")
    assert Dispute.objects.unscoped(reason="a test").get(pk=two.pk).state == State.REGISTERED


def test_the_graph_of_a_matter(page: Page, cast: Cast, sign_in: SignIn, double: Any) -> None:
    one, two, _proposal = double
    late, third = given.grown(cast), given.apart(cast)
    link(late, one, LinkKind.SOURCE, "因放水结怨", by=cast.officer)
    link(third, late, LinkKind.ASSOCIATED, "同一批人", by=cast.officer)
    link(two, one, LinkKind.DUPLICATE, "同一条沟", by=cast.officer)
    sign_in(page, cast.people["officer"])
    held(page, late.get_absolute_url())
    page.goto(late.get_absolute_url())
    scroll_through(page)
    expect(page.locator("#matter-graph canvas")).to_be_visible()
    page.locator("#panel-matter .members a", has_text=one.title).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{one.get_absolute_url()}")
