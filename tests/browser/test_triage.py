"""What the narrative suggests while it is typed; with a failing network and without JavaScript too."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from hemu.disputes.models import Dispute
from hemu.orgs.tests.cast import Cast
from tests.browser.conftest import SignIn, Watch, accessibility, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.req("A4")]
TOLD = "老闆拖欠三十多名農民工工資。對方拿著刀威脅。聽說他還要放火。"


def test_taking_a_suggestion_answers_the_question(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(page, cast.people["officer"])
    page.goto("/disputes/new/")
    page.fill("[name=narrative]", TOLD)
    expect(page.locator(".suggested-text mark").first).to_be_visible()
    page.locator("#suggestions label", has_text="劳动合同").click()
    page.locator("#suggestions [data-takes=fact-weapon]").check()
    expect(page.locator("[name=fact-weapon][value=yes]")).to_be_checked()
    page.fill("[name=narrative]", TOLD + "已报警。")
    expect(page.locator("#suggestions")).to_contain_text("警情")
    expect(page.locator("#suggestions input[name=kind]")).to_be_checked()
    expect(page.locator("#suggestions [data-takes=fact-weapon]")).to_be_checked()
    assert accessibility(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert overflow(page) == 0
    assert not Dispute.objects.unscoped(reason="a test").exists()


def test_what_is_sent_while_typing_holds_no_identity_number(page: Page, cast: Cast, sign_in: SignIn) -> None:
    sign_in(page, cast.people["officer"])
    page.goto("/disputes/new/")
    page.fill("[name='parties-0-phone']", "13800138000")
    with page.expect_request("**/suggestions/") as sent:
        page.fill("[name=narrative]", TOLD)
    body = sent.value.post_data or ""
    assert "narrative=" in body
    assert "13800138000" not in body
    assert "identity_number" not in body


def test_a_network_that_fails_leaves_the_form_as_it_is(
    page: Page, cast: Cast, sign_in: SignIn, watch: Watch
) -> None:
    watch.expects += ["ERR_FAILED", "htmx:"]
    sign_in(page, cast.people["officer"])
    page.goto("/disputes/new/")
    page.route("**/suggestions/", lambda route: route.abort())
    page.fill("[name=narrative]", TOLD)
    expect(page.locator("#toasts")).to_contain_text("您填的内容还在")
    assert page.input_value("[name=narrative]") == TOLD
    page.unroute("**/suggestions/")
    page.click("text=看看提示")
    expect(page.locator(".suggested-text mark").first).to_be_visible()


def test_without_javascript_the_button_opens_a_page_to_read(
    page: Page, cast: Cast, sign_in: SignIn, chromium: Browser, live_server: Any
) -> None:
    sign_in(page, cast.people["officer"])
    plain = chromium.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state(), base_url=live_server.url,
        locale="zh-CN",
    )  # fmt: skip
    form = plain.new_page()
    form.goto("/disputes/new/")
    form.fill("[name=narrative]", TOLD)
    with plain.expect_page() as opened:
        form.click("text=看看提示")
    expect(opened.value.locator(".suggested-text mark").first).to_be_visible()
    assert opened.value.locator("main input[data-takes]").count() == 0
    assert form.input_value("[name=narrative]") == TOLD
    plain.close()
