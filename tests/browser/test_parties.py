"""The party's page on a phone, with no script at all: in, read, correct, end; accessible and no wider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from hemu.disputes.models import State
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import get
from hemu.disputes.tests import factories
from hemu.loop.screening.villagers import rules
from hemu.orgs.tests.cast import Cast
from hemu.portal.parties import codes
from hemu.portal.parties.models import Column, Request
from hemu.privacy.actions import open_personal
from hemu.privacy.models import OpenedField, Purpose
from tests.browser.conftest import SignIn, accessibility, faults, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plain(chromium: Browser, live_server: Any) -> Iterator[Page]:
    """A phone of 390 px whose browser runs no script."""
    context = chromium.new_context(
        base_url=live_server.url,
        locale="zh-CN",
        viewport={"width": 390, "height": 844},
        java_script_enabled=False,
    )
    page = context.new_page()
    yield page
    context.close()


def slip(dispute: Any, name: str) -> tuple[str, str]:
    given = next(one for one in codes.of_parties(dispute) if one.party.name == name)
    assert given.code is not None
    return rules.shown_code(codes.code_of(given.code)), codes.pin_of(given.code)


def enter(page: Page, code: str, proof: str) -> None:
    page.goto("/portal/my/")
    page.fill("#code", code)
    page.click("text=下一步")
    page.fill("#proof", proof)
    page.click("text=进入")


@pytest.fixture
def dispute(cast: Cast) -> Any:
    people = (
        NewParty("张大山", phone="13885425521", address="荣院村三组12号"),
        NewParty("李长河", side=2, phone="13885427788"),  # type: ignore[arg-type]  # a Side by its number
    )
    return factories.mediating(cast, parties=people)


@pytest.mark.req("M2")
@pytest.mark.law("人民调解法17", "人民调解法23")
def test_a_party_does_everything_without_a_script(plain: Page, cast: Cast, dispute: Any) -> None:
    party = codes.of_parties(dispute)[0].party
    open_personal(dispute, party.pk, OpenedField.PHONE, Purpose.CONTACT, "约调解时间", by=cast.mediator)
    code, pin = slip(dispute, "张大山")
    enter(plain, code, "9999")
    assert "不对" in plain.inner_text(".p-wrong")
    plain.fill("#proof", pin)
    plain.click("text=进入")
    assert plain.inner_text("h1") == "正在调解"
    plain.click("text=谁看过我的信息")
    assert "荣院村人民调解委员会" in plain.inner_text("main")
    plain.click("text=返回")
    plain.click("text=我的信息有错，要更正")
    plain.check(f"input[name=column][value='{int(Column.ADDRESS)}']")
    plain.click("text=下一步")
    plain.fill("input[name=becomes]", "荣院村三组21号")
    plain.click("text=发送")
    assert "收到了" in plain.inner_text(".p-done")
    plain.click("text=我不想调解了")
    plain.click("button:has-text('不再调解')")
    assert "没有调解成" in plain.inner_text("h1")
    assert get(dispute.county, dispute.pk, by=cast.mediator).state == State.REFERRED
    assert str(Request.objects.of(dispute).get().becomes) == "荣院村三组21号"
    plain.click("text=看完了，退出")
    assert plain.locator("#code").input_value() == ""


def test_every_screen_is_large_accessible_and_no_wider_than_a_phone(
    phone: Page, cast: Cast, dispute: Any
) -> None:
    code, pin = slip(dispute, "张大山")
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        wrong = accessibility(phone)
        if overflow(phone):
            wrong.append(f"wider by {overflow(phone)} px")
        size = phone.evaluate("getComputedStyle(document.body).fontSize")
        if size != "18px":
            wrong.append(f"text of {size}")
        if wrong:
            found[name] = wrong

    phone.goto("/portal/my/notice/")
    look("notice")
    phone.goto(f"/portal/my/?c={code}")
    look("code")
    phone.click("text=下一步")
    look("proof")
    phone.fill("#proof", pin)
    phone.click("text=进入")
    look("home")
    for button in (
        "我的文书", "我的权利和别的办法", "谁看过我的信息", "补充意见", "选择调解员", "不同意现在的调解员",
        "我的信息有错，要更正", "复制、删除我的信息", "投诉", "我不想调解了",
    ):  # fmt: skip
        phone.click(f"button:has-text('{button}')")
        look(button)
        phone.click("text=返回")
    assert found == {}


OFFICE = (
    *("/privacy/", "/privacy/emergencies/", "/privacy/emergency/", "/privacy/requests/"),
    *("/privacy/retention/", "/privacy/assessments/", "/privacy/breaches/"),
    *("DISPUTEparty-codes/", "DISPUTEparty-requests/", "DISPUTEpersonal-consents/", "DISPUTEholds/"),
)


def test_the_offices_pages(page: Page, cast: Cast, sign_in: SignIn, dispute: Any, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    party = codes.of_parties(dispute)[0].party
    open_personal(dispute, party.pk, OpenedField.PHONE, Purpose.CONTACT, "约调解时间", by=cast.mediator)
    sign_in(page, cast.people["coordinator"])
    found: dict[str, list[str]] = {}
    for address in OFFICE:
        found |= faults(page, address.replace("DISPUTE", dispute.get_absolute_url()))
    assert found == {}
