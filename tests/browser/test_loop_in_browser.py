"""A dispute's whole way in a real browser: from the officer's form to the closing, everybody at their own.

The case is the forest boundary of the published example: two mediations without a settlement, 32
households, complex. Its only steps outside the pages are the projector's, which no worker runs here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from hemu.disputes import ledger
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.models import Colour, Dispute, Involvement, Outcome, State
from hemu.disputes.queries import get
from hemu.kernel import clock
from hemu.loop.mediation.models import Agreement, Promise
from hemu.orgs.tests.cast import Cast
from hemu.tally import audit, projector
from tests.architecture.test_access import OURS
from tests.browser.conftest import SignIn, Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@dataclass
class Hands:
    """Whoever sits at the page now, and the dispute in front of them."""

    page: Page
    cast: Cast
    sign_in: SignIn
    here: str = ""

    def become(self, who: str) -> Hands:
        self.sign_in(self.page, self.cast.people[who])
        return self

    def open(self, act: str = "") -> None:
        """The dispute's page, or that of an act."""
        answer = self.page.goto(self.here + act)
        assert answer is not None
        assert answer.status == 200, act

    def field(self, name: str) -> Locator:
        return self.page.locator(f"form.form [name='{name}']")

    def tick(self, name: str, value: object = "on") -> None:
        self.page.locator(f"form.form [name='{name}'][value='{value}']").check()

    def fill(self, **typed: str) -> None:
        for name, text in typed.items():
            self.field(name).fill(text)

    def send(self) -> None:
        """Press the strong button; what was refused stays on the act's page and fails the test here."""
        self.page.locator("form.form .form-acts button[type=submit]").click()
        self.page.wait_for_load_state()
        wrong = self.page.locator("form.form .error").all_inner_texts()
        assert self.page.url.endswith(self.here), (self.page.url, wrong)

    def now(self) -> Dispute:
        county, number = self.here.strip("/").split("/")[1:]
        return get(int(county), int(number), by=self.cast.county_coordinator)


@pytest.fixture
def hands(page: Page, cast: Cast, sign_in: SignIn, monkeypatch: Any) -> Hands:
    monkeypatch.setattr(settings, "REQUIRE_SECOND_FACTOR", False)
    return Hands(page, cast, sign_in)


def answer_yes(page: Page, fact: str) -> None:
    page.locator(f"#id_fact-{fact}-field label", has_text=re.compile("^是$")).click()


def register(hands: Hands) -> None:
    """The officer's form, with the proposal appearing beside it while it is filled."""
    page = hands.become("officer").page
    page.goto("/disputes/new/")
    page.fill("[name='parties-0-name']", "石门坎村民组")
    page.fill("[name='parties-1-name']", "大坪村民组")
    page.fill("[name=region_q]", "荣院村第一")
    page.click("#place-options label:has-text('第一网格')")
    page.fill("[name=narrative]", "两个村民组三十余户对一片林地各执一词，已组织两次调解仍未达成协议。")
    page.fill("[name=kind_q]", "山林")
    page.click("#kind-options label:has-text('山林矿产')")
    page.fill("[name='fact-households']", "32")
    page.locator("#facts details.more summary").click()
    page.fill("[name='fact-failed_mediations']", "2")
    answer_yes(page, "complex_matter")
    expect(page.locator("#verdict")).to_contain_text("橙色")
    page.click("button.button-large")
    page.wait_for_url("**/disputes/522725/*/")
    hands.here = re.sub(r"^https?://[^/]+", "", page.url)


def rate(hands: Hands) -> None:
    """The proposal stands on the page with its grounds; a person confirms it."""
    proposal = hands.page.locator(".proposal")
    expect(proposal).to_contain_text("橙色")
    expect(proposal).to_contain_text("32")
    expect(proposal.locator(".grounds li").first).to_be_visible()
    assert hands.now().colour == Colour.NONE
    hands.open("rate/")
    expect(hands.page.locator("ul.grounds").first).to_contain_text("32")
    hands.send()
    expect(hands.page.locator("#rating")).to_contain_text("橙色")


def route(hands: Hands) -> None:
    """Pushed to the township centre, whose coordinator names who leads and who joins."""
    cast = hands.cast
    hands.open("route/?way=vertical")
    hands.field("unit").select_option(str(cast.centre.pk))
    hands.fill(reason="涉及多个站所，之前调解过两次。")
    hands.send()
    hands.become("coordinator").open("name-units/")
    hands.field("lead_unit").select_option(str(cast.committee.pk))
    joint = {str(cast.land_office.pk), str(cast.forestry_office.pk)}
    for box in hands.field("joint").all():
        box.set_checked(box.get_attribute("value") in joint)
    hands.send()
    expect(hands.page.locator("#units")).to_contain_text(cast.forestry_office.name)


def begin_mediation(hands: Hands) -> None:
    """Received, applied for, consented to by both, accepted with the rights told."""
    hands.become("mediator").open("receive/")
    hands.send()
    hands.open("apply/")
    hands.fill(requests="请求明确林地边界。")
    hands.send()
    hands.open("consent/")
    both = hands.page.locator("form.form [name$='-own_will']")
    expect(both).to_have_count(2)
    for box in both.all():
        box.check()
    hands.send()
    hands.open("accept/")
    expect(hands.field("rights_told_at")).not_to_have_value("")
    hands.tick("mediators", hands.cast.posts["mediator"].pk)
    hands.send()


