"""A real Chromium against the live server. A page that says anything on its console fails its test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from config import env
from tests.browser.valley import Valley

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--font-render-hinting=none")
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
AXE = env.ROOT / "node_modules" / "axe-core" / "axe.min.js"


def executable() -> str:
    """The Chromium to drive; its absence fails, it never skips."""
    named = env.text("HEMU_BROWSER")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.fail("no Chromium: run tools/need-browser, or set HEMU_BROWSER")
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run.

    Playwright keeps an event loop running in this thread, at which Django refuses to query; our
    queries here are as synchronous as ever.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass
class Watch:
    """What went wrong on a page; `expects` holds parts of messages that the test provokes on purpose."""

    said: list[str] = field(default_factory=list)
    expects: list[str] = field(default_factory=list)

    def on(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.said.append(f"error: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(f"{message.type}: {message.text}")

    def unexpected(self) -> list[str]:
        return [text for text in self.said if not any(part in text for part in self.expects)]


@pytest.fixture
def watch() -> Watch:
    return Watch()


def _opened(browser: Browser, watch: Watch, base: str, **options: Any) -> tuple[BrowserContext, Page]:
    context = browser.new_context(base_url=base, locale="zh-CN", timezone_id="Asia/Shanghai", **options)
    context.set_default_timeout(15_000)
    page = context.new_page()
    watch.on(page)
    return context, page


@pytest.fixture
def page(chromium: Browser, live_server: Any, watch: Watch) -> Iterator[Page]:
    """A page at office size, signed in as nobody; its console must stay silent."""
    context, page = _opened(chromium, watch, live_server.url, viewport={"width": 1440, "height": 900})
    yield page
    context.close()
    assert watch.unexpected() == []


@pytest.fixture
def phone(chromium: Browser, live_server: Any, watch: Watch) -> Iterator[Page]:
    """A page on a phone."""
    size = {"width": 390, "height": 844}
    context, page = _opened(chromium, watch, live_server.url, viewport=size, has_touch=True, is_mobile=True)
    yield page
    context.close()
    assert watch.unexpected() == []


SignIn = Callable[[Page, Any], None]


@pytest.fixture
def sign_in(live_server: Any) -> SignIn:
    """Give a page the session of a person, without the form (which has its own test)."""

    def give(page: Page, person: Any) -> None:
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return give


@pytest.fixture
def valley(live_server: Any) -> Iterator[Valley]:
    """The way between phones and the server."""
    made = Valley(live_server.url)
    yield made
    made.close()


@pytest.fixture
def new_phone(chromium: Browser, valley: Valley, watch: Watch, settings: Any) -> Iterator[Callable[..., Any]]:
    """Makes phones (tests.browser.field.Phone); each is switched off and emptied at the end."""
    from tests.browser.field import Phone  # it needs what stands above

    settings.REQUIRE_SECOND_FACTOR = False
    phones: list[Phone] = []

    def make(width: int = 360, way: Valley = valley) -> Phone:
        phones.append(Phone(chromium, way, watch, width))
        return phones[-1]

    yield make
    for phone in phones:
        phone.off()
    assert watch.unexpected() == []


@pytest.fixture
def handy(new_phone: Callable[..., Any]) -> Any:
    """One phone, nobody signed in on it."""
    return new_phone()


def english(page: Page) -> None:
    """Switch the page to English, as the button does."""
    page.locator("form.language button").click()


def accessibility(page: Page) -> list[str]:
    """What axe finds wrong on the page as it stands (WCAG 2.1 A and AA), a line each."""
    page.evaluate(AXE.read_text("utf-8"))
    result = page.evaluate(
        "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})"
    )
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:160]} {node.get('failureSummary', '')}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def scroll_through(page: Page) -> None:
    """Bring everything into view once, so that what draws itself when seen has drawn itself."""
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height, 500):
        page.evaluate("top => scrollTo(0, top)", top)
        page.wait_for_timeout(40)
    page.wait_for_load_state("networkidle")


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def faults(page: Page, address: str) -> dict[str, list[str]]:
    """What is wrong with a page on a desk and on a phone, by address and width; empty when nothing is."""
    found: dict[str, list[str]] = {}
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        scroll_through(page)
        wrong = accessibility(page)
        if overflow(page):
            wrong.append(f"wider than the window by {overflow(page)} px")
        if wrong:
            found[f"{address} at {width}"] = wrong
    return found
