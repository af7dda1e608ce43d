"""A township's messy ledger in a real browser, from the upload to the disputes that it became."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hemu.disputes.models import Dispute, Source
from hemu.loop.screening.importing.tests import formats
from hemu.loop.screening.importing.tests.files import run
from hemu.orgs.tests.cast import Cast
from tests.browser.conftest import SignIn, accessibility, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.req("S14")]


def sound(page: Page) -> None:
    """Nothing for axe to find, and no sideways scroll, on a desk and on a phone."""
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert accessibility(page) == [], page.url
        assert overflow(page) == 0, (page.url, width)
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "珠藏镇2026年一季度台账.xlsx"
    path.write_bytes(formats.xlsx())
    return path


def test_the_whole_way_of_a_ledger(
    page: Page, cast: Cast, sign_in: SignIn, ledger: Path, settings: Any
) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    sign_in(page, cast.people["coordinator"])
    page.goto("/imports/")
    sound(page)
    page.click("text=导入台账 >> nth=0")
    sound(page)
    page.set_input_files("[name=file]", ledger)
    page.click("button:has-text('上传')")
    expect(page.locator("#import-progress")).to_contain_text("正在读取")
    sound(page)
    run()
    expect(page.locator("h1")).to_contain_text("珠藏镇2026年一季度台账")
    expect(page.get_by_role("button", name="检查每一行")).to_be_visible()
    sound(page)
    page.click("button:has-text('检查每一行')")
    expect(page.locator("#import-progress")).to_contain_text("正在检查")
    run()
    expect(page.get_by_role("heading", name="没认出的词")).to_be_visible()
    sound(page)
    page.click("text=请先看这些")
    expect(page.locator("tbody tr")).to_contain_text("扬言")
    sound(page)
    page.click("text=可以导入")
    sound(page)
    page.click("button:has-text('只导入无误的 5 行')")
    sound(page)
    page.locator("dialog button:has-text('导入')").click()
    run()
    expect(page.get_by_text("登记了 5 行")).to_be_visible()
    sound(page)
    page.click("text=看这些记录")
    expect(page.locator("tbody tr")).to_have_count(5)
    page.goto("/imports/")
    sound(page)
    assert Dispute.objects.visible_to(cast.officer).filter(source=Source.IMPORT).count() == 5
    _again(page, ledger)
    assert Dispute.objects.visible_to(cast.officer).filter(source=Source.IMPORT).count() == 5


def _again(page: Page, ledger: Path) -> None:
    """The same file once more: it is told that it was here, and nothing is offered to be brought in."""
    page.goto("/imports/new/")
    page.set_input_files("[name=file]", ledger)
    page.click("button:has-text('上传')")
    run()
    expect(page.get_by_text("这个文件导入过")).to_be_visible()
    page.click("button:has-text('检查每一行')")
    run()
    expect(page.get_by_role("link", name="下载有误的行")).to_be_visible()
    expect(page.locator("button:has-text('只导入无误的')")).to_have_count(0)
    page.click("text=已经有了 >> nth=-1")
    expect(page.locator(".import-rows > li")).to_have_count(6)
    sound(page)
