"""The pages of a day's work in a real browser: a dispute, its acts, lists, the inbox."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from hemu.disputes.amendment import link
from hemu.disputes.models import Dispute, LinkKind
from hemu.disputes.parties import NewParty
from hemu.disputes.tests import factories
from hemu.notices import deliver_once
from hemu.orgs.tests.cast import Cast
from hemu.privacy.queries import openings
from tests.browser.conftest import SignIn, Watch, accessibility, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dispute(cast: Cast) -> Dispute:
    """In mediation, with a telephone number, and linked with two others."""
    parties = [
        NewParty(name="王兴发", phone="13885425521"),
        NewParty(name="李正才", side=factories.Side.RESPONDENT),
    ]
    made = factories.mediating(cast, parties=parties)
    for _number in range(2):
        link(made, factories.registered(cast), LinkKind.ASSOCIATED, "同一条水沟", by=cast.coordinator)
    while deliver_once():
        pass
    return made


@pytest.fixture
def office(page: Page, cast: Cast, sign_in: SignIn) -> Page:
    sign_in(page, cast.people["coordinator"])
    return page


@pytest.mark.req("O4")
def test_a_number_is_opened_in_the_page_and_is_on_record(
    office: Page, dispute: Dispute, watch: Watch
) -> None:
    watch.expects.append("422")
    office.goto(dispute.get_absolute_url())
    assert "13885425521" not in office.content()
    office.locator("#parties").get_by_role("link", name="查看").first.click()
    office.get_by_role("button", name="记录并查看").click()
    expect(office.locator("#opened .error").first).to_be_visible()
    office.get_by_label("联系当事人").check()
    office.get_by_role("button", name="记录并查看").click()
    expect(office.get_by_role("link", name="13885425521")).to_be_visible()
    assert len(openings(dispute)) == 1
    office.reload()
    assert "13885425521" not in office.content()


def test_the_other_dispute_is_found_while_typing(office: Page, dispute: Dispute, cast: Cast) -> None:
    other = factories.registered(cast, title="桐子坡林地界线纠纷")
    office.goto(f"{dispute.get_absolute_url()}link/")
    office.locator("#link-q").press_sequentially("林地")
    office.locator(f'input[name="other"][value="{other.county}-{other.pk}"]').check()
    office.get_by_label("依据").fill("同一片林地")
    office.get_by_role("button", name="关联", exact=True).click()
    expect(office.locator("#links")).to_contain_text("桐子坡林地界线纠纷")


def test_rows_are_walked_and_opened_by_keyboard(office: Page, dispute: Dispute) -> None:
    office.goto("/disputes/")
    office.keyboard.press("j")
    office.keyboard.press("Enter")
    office.wait_for_url("**/disputes/522725/*/")


def test_a_notice_leads_to_its_dispute_and_is_read(
    page: Page, dispute: Dispute, cast: Cast, sign_in: SignIn
) -> None:
    sign_in(page, cast.people["mediator"])
    page.goto("/inbox/")
    page.get_by_role("button").filter(has_text=dispute.title).first.click()
    page.wait_for_url("**/disputes/522725/*/")


def test_pages_are_accessible(office: Page, dispute: Dispute) -> None:
    here = dispute.get_absolute_url()
    for path in (
        "/",
        "/disputes/?state=open",
        here,
        f"{here}amend/",
        f"{here}link/?q=浇水",
        "/inbox/?show=all",
    ):
        office.goto(path)
        assert accessibility(office) == [], path


def test_pages_fit_a_phone(phone: Page, dispute: Dispute, cast: Cast, sign_in: SignIn) -> None:
    sign_in(phone, cast.people["coordinator"])
    here = dispute.get_absolute_url()
    for path in ("/", "/disputes/?state=open", here, f"{here}amend/", f"{here}files/new/", "/inbox/"):
        phone.goto(path)
        assert overflow(phone) == 0, path
