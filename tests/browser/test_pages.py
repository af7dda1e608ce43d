"""Every main page: silent console, accessible, and no wider than a phone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from hemu.api import keys
from hemu.disputes.models import Dispute, Side, Source
from hemu.disputes.parties import NewParty
from hemu.disputes.registration import NewDispute, register
from hemu.orgs.permissions import Permission
from hemu.orgs.tests.cast import Cast
from tests.browser.conftest import SignIn, accessibility, faults, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {
    "coordinator": (
        *("/", "/disputes/", "/disputes/?q=王兴", "DISPUTE", "/disputes/new/", "/inbox/", "/figures/"),
        *("/visits/", "/records/", "/services/", "/warnings/"),
        *("/routing/", "/sheets/", "/volumes/", "/volumes/?view=waiting", "WAY"),
        *("/outreach/", "/outreach/new/", "/outreach/drives/", "/stories/", "/inbox/channels/"),
        *("/key-disputes/", "/conferrals/", "/supervision/", "/trends/", "/callbacks/", "/unsettled/"),
        *(
            "/complaints/",
            "/party-messages/",
            "/satisfaction/",
            "/performance/",
            "/confirmations/",
            "/ratings/",
        ),
        *("/bulletins/", "/bulletins/new/", "/bulletins/subscribers/", "/bulletins/groups/"),
    ),
    "mediator": (
        *("/", "DISPUTE", "/calendar/", "/calendar/?view=week", "/calendar/settings/", "/circuit/"),
        *("/circuit/new/", "/circuit/markets/", "/advice/", "/mediators/ties/"),
    ),
    "judicial": ("/mediators/", "/mediators/training/", "/committees/", "COMMITTEE", "/lawyers/"),
    "county_coordinator": ("/committees/court/",),
    "prefecture_viewer": ("/figures/",),
    "administrator": (
        *("/papers/",),
        *("/orgs/", "/rules/", "/rules/rating/", "/rules/calendar/"),
        *("/account/2fa/", "/account/password/change/"),
        *("/channels/", "/channels/new/9/", "/channels/texts/1/", "/channels/log/", "/channels/parties/"),
        *("/api/docs/", "/api-keys/", "/api-keys/new/", "KEY"),
    ),
}


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


@pytest.mark.parametrize("who", PAGES)
def test_pages(page: Page, cast: Cast, sign_in: SignIn, dispute: Dispute, who: str) -> None:
    sign_in(page, cast.people[who])
    keys.make("县平台", cast.posts["officer"], [Permission.VIEW], by=cast.administrator)
    special = {
        "DISPUTE": dispute.get_absolute_url(),
        "KEY": f"/api-keys/new/{cast.posts['officer'].pk}/",
        "COMMITTEE": f"/committees/{cast.committee.pk}/",
        "WAY": f"{dispute.get_absolute_url()}way/",
    }
    found: dict[str, list[str]] = {}
    for address in PAGES[who]:
        found |= faults(page, special.get(address, address))
    assert found == {}


def test_sign_in_page(page: Page) -> None:
    page.goto("/account/login/")
    assert accessibility(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert overflow(page) == 0
