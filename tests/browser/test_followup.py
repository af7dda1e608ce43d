"""访 in a real browser: silent, accessible, no wider than a phone; a party answers without scripts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from hemu.disputes.models import Dispute
from hemu.disputes.queries import parties
from hemu.disputes.tests.factories import agreed, closed, following
from hemu.kernel import clock
from hemu.loop.followup import links
from hemu.loop.followup.callbacks import dealing
from hemu.loop.followup.callbacks.models import Callback
from hemu.loop.followup.complaints import actions as complaints
from hemu.loop.followup.models import OwnAnswer
from hemu.loop.followup.satisfaction import drawing
from hemu.loop.followup.satisfaction.models import Draw
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.models import Promise
from hemu.orgs.tests.cast import Cast
from tests.browser.conftest import SignIn, faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = False


def defaulted(cast: Cast) -> Dispute:
    with clock.at(clock.now() - timedelta(days=14)):
        dispute = agreed(cast)
    return mediation.default(dispute, Promise.objects.of(dispute).get().pk, "没有修", by=cast.grid_member)


def walked(page: Page, addresses: list[str]) -> dict[str, list[str]]:
    """What is wrong with each page."""
    return {where: wrong for address in addresses for where, wrong in faults(page, address).items()}


@pytest.mark.req("F1")
def test_the_visitors_pages(page: Page, cast: Cast, sign_in: SignIn) -> None:
    defaulted(cast)
    dispute, done = agreed(cast), following(cast)
    sign_in(page, cast.people["mediator"])
    here = dispute.get_absolute_url()
    addresses = [
        "/followups/", "/followups/calendar/", "/unsettled/", f"{here}follow-up/", f"{here}links/",
        f"{here}concerned/",
    ]  # fmt: skip
    assert walked(page, addresses) == {}
    sign_in(page, cast.people["coordinator"])
    assert walked(page, [f"{done.get_absolute_url()}close/"]) == {}


@pytest.mark.req("F4")
def test_the_callers_the_handlers_and_the_samples_pages(page: Page, cast: Cast, sign_in: SignIn) -> None:
    month = drawing.month_of(drawing.month_of(clock.today()) - timedelta(days=1))
    with clock.at(clock.midnight(month) + timedelta(hours=30)):
        drawing.promise(month)
        closed(cast)
    drawing.run()
    dispute = closed(cast)
    dealing.deal()
    call = Callback.objects.unscoped(reason="test").filter(sample_id=0).order_by("id").last()
    assert call is not None
    party = parties(dispute)[0]
    made = complaints.complain(
        dispute=dispute, party=party, about_unit=cast.committee, text="只听一面之词", by=cast.officer
    )
    sign_in(page, cast.people["auxiliary"])
    assert walked(page, ["/callbacks/", f"/callbacks/{call.county}/{call.pk}/"]) == {}
    sign_in(page, cast.people["judicial"])
    handled = ["/complaints/", f"/complaints/{made.county}/{made.pk}/", "/complaints/new/"]
    assert walked(page, [*handled, "/callbacks/figures/"]) == {}
    draw = Draw.objects.unscoped(reason="test").get(month=month)
    sign_in(page, cast.people["county_viewer"])
    assert walked(page, ["/satisfaction/", f"/satisfaction/{draw.county}/{draw.pk}/"]) == {}


@pytest.mark.req("F7")
def test_a_party_answers_on_an_old_telephone_without_scripts(
    chromium: Browser, live_server: Any, cast: Cast
) -> None:
    dispute = following(cast)
    context = chromium.new_context(
        base_url=live_server.url,
        locale="zh-CN",
        viewport={"width": 390, "height": 844},
        java_script_enabled=False,
    )
    page = context.new_page()
    page.goto(f"/a/{links.token(dispute, parties(dispute)[1])}/")
    page.click("text=开始回答")
    for name, value in (("kept", 1), ("satisfaction", 4), ("again", 0)):
        page.check(f"input[name={name}][value='{value}']")
        page.click("text=下一题")
    page.click("button:has-text('发送')")
    page.wait_for_selector("text=收到了，谢谢您")
    context.close()
    assert OwnAnswer.objects.of(dispute).get().satisfaction == 4
