"""The field app's screens: readable, in reach of a thumb, small, and plain about what they need."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from config import env
from hemu.disputes.tests.factories import agreed, routed
from hemu.kernel import clock
from hemu.loop.followup.actions import plan_follow_up
from hemu.orgs.tests.cast import Cast
from tests.browser.conftest import accessibility, overflow
from tests.browser.field import WIDTHS, Phone, fill_visit
from tests.browser.valley import Valley

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.req("S15")]

BUILT = env.ROOT / "hemu" / "field" / "static" / "field"
GRID = "522725106201001"
MOST_BYTES = 300_000
LEAST_TARGET = 48
BEGUN = (
    *("visit", "spot", "dispute", "service", "report", "hazard", "group_note"),
    *("hazard_remove", "service_close", "report_answer", "note", "receive", "follow_up"),
)

SMALL = """
least => [...document.querySelectorAll("a, button, summary, select, .tile, textarea, input")]
  .filter((one) => !one.matches(".unseen, [type=radio], [type=checkbox]"))
  .filter((one) => one.checkVisibility() && !one.closest("p"))
  .map((one) => [one.outerHTML.slice(0, 100), one.getBoundingClientRect()])
  .filter(([, box]) => box.height < least - 0.5 || box.width < least - 0.5)
  .map(([words, box]) => `${words} ${box.width}×${box.height}`)
"""


def judge(page: Page, name: str) -> None:
    """What holds on every screen: nothing that axe finds, nothing sideways, nothing too small for a thumb."""
    expect(page.locator("h1")).not_to_have_text("…")
    assert accessibility(page) == [], name
    assert overflow(page) == 0, name
    assert page.evaluate(SMALL, LEAST_TARGET) == [], name
    size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert size >= 18, name
    if folder := os.environ.get("PICTURES"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(folder) / f"field-{width}-{name}.png", full_page=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_screen(new_phone: Callable[..., Phone], cast: Cast, width: int) -> None:
    plan_follow_up(agreed(cast), clock.today(), "试", by=cast.mediator)
    routed(cast)
    phone = new_phone(width)
    phone.page.goto("/field/")
    expect(phone.page.locator("a:text-is('登录')")).to_be_visible()
    judge(phone.page, "welcome")
    phone.sign_in(cast.people["mediator"])
    phone.page.reload()
    expect(phone.page.locator("text=在这部手机上使用")).to_be_visible()
    judge(phone.page, "enrol")
    phone.begin(cast.people["mediator"])
    judge(phone.page, "today")
    _entries(phone)
    for kind in BEGUN:
        phone.go("begin", kind)
        phone.page.wait_for_url("**/#/draft/*")
        judge(phone.page, f"begin-{kind}")
        phone.page.click("text=不要这份草稿")
        judge(phone.page, f"drop-{kind}")
        phone.page.click("button:text-is('删去')")
        expect(phone.page.locator("h1")).to_have_text("今天")
    _afterwards(phone)
    for screen in ("new", "outbox", "me"):
        phone.go(screen)
        judge(phone.page, screen)


def _entries(phone: Phone) -> None:
    links = phone.page.locator(".row-link")
    addresses = [link.get_attribute("href") for link in links.all()]
    assert addresses
    for number, address in enumerate(addresses):
        phone.page.goto(f"/field/{address}")
        judge(phone.page, f"entry-{number}")


def _afterwards(phone: Phone) -> None:
    """A visit with everything wrong, then right; what comes after it; the item."""
    page = phone.page
    phone.go("begin", "visit")
    page.click("text=提交走访")
    expect(page.locator(".error-summary")).to_be_visible()
    judge(page, "visit-wrong")
    fill_visit(page, "张大山", GRID)
    page.locator("#f-has_dispute label", has_text="有").last.click()
    page.fill("[name=dispute_text]", "与李家争水沟")
    judge(page, "visit-filled")
    phone.submit("提交走访")
    judge(page, "done")
    phone.sent()
    page.click("text=张大山")
    judge(page, "item")


def test_the_first_load_is_small(live_server: object) -> None:
    sizes = {
        path.name: len(gzip.compress(path.read_bytes(), 9))
        for path in BUILT.rglob("*")
        if path.is_file() and path.suffix not in (".gz", ".br")
    }
    assert {"index.html", "sw.js", "manifest.webmanifest"} <= sizes.keys()
    assert sum(sizes.values()) < MOST_BYTES, sizes


def test_the_worker_keeps_every_file_that_was_built() -> None:
    [worker] = BUILT.glob("assets/worker-*.js")
    assert worker.name in (BUILT / "sw.js").read_text("utf-8")
    keeps = worker.read_text("utf-8")
    for path in BUILT.rglob("*"):
        name = path.relative_to(BUILT).as_posix()
        own = path == worker or name in ("index.html", "sw.js") or path.suffix in (".gz", ".br")
        assert own or path.is_dir() or f"/static/field/{name}" in keeps, name


def test_it_can_be_installed(handy: Phone) -> None:
    handy.page.goto("/field/")
    told = json.loads(handy.page.request.get("/field/manifest.webmanifest").text())
    assert (told["start_url"], told["scope"], told["display"]) == ("/field/", "/field/", "standalone")
    for icon in told["icons"]:
        assert handy.page.request.get(icon["src"]).status == 200
    client = handy.context.new_cdp_session(handy.page)
    errors = client.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []


def test_without_script_it_says_so(chromium: Browser, valley: Valley) -> None:
    context = chromium.new_context(base_url=valley.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/field/")
    expect(page.locator("body")).to_contain_text("离不开 JavaScript")
    context.close()


def test_nothing_inline_is_needed_or_allowed(handy: Phone) -> None:
    answer = handy.page.goto("/field/")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    shell = (BUILT / "index.html").read_text("utf-8")
    assert not re.search(r"<style|style=|<script(?![^>]*\bsrc=)|\son\w+=", shell)


def test_opens_without_a_signal_at_any_address(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    handy.valley.is_cut = True
    for address in ("/field/", "/field/?from=home", "/field/anything", "/field/#/outbox"):
        handy.page.goto(address)
        expect(handy.page.locator("nav")).to_be_visible()
