"""Pages about phones in a real browser: looked through, and used to merge what two phones say of a visit."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hemu.disputes.tests import factories
from hemu.field import devices
from hemu.field.models import EndedWhy, Kept
from hemu.field.tests.conftest import phone_of as phone_of  # a fixture
from hemu.field.tests.phone import visit_data
from hemu.field.tests.test_kinds import follow_up_data, one
from hemu.loop.followup.planning import waiting
from hemu.loop.screening.models import Visit
from tests.browser.conftest import SignIn, accessibility, overflow, scroll_through

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.req("S15")]


@pytest.fixture
def conflicts(cast: Any, phone_of: Any) -> dict[str, Kept]:
    """What two phones say of one visit, and of one follow-up, by kind."""
    first, second, head = phone_of("grid_member"), phone_of("grid_member"), phone_of("grid_head")
    item = first.item("visit", visit_data(first))
    first.sync(item)
    of = {"county": 522725, "id": item["id"]}
    for phone, name in ((first, "张大川"), (second, "张大河")):
        told = visit_data(phone, visit=of, object_name=name, what_follows=f"再找{name}")
        one(phone, "visit_amend", told, base={"edition": 1})
    dispute = factories.agreed(cast)
    plan = waiting(dispute)
    assert plan is not None
    base = {"plan": str(plan.pk)}
    one(first, "follow_up", follow_up_data(dispute), base=base)
    one(head, "follow_up", follow_up_data(dispute, answer="还在吵", satisfaction=2), base=base)
    devices.end(int(second.id), EndedWhy.LOST, by=cast.administrator)
    return {row.kind: row for row in Kept.objects.unscoped(reason="test")}


def test_pages_about_phones(page: Page, cast: Any, sign_in: SignIn, conflicts: dict[str, Kept]) -> None:
    checks = [f"/devices/checks/{row.county}/{row.id}/" for row in conflicts.values()]
    shown = {
        "grid_head": ["/devices/checks/", *checks],
        "grid_member": ["/devices/", "/devices/checks/?view=decided"],
        "administrator": [f"/people/{cast.grid_member.person_id}/devices/"],
    }
    found: dict[str, list[str]] = {}
    for who, addresses in shown.items():
        sign_in(page, cast.people[who])
        for address in addresses:
            for width in (1440, 390):
                page.set_viewport_size({"width": width, "height": 900})
                answer = page.goto(address)
                assert answer is not None
                assert answer.status == 200, address
                scroll_through(page)
                wrong = accessibility(page)
                if wrong or overflow(page):
                    found[f"{address} at {width}"] = [*wrong, f"{overflow(page)} px too wide"]
    assert found == {}


def test_two_versions_are_merged_by_choosing(
    page: Page, cast: Any, sign_in: SignIn, conflicts: dict[str, Kept]
) -> None:
    sign_in(page, cast.people["grid_head"])
    page.goto("/devices/checks/")
    page.get_by_role("link", name="修改走访").click()
    page.get_by_role("radio", name="张大河", exact=True).check()
    page.get_by_role("button", name="按所选合并").click()
    expect(page.get_by_text("已核对。两份内容都留在记录里。")).to_be_visible()
    row = Visit.objects.unscoped(reason="test").get()
    assert (row.object_name, row.what_follows) == ("张大河", "再找张大川")


def test_a_lost_phone_is_ended_after_asking(
    page: Page, cast: Any, sign_in: SignIn, conflicts: dict[str, Kept]
) -> None:
    sign_in(page, cast.people["grid_member"])
    page.goto("/devices/")
    page.get_by_role("button", name="报失停用").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("没有发出的记录也一并清除")).to_be_visible()
    dialog.get_by_role("button", name="报失停用").click()
    expect(page.get_by_text("已报失，待清除")).to_have_count(2)
