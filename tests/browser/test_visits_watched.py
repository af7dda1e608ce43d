"""Campaigns, coverage and doubted visits: silent console, accessible, no wider than a phone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from hemu.loop.screening.campaigns.actions import NewTarget, add_targets, order_campaign
from hemu.loop.screening.campaigns.models import TargetKind
from hemu.loop.screening.campaigns.tests.test_campaigns import days
from hemu.loop.screening.coverage.actions import NewCount, NewPlace, list_places, set_counts
from hemu.loop.screening.coverage.models import KINDS
from hemu.loop.screening.doubts.tests.test_doubts import TEXT, kept, picture, walk
from hemu.loop.screening.tests.test_visits import GRID
from hemu.loop.screening.visits import review_visit
from hemu.orgs.tests.cast import Cast
from tests.browser.conftest import SignIn, faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def addresses(cast: Cast, settings: Any) -> dict[str, str]:
    """A campaign half done, a village half covered, a visit that can't be right."""
    settings.REQUIRE_SECOND_FACTOR = False
    campaign = order_campaign(days(note="逐户走访，不留空白。"), by=cast.coordinator)
    targets = [
        NewTarget(TargetKind.HOUSEHOLD, "韦国安", GRID, "大田坝 3 号"),
        NewTarget(TargetKind.BUILDING_SITE, "安置房工地", GRID, entry="must_enter:01"),
        NewTarget(TargetKind.MINE, "磷矿", GRID + 1, grounds="近一年走访过 2 次"),
        NewTarget(TargetKind.VILLAGE, "桐梓坡村", 522725106204000, grounds="近一年登记纠纷 7 件"),
    ]
    add_targets(campaign, targets, by=cast.coordinator)
    set_counts([NewCount(GRID, KINDS[0], 42, 130), NewCount(GRID + 1, KINDS[0], 30, 90)], by=cast.cadre)
    places = [NewPlace(GRID, KINDS[0], name, "大田坝") for name in ("韦国安", "罗老三", "杨家院子")]
    list_places([*places, NewPlace(GRID, KINDS[1], "砖厂")], by=cast.cadre)
    photo = kept(picture(7))
    first = walk(cast, 90, photos=[photo], done_on_spot=TEXT, campaign=campaign.name)
    review_visit(first, approve=True, by=cast.grid_head, edition=1)
    row = walk(cast, 70, latitude=27.7, photos=[photo], done_on_spot=TEXT.replace("周六", "周日"))
    base = f"/campaigns/{campaign.county}/{campaign.id}/"
    return {
        "campaigns": "/campaigns/",
        "campaign": base,
        "targets": f"{base}targets/",
        "add": f"{base}targets/add/",
        "new": "/campaigns/new/?occasion=spring_festival",
        "coverage": "/coverage/",
        "village": "/coverage/?region=522725106201",
        "never": "/coverage/list/?state=never",
        "register": "/coverage/register/522725106201/",
        "doubts": "/doubts/",
        "doubted": f"/doubts/visits/{row.county}/{row.id}/",
        "visits": "/visits/?view=review",
        "limits": "/rules/doubts/",
    }


def test_pages(page: Page, cast: Cast, sign_in: SignIn, addresses: dict[str, str]) -> None:
    found: dict[str, list[str]] = {}
    for name, address in addresses.items():
        sign_in(page, cast.people["administrator" if name == "limits" else "coordinator"])
        found |= faults(page, address)
    assert found == {}
