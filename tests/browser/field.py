"""A phone with the field app: a browser with a folder of its own, which can be killed and taken up again."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from hemu.orgs.models import Person
from tests.browser.conftest import FLAGS, Watch, executable
from tests.browser.valley import Valley

MEDIA = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
NO_SIGNAL = ("ERR_EMPTY_RESPONSE", "ERR_CONNECTION", "ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "status of 4")
"""What Chromium itself says on the console when there is no way through, or the server refuses."""

WIDTHS = (360, 390)
PATIENCE = 60.0
"""Seconds until a wait is given up: a busy machine is no failure."""
expect.set_options(timeout=PATIENCE * 1000 / 2)
LOOK = """
async () => {
  const db = await new Promise((done, failed) => {
    const asked = indexedDB.open("hemu-field");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const tables = {};
  for (const name of db.objectStoreNames) {
    const rows = await new Promise((done) => {
      const asked = db.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => done(asked.result);
    });
    tables[name] = rows.map((row) => {
      const shown = {};
      for (const [key, value] of Object.entries(row)) {
        const bytes = value instanceof ArrayBuffer || value instanceof Uint8Array;
        if (bytes) shown[key] = new TextDecoder("utf-8").decode(new Uint8Array(value));
        else shown[key] = typeof value === "object" ? String(value) : value;
      }
      return shown;
    });
  }
  db.close();
  return tables;
}
"""


@dataclass
class Phone:
    """One phone of one person. `page` is the app as it stands."""

    browser: Browser
    valley: Valley
    watch: Watch
    width: int = 360
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="hemu-phone-")))
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.watch.expects += NO_SIGNAL
        self.start()

    def start(self) -> None:
        """Switch on: the same folder, so everything that was kept is there."""
        self.context = self.browser.browser_type.launch_persistent_context(
            self.folder,
            executable_path=executable(),
            args=[*FLAGS, *MEDIA],
            base_url=self.valley.url,
            viewport={"width": self.width, "height": 740},
            is_mobile=True,
            has_touch=True,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            geolocation={"latitude": 27.1, "longitude": 107.5, "accuracy": 18},
            permissions=["geolocation", "microphone"],
        )
        self.context.set_default_timeout(PATIENCE * 1000)
        self.page = self.context.pages[0]
        self.watch.on(self.page)

    def kill(self) -> None:
        """Pull the battery: the browser gets no chance to put anything in order."""
        for found in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError, ProcessLookupError):
                words = found.read_bytes().split(b"\0")
                if f"--user-data-dir={self.folder}".encode() in words:
                    os.kill(int(found.parent.name), signal.SIGKILL)
        with suppress(Exception):
            self.context.close()

    def off(self) -> None:
        """Switch off and throw the folder away."""
        with suppress(Exception):
            self.context.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def sign_in(self, person: Person) -> None:
        """Sign the person in in the phone's browser, as the ordinary page would."""
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        self.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.valley.url}])

    def begin(self, person: Person) -> None:
        """Sign in and make the phone the person's; afterwards the app opens without a signal."""
        self.sign_in(person)
        self.page.goto("/field/")
        self.page.click("text=在这部手机上使用")
        expect(self.page.locator("h1")).to_have_text("今天")
        expect(self.page.locator(".network")).to_contain_text("更新")
        self.until("navigator.serviceWorker.controller !== null")

    def go(self, *words: str) -> None:
        """Open a screen by its address."""
        self.page.goto("/field/#/" + "/".join(words))

    def reopen(self) -> None:
        """Open the app anew, as somebody does who taps its icon."""
        self.page.goto("/field/")

    def settled(self) -> None:
        """Wait until what was typed lies on the phone."""
        expect(self.page.locator(".top-end")).to_have_text("已存在手机里")

    def submit(self, words: str) -> None:
        """Press the main button and see that it is kept."""
        self.page.click(f"button:text-is('{words}')")
        expect(self.page.locator("h1")).to_have_text("已存好")

    def until(self, holds: str) -> None:
        """Wait until an expression holds. (Playwright's own way needs eval, which the policy forbids.)"""
        end = time.monotonic() + PATIENCE
        while not self.page.evaluate(holds):
            assert time.monotonic() < end, holds
            self.page.wait_for_timeout(50)

    def sent(self) -> None:
        """Press the button until nothing waits any more: items, envelopes and files."""
        self.go("outbox")
        expect(self.page.locator("h1")).to_have_text("待送")
        end = time.monotonic() + PATIENCE
        button = self.page.locator("button:has-text('现在就送')")
        waits = True
        while waits:  # once at least: the list that comes after the sending is then here too
            assert time.monotonic() < end, [row["state"] for row in self.look()["outbox"]]
            button.click()
            expect(button).to_have_attribute("aria-busy", "false", timeout=PATIENCE * 1000)
            waits = self._waits()
        expect(self.page.locator(".bottom-says")).to_have_text("都送到了")

    def _waits(self) -> bool:
        tables = self.look()
        unsent = [row for row in tables["outbox"] if row["state"] == "waiting"]
        return bool(unsent or [row for row in tables["files"] if row["state"] == "ready"])

    def look(self) -> dict[str, list[dict[str, Any]]]:
        """Every table on the phone, sealed bytes as (mostly unreadable) text."""
        found: dict[str, list[dict[str, Any]]] = self.page.evaluate(LOOK)
        return found


def fill_visit(page: Page, name: str, region: str = "522725106201001") -> None:
    """Fill in what a visit must have, from top to bottom."""
    if page.locator("select[name=region]").input_value() != region:
        page.select_option("[name=region]", region)
    page.select_option("[name=object_kind]", "1")
    page.fill("[name=object_name]", name)
    page.click(".located + button")
    expect(page.locator(".located")).to_contain_text("已记下")
    page.click("text=纠纷、隐患、求助都没有")
    page.select_option("[name=result]", "1")
