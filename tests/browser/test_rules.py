"""The rulebook in a browser: read, tried, revised, at office and phone size."""

from __future__ import annotations

import pytest

from tests.browser.conftest import accessibility

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/rules/",
    "/rules/rating/?try=1&f_failed_mediations=2&f_complex_matter=yes",
    "/rules/routing/",
    "/rules/codes/",
    "/rules/calendar/2026/",
)


@pytest.fixture
def administrator(cast, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    return cast.people["administrator"]


def test_pages_are_accessible_and_fit_the_office(page, sign_in, administrator):
    sign_in(page, administrator)
    for path in PAGES:
        page.goto(path)
        assert accessibility(page) == [], path


def test_pages_fit_a_phone(phone, sign_in, administrator):
    sign_in(phone, administrator)
    for path in PAGES:
        phone.goto(path)
        wide = phone.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path
        assert accessibility(phone) == [], path


@pytest.mark.req("A1")
def test_an_administrator_revises_the_rating_rules(page, sign_in, administrator):
    sign_in(page, administrator)
    page.goto("/rules/rating/")
    page.get_by_role("button", name="起草修订").click()
    row = page.locator("tr", has_text="且涉及人数较多")
    row.get_by_role("link", name="修改").click()
    page.locator("#id_c1_value").fill("8")
    page.get_by_role("button", name="保存到草稿").click()
    assert "涉及人数 不少于 8 人" in page.locator("#rules").inner_text()
    page.locator("#id_valid_from").fill("2099-01-01")
    page.locator("#id_why").fill("本县每户人口少，八人已是多数")
    page.get_by_role("button", name="核对例子并启用").click()
    assert "待生效" in page.content()
    assert "本县每户人口少" in page.content()
    assert page.get_by_role("link", name="保存到草稿").count() == 0
