"""村民说事 on a small phone: with scripts, and without any."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, ViewportSize, expect

from hemu.loop.screening.models import ReportChannel, ReportStatus, VillagersReport
from hemu.loop.screening.villagers import actions, queries
from hemu.loop.screening.villagers.people import villager_of
from hemu.orgs.tests.cast import Cast
from hemu.portal import floods
from tests.browser.conftest import Watch, accessibility, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZE: ViewportSize = {"width": 360, "height": 740}
TOO_SMALL = """() => [...document.querySelectorAll("main *")]
  .filter(e => e.children.length === 0 && e.textContent.trim() && e.offsetParent)
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < 16)
  .map(e => e.outerHTML.slice(0, 80))"""
TEXT = "上游的人家把沟截断了，我家秧田没有水。"
TONE = """() => { navigator.mediaDevices.getUserMedia = async () => {
  const context = new AudioContext(), tone = context.createOscillator();
  const out = context.createMediaStreamDestination();
  tone.connect(out); tone.start();
  return out.stream; }; }"""
"""A microphone for a machine that has none: it hears a tone."""


@pytest.fixture
def small(chromium: Browser, live_server: Any, watch: Watch) -> Iterator[Page]:
    """A phone of 360 px with scripts."""
    yield from _opened(chromium, live_server, watch, scripts=True)


@pytest.fixture
def plain(chromium: Browser, live_server: Any, watch: Watch) -> Iterator[Page]:
    """The same phone with scripts turned off."""
    yield from _opened(chromium, live_server, watch, scripts=False)


def _opened(chromium: Browser, live_server: Any, watch: Watch, *, scripts: bool) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=live_server.url, locale="zh-CN", viewport=SIZE, has_touch=True, java_script_enabled=scripts
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    watch.on(page)
    yield page
    context.close()
    assert watch.unexpected() == []


@pytest.fixture
def word(cast: Cast) -> str:
    return actions.village_code(cast.village.code, by=cast.cadre).code


def photo() -> FilePayload:
    """A large photograph, as a telephone takes it."""
    out = io.BytesIO()
    Image.effect_noise((3000, 2000), 90).convert("RGB").save(out, "JPEG", quality=95)
    return {"name": "沟.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def sound() -> FilePayload:
    return {"name": "说.amr", "mimeType": "audio/amr", "buffer": b"#!AMR\n" + bytes(600)}


def checked(page: Page, found: dict[str, list[str]], name: str) -> None:
    """Note what is wrong with the page as it stands."""
    wrong = accessibility(page)
    if overflow(page):
        wrong.append(f"wider than the window by {overflow(page)} px")
    small = page.evaluate(TOO_SMALL)
    found[name] = wrong + [f"smaller than 16 px: {html}" for html in small]


@pytest.mark.req("S7")
def test_a_villager_speaks_and_follows_on_a_small_phone(small: Page, cast: Cast, word: str) -> None:
    found: dict[str, list[str]] = {}
    small.goto(f"/p/{word}/")
    checked(small, found, "village")
    small.get_by_role("link", name="我要说事").click()
    checked(small, found, "what")
    small.get_by_label("发生了什么事？").fill(TEXT)
    small.get_by_role("button", name="下一步").click()
    small.get_by_label("事情在哪里？").fill("三组大田坝")
    checked(small, found, "where")
    small.get_by_role("button", name="下一步").click()
    small.get_by_label("怎么称呼您").fill("韦阿公")
    checked(small, found, "who")
    small.get_by_role("button", name="下一步").click()
    expect(small.get_by_text("请算一算")).to_be_hidden()
    checked(small, found, "send")
    small.get_by_label("照片", exact=True).set_input_files([photo()])
    small.get_by_label("或者选一段录好的录音").set_input_files([sound()])
    small.wait_for_timeout(4200)  # nobody fills it in faster than tokens.SHORTEST_SECONDS
    small.get_by_role("button", name="发送").click()
    expect(small.get_by_role("heading", name="收到了")).to_be_visible()
    checked(small, found, "sent")
    code = small.locator("#code").inner_text()
    row = queries.by_code(code)
    assert row is not None
    assert (row.text, row.status, row.suspicions) == (TEXT, ReportStatus.OPEN, [])
    [told] = queries.history(row)
    assert [one.media for one in told.files] == ["image/jpeg", "audio/amr"]
    assert told.files[0].size < 1_500_000, "made smaller before it was sent"
    _follow(small, cast, row, code, found)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def _follow(page: Page, cast: Cast, row: Any, code: str, found: dict[str, list[str]]) -> None:
    page.get_by_role("button", name="看看办得怎样").click()
    expect(page.get_by_role("heading", name="正在办理")).to_be_visible()
    checked(page, found, "report")
    actions.answer_report(row, "已约两家明天一起放水，村里派人看着。", by=cast.cadre)
    page.goto("/portal/")
    page.goto(f"/portal/follow/#{code}")
    assert page.get_by_label("请输入查询码").input_value() == code
    checked(page, found, "follow")
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_text("已约两家明天一起放水").first).to_be_visible()
    checked(page, found, "answered")
    page.get_by_role("button", name="这事没解决").click()
    page.get_by_label("哪里没有解决？").fill("今天又截断了")
    checked(page, found, "unsettled")
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_role("heading", name="正在重新办理")).to_be_visible()
    page.goto("/portal/privacy/")
    checked(page, found, "privacy")


@pytest.mark.req("S7")
def test_everything_works_without_a_script(plain: Page, cast: Cast, word: str) -> None:
    plain.goto(f"/p/{word}/say/")
    plain.get_by_label("发生了什么事？").fill(TEXT)
    for _ in range(3):
        plain.get_by_role("button", name="下一步").click()
    plain.get_by_label("照片", exact=True).set_input_files([photo()])
    expect(plain.locator("#recorder")).to_be_hidden()
    plain.locator("#id_sum").fill(str(_sum(plain)))
    plain.wait_for_timeout(4200)
    plain.get_by_role("button", name="发送").click()
    code = plain.locator("#code").inner_text()
    row = queries.by_code(code)
    assert row is not None
    assert row.status == ReportStatus.OPEN
    actions.answer_report(row, "已通水。", by=cast.cadre)
    plain.goto("/portal/follow/")
    plain.get_by_label("请输入查询码").fill(code.lower().replace("-", " "))
    plain.get_by_role("button", name="查看").click()
    plain.get_by_role("button", name="解决了", exact=True).click()
    plain.get_by_label("基本满意").check()
    plain.get_by_role("button", name="发送").click()
    expect(plain.get_by_role("heading", name="您说已经解决")).to_be_visible()


def to_the_last(page: Page, word: str, text: str = "") -> None:
    page.goto(f"/p/{word}/say/")
    page.get_by_label("发生了什么事？").fill(text)
    for _ in range(3):
        page.get_by_role("button", name="下一步").click()


@pytest.mark.req("S7")
def test_who_can_not_type_records_a_voice_on_the_page(small: Page, cast: Cast, word: str) -> None:
    to_the_last(small, word)
    small.evaluate(TONE)
    small.get_by_role("button", name="按这里，开始录音").click()
    expect(small.locator("#recorder-note")).to_have_text("0:01")
    small.get_by_role("button", name="录好了，停止").click()
    expect(small.locator("#heard")).to_be_visible()
    expect(small.get_by_role("button", name="重新录")).to_be_visible()
    small.wait_for_timeout(3000)  # nobody fills it in faster than tokens.SHORTEST_SECONDS
    small.get_by_role("button", name="发送").click()
    row = queries.by_code(small.locator("#code").inner_text())
    assert row is not None
    [told] = queries.history(row)
    [voice] = told.files
    assert (row.status, row.text) == (ReportStatus.OPEN, "")
    assert voice.media in ("audio/webm", "audio/mp4", "audio/ogg")
    assert voice.size > 500


@pytest.mark.req("S7")
def test_a_telephone_that_gives_no_microphone_says_what_to_do(small: Page, word: str) -> None:
    to_the_last(small, word)
    small.evaluate("() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('no')); }")
    small.get_by_role("button", name="按这里，开始录音").click()
    expect(small.get_by_text("可以先用手机自带的录音机录好")).to_be_visible()


@pytest.mark.req("S7")
def test_pressing_send_twice_is_one_report(small: Page, plain: Page, cast: Cast, word: str) -> None:
    for page in (small, plain):
        to_the_last(page, word, TEXT)
        if page is plain:
            page.locator("#id_sum").fill(str(_sum(page)))
        page.wait_for_timeout(4200)
        page.get_by_role("button", name="发送").dblclick()
        expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    rows = VillagersReport.objects.visible_to(cast.cadre)
    assert rows.count() == 2, "one of each telephone"


def _sum(page: Page) -> int:
    question = page.locator("label[for=id_sum]").inner_text().split("：", 1)[1]
    return sum("零一二三四五六七八九".index(one) for one in question[:6] if one in "一二三四五六七八九")


@pytest.mark.req("S7")
def test_behind_an_address_that_guessed_codes_a_telephone_reckons_and_its_owner_reads(
    small: Page, cast: Cast
) -> None:
    new = actions.NewReport(cast.village.code, TEXT, channel=ReportChannel.POSTER)
    taken = actions.receive_report(new, by=villager_of(cast.village))
    floods.take(floods.TRYING, "127.0.0.0/24", floods.TRYING.burst)
    small.goto("/portal/follow/")
    expect(small.get_by_text("请算一算")).to_be_hidden()
    small.get_by_label("请输入查询码").fill(taken.code)
    small.get_by_role("button", name="查看").click()
    expect(small.get_by_role("heading", name="正在办理")).to_be_visible()
