"""The rulebook in a browser: read, tried, revised by two people, returned to, at office and phone size."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.kernel import clock
from hemu.loop.assessment import rerating
from hemu.loop.assessment.actions import ask, confirm
from hemu.orgs.models import Person
from hemu.rulebook.models import RuleTable
from hemu.rulebook.tests.second import USERNAME, second_administrator
from tests.browser.conftest import accessibility, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/rules/",
    "/rules/rating/?try=1&f_failed_mediations=2&f_complex_matter=yes",
    "/rules/routing/",
    "/rules/codes/",
    "/rules/calendar/2026/",
)
SETTLES = 400
"""Milliseconds until colours have faded into each other after a window was made narrow."""
FEW: dict[str, Any] = {"failed_mediations": 2, "people": 9}
"""Blue while ten people are many; orange once eight are."""


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


def _fine(page) -> None:
    """The page as it stands is accessible and fits a desk and a phone."""
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(SETTLES)
        assert accessibility(page) == [], (page.url, width)
        assert overflow(page) <= 0, (page.url, width)
    page.set_viewport_size({"width": 1440, "height": 900})


def _edit(page, rule: str, field: str, number: str) -> None:
    page.locator("#rules tr", has_text=rule).get_by_role("link", name="修改").click()
    _fine(page)
    page.locator(field).fill(number)
    page.get_by_role("button", name="保存到草稿").click()


def _propose(page, why: str) -> None:
    page.locator("#id_valid_from").fill(clock.today().isoformat())
    page.locator("#id_why").fill(why)
    page.get_by_role("button", name="核对例子并提请批准").click()


@pytest.mark.req("A1", "A3")
def test_edited_refused_tried_approved_and_returned_to(page, sign_in, administrator, cast, watch):
    watch.expects += ["422 (Unprocessable"]
    second_administrator(cast)
    blue = confirm(register(report(title="水沟纠纷", facts=FEW), by=cast.officer), by=cast.officer)
    sign_in(page, administrator)
    page.goto("/rules/rating/")
    page.get_by_role("button", name="起草修订").click()
    _edit(page, "同一本源牵连多起纠纷", "#id_c0_value", "4")
    assert "不符" in page.locator("#examples").inner_text()
    _propose(page, "牵连四起以上才算")
    assert "结果与预期不符，不能启用" in page.content()
    assert page.locator("#id_why").input_value() == "牵连四起以上才算"
    _edit(page, "同一本源牵连多起纠纷", "#id_c0_value", "2")
    _edit(page, "且涉及人数较多", "#id_c1_value", "8")
    assert "涉及人数 不少于 8 人" in page.locator("#rules").inner_text()
    assert "不符" not in page.locator("#examples").inner_text()
    page.locator("#trial").get_by_role("button", name="试算").click()
    assert "水沟纠纷" not in page.content(), "an administrator reads no disputes"
    assert "管规则，不看纠纷" in page.locator("#named").inner_text()
    assert "蓝色" in page.locator("#moves").inner_text()
    _fine(page)
    page.goto("/rules/rating/2/compare/")
    assert "1 条不同" in page.locator("#pairs").inner_text()
    _fine(page)
    page.goto("/rules/rating/2/")
    assert "1 件会有变化" in page.locator("#trial").inner_text()
    _propose(page, "本县每户人口少，八人已是多数")
    assert "等待另一名管理员批准" in page.content()
    _fine(page)
    _approve(page, sign_in)
    assert rerating.sweep() == 1
    page.reload()
    assert "对 1 件提出了新的建议" in page.locator("#sweep").inner_text()
    _fine(page)
    sign_in(page, cast.people["officer"])
    page.goto("/ratings/proposals/")
    assert blue.title in page.content()
    _fine(page)
    page.goto("/rules/rating/2/trial/")
    assert "现行版本" in page.content()
    _back_to_the_first(page, sign_in, administrator)


def _approve(page, sign_in) -> None:
    sign_in(page, Person.objects.get(username=USERNAME))
    page.goto("/rules/")
    page.get_by_role("link", name="三色定级 · 第 2 版").click()
    page.get_by_role("button", name="批准启用").click()
    assert "生效中" in page.locator("#versions .is-here").inner_text()


def _back_to_the_first(page, sign_in, administrator) -> None:
    sign_in(page, administrator)
    page.goto("/rules/rating/1/")
    page.get_by_role("button", name="回到这一版").click()
    assert "恢复第 1 版的规则" in page.locator("#id_why").input_value()
    tomorrow = clock.today() + timedelta(days=1)
    page.locator("#id_valid_from").fill(tomorrow.isoformat())
    page.get_by_role("button", name="核对例子并提请批准").click()
    sign_in(page, Person.objects.get(username=USERNAME))
    page.goto("/rules/rating/3/")
    page.get_by_role("button", name="批准启用").click()
    assert "待生效" in page.locator("#versions .is-here").inner_text()
    rows = {row.version: row for row in RuleTable.objects.filter(name="rating")}
    assert rows[3].rows == rows[1].rows
    assert rows[2].valid_until == rows[3].valid_from == tomorrow


@pytest.mark.req("A2")
def test_two_people_lower_a_red_in_the_browser(page, sign_in, settings, cast):
    settings.REQUIRE_SECOND_FACTOR = False
    red = confirm(register(report(facts={"may_escalate": True}), by=cast.officer), by=cast.officer)
    ask(red, 2, "双方已分开，村干部陪护，情绪平稳", by=cast.officer)
    sign_in(page, cast.people["officer"])
    page.goto(red.get_absolute_url())
    assert "等另一人批准" in page.locator("#panel-lowering").inner_text()
    sign_in(page, cast.people["coordinator"])
    for path in ("/ratings/", "/ratings/reviews/?view=all", "/ratings/?view=decided"):
        page.goto(path)
        _fine(page)
    page.goto(red.get_absolute_url())
    page.locator("#panel-lowering").get_by_role("link", name="批准或不批准").click()
    _fine(page)
    page.get_by_label("批准下调").check()
    page.get_by_role("button", name="记录决定").click()
    assert "等级已下调" in page.content()
    assert page.locator("#panel-lowering").count() == 0
