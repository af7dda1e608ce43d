"""Every main page: silent console, accessible, and no wider than a phone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from hemu.disputes.models import Dispute, Side, Source
from hemu.disputes.parties import NewParty
from hemu.disputes.registration import NewDispute, register
from hemu.orgs.tests.cast import Cast
from tests.browser.conftest import SignIn, accessibility, overflow, scroll_through

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    ("coordinator", "/"),
    ("coordinator", "/disputes/"),
    ("coordinator", "/disputes/?q=王兴"),
    ("coordinator", "DISPUTE"),
    ("coordinator", "/disputes/new/"),
    ("coordinator", "/inbox/"),
    ("coordinator", "/figures/"),
    ("mediator", "/"),
    ("mediator", "DISPUTE"),
    ("prefecture_viewer", "/figures/"),
    ("administrator", "/orgs/"),
    ("administrator", "/rules/"),
    ("administrator", "/rules/rating/"),
    ("administrator", "/account/2fa/"),
    ("administrator", "/account/password/change/"),
)


@pytest.fixture
def dispute(cast: Cast, settings: Any) -> Dispute:
    """Something to look at."""
    settings.REQUIRE_SECOND_FACTOR = False
    parties = [NewParty(name="王兴发", phone="13885425521"), NewParty(name="李正才", side=Side.RESPONDENT)]
    given = NewDispute(
        region=cast.village.code,
        title="王兴发与李正才承包地边界争执",
        narrative="双方因承包合同所载四至不清多次争吵。",
        kind=901,
        source=Source.VISIT,
        parties=parties,
    )
    return register(given, by=cast.coordinator)


@pytest.mark.parametrize(("who", "address"), PAGES)
def test_page(page: Page, cast: Cast, sign_in: SignIn, dispute: Dispute, who: str, address: str) -> None:
    sign_in(page, cast.people[who])
    page.goto(dispute.get_absolute_url() if address == "DISPUTE" else address)
    scroll_through(page)
    assert accessibility(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    scroll_through(page)
    assert overflow(page) == 0
    assert accessibility(page) == []


def test_sign_in_page(page: Page) -> None:
    page.goto("/account/login/")
    assert accessibility(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert overflow(page) == 0
