"""The page of all components: silent console, accessible, no wider than the window, worked by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from hemu.orgs.tests.cast import Cast
from tests.browser.conftest import SignIn, Watch, accessibility, english, overflow, scroll_through

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = "/office/components"


@pytest.fixture
def office(page: Page, cast: Cast, sign_in: SignIn) -> Page:
    """The components page at office size, as the township coordinator sees it."""
    sign_in(page, cast.people["coordinator"])
    page.goto(PAGE)
    return page


def test_every_chart_draws_itself_under_the_content_policy(office: Page) -> None:
    scroll_through(office)
    drawn = office.locator("[data-chart] canvas")
    expect(drawn).to_have_count(office.locator("[data-chart]").count())
    policy = office.request.get(PAGE).headers["content-security-policy"]
    assert "unsafe" not in policy


def test_a_number_is_told_on_hover_and_opens_its_list(office: Page) -> None:
    chart = office.locator("#c-kinds [data-chart]")
    chart.scroll_into_view_if_needed()
    expect(chart.locator("canvas")).to_be_visible()
    office.wait_for_timeout(600)
    chart.hover(position={"x": 160, "y": 30})
    expect(chart.locator(".chart-tip")).to_contain_text("603")
    months = office.locator("#c-ratings [data-chart]")
    box = months.bounding_box()
    assert box is not None
    months.click(position={"x": box["width"] * 0.54, "y": box["height"] * 0.75})
    office.wait_for_url("**month=5")


def test_accessible_in_chinese_and_english(office: Page) -> None:
    assert accessibility(office) == []
    assert office.locator("html").get_attribute("lang") == "zh-CN"
    english(office)
    expect(office.locator("html")).to_have_attribute("lang", "en")
    assert accessibility(office) == []


def test_fits_a_phone(phone: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(phone, cast.people["coordinator"])
    phone.goto(PAGE)
    scroll_through(phone)
    assert overflow(phone) == 0
    bar = phone.locator("nav.side").bounding_box()
    assert bar is not None
    assert bar["y"] + bar["height"] == pytest.approx(844, abs=1)
    assert accessibility(phone) == []
    english(phone)
    assert overflow(phone) == 0


def test_keyboard(office: Page) -> None:
    office.locator("h1").click()
    office.keyboard.press("/")
    expect(office.locator("[role=search] input")).to_be_focused()
    office.keyboard.press("Escape")
    office.keyboard.press("?")
    expect(office.locator("#keys")).to_be_visible()
    office.keyboard.press("Escape")
    expect(office.locator("#keys")).to_be_hidden()
    office.keyboard.press("j")
    office.keyboard.press("j")
    expect(office.locator("tr.is-at")).to_have_attribute("data-href", "#2")
    office.keyboard.press("k")
    office.keyboard.press("Enter")
    office.wait_for_url("**#1")
    office.keyboard.press("g")
    office.keyboard.press("w")
    office.wait_for_url(lambda url: url.endswith("/"))


def test_a_dialog_asks_and_can_be_left(office: Page) -> None:
    office.locator("[data-opens=sample-confirm]").click()
    dialog = office.locator("#sample-confirm")
    expect(dialog).to_be_visible()
    assert accessibility(office) == []
    dialog.locator("[data-closes]").click()
    expect(dialog).to_be_hidden()


def test_a_request_that_does_not_arrive_says_so(office: Page, watch: Watch) -> None:
    watch.expects += ["ERR_INTERNET_DISCONNECTED", "htmx:"]
    office.context.set_offline(True)
    office.locator("#sample-load").click()
    expect(office.locator("[data-toast-name=offline]")).to_be_visible()
    office.locator("#sample-load").click()
    expect(office.locator("[data-toast-name=offline]")).to_have_count(1)
    office.context.set_offline(False)


def test_a_conflict_in_a_part_takes_the_whole_page(office: Page, watch: Watch) -> None:
    watch.expects.append("409")
    office.locator("#sample-load").click()
    expect(office.locator("h1")).to_have_text("现在办不了这一步")


def test_navigation_folds_and_stays_folded(office: Page) -> None:
    office.locator("[data-folds]").click()
    folded = office.locator("nav.side").bounding_box()
    assert folded is not None
    assert folded["width"] < 100
    office.reload()
    expect(office.locator("body")).to_have_class("with-shell side-folded")


def test_without_script_the_page_still_reads(chromium, live_server, cast: Cast, sign_in: SignIn) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, cast.people["coordinator"])
    page.goto(PAGE)
    expect(page.locator("h1")).to_be_visible()
    page.locator("#c-outcomes summary").click()
    expect(page.locator("#c-outcomes td").first).to_have_text("1493")
    context.close()


@pytest.mark.parametrize("status", [403, 404, 409, 422])
def test_refusals_are_pages(page: Page, cast: Cast, sign_in: SignIn, watch, status: int) -> None:
    watch.expects.append(str(status))
    sign_in(page, cast.people["coordinator"])
    page.goto(f"{PAGE}/{status}")
    expect(page.locator("h1")).to_be_visible()
    assert accessibility(page) == []
