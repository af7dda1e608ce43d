"""What lies on a phone can't be read, and is destroyed when its person signs out, loses it or leaves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from hemu.field.devices import end
from hemu.field.models import Device, EndedWhy
from hemu.loop.screening.models import Visit
from hemu.orgs.tests.cast import Cast
from tests.browser.field import Phone, fill_visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.req("S15")]

GRID = "522725106201001"
SECRETS = ("张大山", "13885425521", "与邻居争水", "杨秀芬", "522725106201001")


def unsent_visit(phone: Phone) -> None:
    """A visit with names and a number in it, finished and not sent."""
    phone.valley.is_cut = True
    phone.go("begin", "visit")
    fill_visit(phone.page, "张大山", GRID)
    phone.page.fill("[name=object_phone]", "13885425521")
    phone.page.fill("[name=object_info]", "与邻居争水")
    phone.submit("提交走访")
    phone.go("begin", "report")
    phone.page.fill("[name=text]", "与邻居争水")
    phone.settled()


def everything_but_signs(phone: Phone) -> dict[str, int]:
    """How many rows each table holds, the one that says why the phone is empty left out."""
    tables = phone.look()
    return {name: len(rows) for name, rows in tables.items() if name != "plain" and rows}


def is_empty(phone: Phone) -> bool:
    """Whether it becomes empty: what is destroyed after an answer of the server needs that answer first."""
    for _ in range(100):
        if everything_but_signs(phone) == {}:
            return True
        phone.page.wait_for_timeout(100)
    return False


def test_nothing_that_was_typed_lies_open_on_the_phone(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    unsent_visit(handy)
    tables = str(handy.look())
    assert not [word for word in SECRETS if word in tables]
    handy.kill()
    stores = [path for path in handy.folder.rglob("*") if path.is_file() and "IndexedDB" in str(path)]
    assert stores
    for path in stores:
        content = path.read_bytes()
        found = [word for word in SECRETS for code in ("utf-8", "utf-16-le") if word.encode(code) in content]
        assert found == [], path


def test_signing_out_says_what_would_be_lost_and_destroys_everything(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    unsent_visit(handy)
    handy.valley.is_cut = False
    handy.valley.blocks = ["/sync"]
    handy.go("me")
    page = handy.page
    page.click("button:has-text('退出登录')")
    expect(page.locator("dialog")).to_contain_text("未送到 1 条，草稿 1 份")
    handy.valley.blocks = []
    page.click("text=先送出")
    expect(page.locator("dialog")).to_contain_text("未送到 0 条，草稿 1 份")
    page.click("text=不要了，退出并删去")
    expect(page.locator("main")).to_contain_text("已退出登录，这部手机里的内容已全部删去")
    assert is_empty(handy)
    assert Visit.objects.unscoped(reason="test").count() == 1
    assert Device.objects.get().ended_why == EndedWhy.SIGNED_OUT


def test_signing_out_without_a_signal_destroys_at_once_and_tells_later(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    unsent_visit(handy)
    handy.go("me")
    handy.page.click("button:has-text('退出登录')")
    handy.page.click("text=不要了，退出并删去")
    expect(handy.page.locator("main")).to_contain_text("已退出登录")
    assert everything_but_signs(handy) == {"keys": 1}
    assert [row["name"] for row in handy.look()["keys"]] == ["farewell"]
    assert Device.objects.get().ended_at is None
    handy.valley.is_cut = False
    handy.reopen()
    expect(handy.page.locator("a:text-is('登录')")).to_be_visible()
    assert is_empty(handy)
    assert Device.objects.get().ended_why == EndedWhy.SIGNED_OUT


@pytest.mark.req("O4")
def test_signing_out_also_ends_the_browsers_own_sign_in(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    assert handy.page.request.get("/visits/", max_redirects=0).status == 200
    handy.go("me")
    handy.page.click("button:has-text('退出登录')")
    handy.page.click("button:text-is('退出并删去')")
    expect(handy.page.locator("a:text-is('登录')")).to_be_visible()
    assert handy.page.request.get("/visits/", max_redirects=0).status == 302


@pytest.mark.parametrize(("why", "words"), [(EndedWhy.LOST, "报失"), (EndedWhy.LEFT, "岗位已变动")])
def test_a_phone_that_was_ended_is_emptied_at_its_next_contact(
    handy: Phone, cast: Cast, why: EndedWhy, words: str
) -> None:
    handy.begin(cast.people["auxiliary"])
    unsent_visit(handy)
    end(Device.objects.get().pk, why, by=cast.administrator)
    handy.context.clear_cookies()
    handy.valley.is_cut = False
    handy.reopen()
    expect(handy.page.locator("main")).to_contain_text(words)
    assert is_empty(handy)
    assert Visit.objects.unscoped(reason="test").count() == 0


def test_a_lost_phone_empties_itself_also_with_the_app_closed(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    unsent_visit(handy)
    worker = handy.context.service_workers[0]
    handy.page.goto("about:blank")
    end(Device.objects.get().pk, EndedWhy.LOST, by=cast.administrator)
    handy.valley.is_cut = False
    worker.evaluate(
        """() => new Promise((done) => {
          const event = new ExtendableEvent("sync");
          event.waitUntil = (work) => work.then(done);
          self.dispatchEvent(event);
        })"""
    )
    handy.context.clear_cookies()
    handy.reopen()
    expect(handy.page.locator("main")).to_contain_text("报失")
    assert is_empty(handy)


def test_another_person_can_take_the_phone_only_after_a_warning(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    unsent_visit(handy)
    Device.objects.update(prefix="000000000000")
    handy.context.clear_cookies()
    handy.valley.is_cut = False
    handy.sign_in(cast.people["cadre"])
    handy.reopen()
    expect(handy.page.locator(".notice-warn")).to_contain_text("杨秀芬")
    assert everything_but_signs(handy)["outbox"] == 1


def test_the_same_phone_serves_its_next_person(new_phone: Callable[..., Phone], cast: Cast) -> None:
    phone = new_phone()
    phone.begin(cast.people["auxiliary"])
    phone.go("me")
    phone.page.click("button:has-text('退出登录')")
    phone.page.click("button:text-is('退出并删去')")
    expect(phone.page.locator("main")).to_contain_text("已退出登录")
    phone.begin(cast.people["cadre"])
    expect(phone.page.locator(".top-who")).to_have_text("陈光荣")
    assert Device.objects.filter(ended_at=None).count() == 1


def test_a_browser_keeps_no_answer_of_the_server_beside_the_sealed_store(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    kept = handy.page.evaluate(
        """async () => {
          const names = await caches.keys();
          const found = [];
          for (const name of names) {
            const cache = await caches.open(name);
            for (const one of await cache.keys()) found.push(new URL(one.url).pathname);
          }
          return found;
        }"""
    )
    assert kept
    assert all(path == "/field/" or path.startswith("/static/field/") for path in kept)