def mediate(hands: Hands) -> None:
    """One session, and a written agreement with one thing to be done."""
    hands.open("session/")
    hands.fill(place="林地现场", record="组织双方上山指界，讲解了林木林地权属争议的规定。")
    hands.tick("result", 1)
    hands.send()
    hands.open("agree/")
    hands.fill(
        main_facts="两个村民组之间的林地边界不清。",
        issues="边界在哪里。",
        content="以山脊为界，双方共同立桩。",
        manner="双方自行履行",
        time_limit="自签订之日起十日内",
    )
    day = f"{clock.today() + timedelta(days=10):%Y-%m-%d}"
    hands.fill(**{"promises-0-what": "共同立桩", "promises-0-due_on": day})
    signatures = hands.page.locator("form.form [name^='sign-']")
    expect(signatures).to_have_count(2)
    for number, form in enumerate(("1", "3")):
        signatures.nth(number).select_option(form)
    for name in ("mediator_signed", "sealed"):
        hands.field(name).check()
    hands.send()
    hands.page.locator("#panel-performance").get_by_role("link", name="登记履行").click()
    hands.send()


def follow_up_and_close(hands: Hands) -> None:
    """The grid member hears the applicant; the coordinator closes on that answer."""
    hands.become("grid_member").open("follow-up/")
    hands.page.locator("form.form [name=party_id]").first.check()
    hands.tick("kept", 1)
    hands.fill(answer="桩立好了，没有再争。")
    hands.tick("satisfaction", 5)
    hands.send()
    hands.become("coordinator").open("close/")
    hands.fill(summary="边界已明确，双方认可。")
    hands.send()


class Watcher:
    """The prefecture's open page of figures: never loaded again, it asks for its numbers by itself."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.goto("/figures/")
        page.evaluate("window.keptSinceOpening = true")

    def shows(self, label: str, number: int) -> None:
        figure = self.page.locator("#headline .figure").filter(
            has=self.page.locator(".figure-label", has_text=re.compile(f"^{label}$"))
        )
        expect(figure.locator(".figure-value")).to_have_text(str(number), timeout=15_000)
        assert self.page.evaluate("window.keptSinceOpening") is True


def addresses_of(dispute: Dispute, cast: Cast) -> list[str]:
    """Every address of the site that names a dispute, filled with this one."""
    values = {
        "county": dispute.county,
        "dispute_id": dispute.pk,
        "promise_id": Promise.objects.of(dispute).get().pk,
        "agreement_id": Agreement.objects.of(dispute).get().pk,
        "unit_id": cast.committee.pk,
    }
    return [address.filled(values) for address in OURS if address.is_of_a_dispute]


def nothing_for_a_stranger(hands: Hands) -> None:
    """The neighbouring township's coordinator meets 404 wherever they turn."""
    dispute = hands.now()
    page = hands.become("stranger").page
    answer = page.goto(hands.here)
    assert answer is not None
    assert answer.status == 404
    token = next(one["value"] for one in page.context.cookies() if one["name"] == settings.CSRF_COOKIE_NAME)
    base = page.url.removesuffix(hands.here)
    headers = {"X-CSRFToken": token, "Referer": f"{base}/", "Origin": base}
    addresses = addresses_of(dispute, hands.cast)
    assert len(addresses) > 30
    for address in addresses:
        # An address that is only posted to refuses to be read at all (405): it is posted to.
        found = page.request.get(address)
        if found.status == 405:
            found = page.request.post(address, headers=headers)
        assert found.status == 404, address
        assert dispute.title not in found.text()
    assert hands.now().ledger_seq == dispute.ledger_seq


@pytest.mark.req("A2", "R2", "M2", "O4")
def test_the_whole_loop_by_its_pages(hands: Hands, phone: Page, watch: Watch) -> None:
    watch.expects.append("404")
    hands.sign_in(phone, hands.cast.people["prefecture_viewer"])
    watcher = Watcher(phone)
    watcher.shows("受理纠纷", 0)
    register(hands)
    watcher.shows("受理纠纷", 0)
    projector.project_all()
    watcher.shows("受理纠纷", 1)
    watcher.shows("橙色", 0)
    rate(hands)
    projector.project_all()
    watcher.shows("橙色", 1)
    route(hands)
    begin_mediation(hands)
    assert hands.now().state == State.MEDIATING
    mediate(hands)
    projector.project_all()
    watcher.shows("化解成功", 1)
    watcher.shows("在办", 1)
    follow_up_and_close(hands)
    projector.project_all()
    watcher.shows("在办", 0)
    closed = hands.now()
    assert (closed.state, closed.colour, closed.outcome) == (State.CLOSED, Colour.ORANGE, Outcome.WRITTEN)
    names = {row.unit_name for row in Involvement.objects.of(closed)}
    assert names >= {hands.cast.committee.name, hands.cast.land_office.name, hands.cast.forestry_office.name}
    nothing_for_a_stranger(hands)
    assert audit.drift(LEDGER_IMAGES) == []
    assert ledger.verify().faults == []
