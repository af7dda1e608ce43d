"""S15: what phones are like: two windows open, no room left, a thumb faster than the camera, old eyes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from hemu.loop.screening.models import Visit
from hemu.orgs.tests.cast import Cast
from tests.browser.conftest import overflow
from tests.browser.field import Phone, fill_visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.req("S15")]

GRID = "522725106201001"
FULL = """
() => {
  const put = IDBObjectStore.prototype.put;
  window.full = true;
  IDBObjectStore.prototype.put = function (...what) {
    if (window.full) throw new DOMException("no room", "QuotaExceededError");
    return put.apply(this, what);
  };
}
"""
"""The browser has no room any more. (Chromium's own switch for that doesn't reach IndexedDB.)"""
SPOIL = """
async () => {
  const db = await new Promise((done) => {
    const asked = indexedDB.open("hemu-field");
    asked.onsuccess = () => done(asked.result);
  });
  const table = db.transaction("outbox", "readwrite").objectStore("outbox");
  const rows = await new Promise((done) => {
    const asked = table.getAll();
    asked.onsuccess = () => done(asked.result);
  });
  const first = rows.sort((a, b) => a.n - b.n)[0];
  await new Promise((done) => (table.put({ ...first, box: new ArrayBuffer(40) }).onsuccess = done));
  db.close();
}
"""
"""The oldest record's bytes become others, as on a memory that fails."""


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Photos that take their time to be made small."""
    paths = [tmp_path / f"door-{number}.jpg" for number in range(3)]
    for number, path in enumerate(paths):
        Image.effect_noise((2400, 1800), 60 + number).convert("RGB").save(path, "JPEG", quality=90)
    return paths


def visits() -> list[Any]:
    """Every visit, whoever may see it."""
    return list(Visit.objects.unscoped(reason="test").order_by("id"))


def second_window(phone: Phone, address: str) -> Page:
    """The same app in another window of the same phone."""
    page = phone.context.new_page()
    phone.watch.on(page)
    page.goto(address)
    return page


def test_two_windows_dont_write_over_one_another(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    handy.valley.is_cut = True
    handy.go("begin", "visit")
    first = handy.page
    first.fill("[name=object_name]", "罗世明")
    handy.settled()
    second = second_window(handy, first.url)
    expect(second.locator("h1")).to_have_text("在另一个窗口里")
    second.click("text=在这里接着写")
    expect(second.locator("[name=object_name]")).to_have_value("罗世明")
    expect(first.locator("h1")).to_have_text("在另一个窗口里")
    second.fill("[name=done_on_spot]", "讲了防火")
    expect(second.locator(".top-end")).to_have_text("已存在手机里")
    second.close()
    first.click("text=在这里接着写")
    expect(first.locator("[name=done_on_spot]")).to_have_value("讲了防火")
    fill_visit(first, "罗世明", GRID)
    handy.submit("提交走访")
    handy.valley.is_cut = False
    handy.sent()
    assert [(row.object_name, row.done_on_spot) for row in visits()] == [("罗世明", "讲了防火")]


def test_two_windows_send_one_record_each(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    handy.valley.is_cut = True
    for name in ("张家", "李家"):
        handy.go("begin", "visit")
        fill_visit(handy.page, name, GRID)
        handy.submit("提交走访")
    second = second_window(handy, "/field/#/outbox")
    expect(second.locator(".state-wait")).to_have_count(2)
    handy.valley.is_cut = False
    second.click("button:has-text('现在就送')")
    handy.sent()
    expect(second.locator(".state-done")).to_have_count(2)
    assert [row.object_name for row in visits()] == ["张家", "李家"]


def test_a_photo_that_is_still_being_made_small_goes_with_the_visit(
    handy: Phone, cast: Cast, photos: list[Path]
) -> None:
    handy.begin(cast.people["auxiliary"])
    handy.valley.is_cut = True
    handy.go("begin", "visit")
    fill_visit(handy.page, "罗世明", GRID)
    handy.page.set_input_files("[name=photos-album]", photos[:2])
    handy.page.set_input_files("[name=photos-camera]", photos[2])
    handy.submit("提交走访")
    assert [row["state"] for row in handy.look()["files"]] == ["ready"] * 3
    handy.valley.is_cut = False
    handy.sent()
    assert [len(row.photos) for row in visits()] == [3]


def test_a_phone_without_room_says_so_and_loses_nothing(handy: Phone, cast: Cast, photos: list[Path]) -> None:
    handy.begin(cast.people["auxiliary"])
    handy.valley.is_cut = True
    handy.go("begin", "visit")
    page = handy.page
    fill_visit(page, "罗世明", GRID)
    handy.settled()
    page.evaluate(FULL)
    page.set_input_files("[name=photos-album]", photos[0])
    expect(page.locator(".notice-stop").first).to_contain_text("手机存储空间不够，这张照片没有存上")
    page.fill("[name=done_on_spot]", "讲" * 1000)
    expect(page.locator(".top-end")).to_have_text("没有存上")
    page.click("text=提交走访")
    expect(page.locator("main")).to_contain_text("没有存上。请清理手机后再提交，写的都还在")
    page.evaluate("full = false")
    handy.watch.said.clear()  # what was refused stood on the console, under names that the build shortened
    handy.submit("提交走访")
    handy.valley.is_cut = False
    handy.sent()
    assert [(row.object_name, row.done_on_spot) for row in visits()] == [("罗世明", "讲" * 1000)]


def test_a_form_that_was_only_looked_at_leaves_no_draft(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    handy.go("begin", "visit")
    expect(handy.page.locator("[name=object_name]")).to_be_visible()
    handy.page.click("[aria-label=返回]")
    expect(handy.page.locator("h1")).to_have_text("今天")
    expect(handy.page.locator("text=没写完的")).to_have_count(0)
    handy.go("begin", "visit")
    handy.page.fill("[name=object_name]", "罗世明")
    handy.settled()
    handy.page.click("[aria-label=返回]")
    expect(handy.page.locator("text=没写完的")).to_be_visible()


def test_a_screen_that_cant_be_drawn_says_so(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    handy.watch.expects += ["URI malformed", "URIError"]
    handy.page.goto("/field/?again#/draft/%")
    expect(handy.page.locator("h1")).to_have_text("这一页打不开")
    handy.page.click("a:text-is('重新打开')")
    expect(handy.page.locator("h1")).to_have_text("今天")


def test_one_record_that_cant_be_read_hides_and_holds_up_no_other(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    handy.valley.is_cut = True
    for name in ("张家", "李家"):
        handy.go("begin", "visit")
        fill_visit(handy.page, name, GRID)
        handy.submit("提交走访")
    handy.watch.expects.append("OperationError")
    handy.page.evaluate(SPOIL)
    handy.reopen()
    handy.go("outbox")
    expect(handy.page.locator(".state-wait")).to_have_count(1)
    handy.valley.is_cut = False
    handy.page.click("button:has-text('现在就送')")
    expect(handy.page.locator(".state-done")).to_have_count(1)
    assert [row.object_name for row in visits()] == ["李家"]


@pytest.mark.parametrize("size", ["大", "特大"])
def test_large_type_fits_a_narrow_phone(handy: Phone, cast: Cast, size: str) -> None:
    handy.begin(cast.people["mediator"])
    page = handy.page
    handy.go("me")
    page.locator(".tile").filter(has=page.locator(f"span:text-is('{size}')")).click()
    handy.reopen()
    least = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert least >= {"大": 21, "特大": 27}[size]
    for kind in ("visit", "spot", "dispute", "service", "report", "follow_up"):
        handy.go("begin", kind)
        page.wait_for_url("**/#/draft/*")
        expect(page.locator("h1")).not_to_have_text("…")
        assert overflow(page) == 0, kind
    for screen in ("new", "outbox", "me", ""):
        handy.go(screen)
        expect(page.locator("nav")).to_be_visible()
        assert overflow(page) == 0, screen
        assert _covered(page) == [], screen


def _covered(page: Page) -> list[str]:
    """Words at the bottom that don't fit into what holds them."""
    found: list[str] = page.evaluate(
        """[...document.querySelectorAll(".bottom a, .bottom button")]
          .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent)"""
    )
    return found
