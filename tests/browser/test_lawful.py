"""Mediation under the law in a real browser: its pages, and a name written with a finger."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page

from hemu.disputes.marking import Marks, mark
from hemu.disputes.models import Dispute, Source
from hemu.disputes.tests.factories import agreement, due_in, mediating, received, session, sides
from hemu.kernel import clock
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.confirmation import actions as confirmation
from hemu.loop.mediation.crimes.queries import review_of
from hemu.loop.mediation.models import Promise, Signature
from hemu.loop.mediation.outcomes import actions as outcomes
from hemu.loop.mediation.outcomes.models import Prevented
from hemu.loop.mediation.performance import actions as performance
from hemu.loop.mediation.performance.models import UrgedBy
from hemu.loop.mediation.police import actions as police
from hemu.loop.mediation.police.models import Basis, Step, ToldBy
from hemu.loop.mediation.rules import NewPromise
from hemu.orgs.tests.cast import Cast
from tests.browser.conftest import SignIn, faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def owing(cast: Cast) -> Dispute:
    """An agreement of two instalments, one paid in part, urged, looked over for confirmation."""
    dispute = mediating(cast)
    dispute = mediation.record_session(dispute, session(dispute), by=cast.mediator)
    owed = [
        NewPromise(
            f"第{number}期赔偿款", due_on=due_in(days), party_id=sides(dispute)[1], amount=Decimal(3000)
        )
        for number, days in ((1, 2), (2, 40))
    ]
    dispute = mediation.agree(dispute, agreement(dispute, promises=owed), by=cast.mediator)
    first = Promise.objects.of(dispute).get(number=1)
    part = performance.NewPart(clock.today(), Decimal(1000), note="现金，收条")
    dispute = performance.perform(dispute, first.pk, part, by=cast.mediator)
    new = performance.NewUrging(UrgedBy.IN_PERSON, "卖了猪就给", new_day=due_in(5), told_suit=True)
    dispute = performance.urge(dispute, first.pk, new, by=cast.mediator)
    return confirmation.review(dispute, [], "", by=cast.mediator)


def scuffle(cast: Cast) -> Dispute:
    """A call to the police: reported, the facts established, bars to be told."""
    facts = {"suspected_offence": True, "ownership_undetermined": True}
    dispute = received(cast, title="李某与张某为田埂互推", source=Source.INCIDENT, facts=facts)
    new = police.NewReport(
        Basis.OFFENCE, clock.now() - timedelta(minutes=9), clock.now() - timedelta(minutes=5), ToldBy.PHONE,
        "瓮安县公安局珠藏派出所", "双方互推，扬言再打。", "劝离，安排人守着。",
    )  # fmt: skip
    dispute = police.report(dispute, new, by=cast.mediator)
    step = police.NewStep(Step.FACTS, clock.today(), "互推一把，无伤。", case_number="12号", minor=True)
    return police.take_step(dispute, step, by=cast.officer)


def marked(cast: Cast) -> Dispute:
    """One that turned criminal, and one that prevented something."""
    dispute = mediating(cast, title="彭某与石某伤人")
    new = outcomes.NewStatement(
        Prevented.ARMED_FIGHT, 20, clock.today(), "两寨二十余人持锄头对峙，支书和民警劝散。"
    )
    outcomes.state(dispute, new, by=cast.mediator)
    return mark(dispute, Marks(False, False, True), "持刀伤人，已刑事立案", by=cast.coordinator)


@pytest.fixture
def addresses(cast: Cast, settings: Any) -> list[str]:
    settings.REQUIRE_SECOND_FACTOR = False
    here, fight, crime = owing(cast), scuffle(cast), marked(cast)
    first = Promise.objects.of(here).get(number=1)
    base, other, row = here.get_absolute_url(), fight.get_absolute_url(), review_of(crime)
    assert row is not None
    return [
        base, f"{base}routes/", f"{base}promises/{first.pk}/perform/", f"{base}promises/{first.pk}/urge/",
        f"{base}confirmation/review/", f"{base}confirmation/file/", f"{base}agreement/change/",
        other, f"{other}accept/", f"{other}police/case/", f"{other}police/report/", f"{other}consent/",
        "/performance/?view=open", "/confirmations/", "/outcomes/", "/crimes/",
        f"/crimes/{row.county}/{row.pk}/", f"{crime.get_absolute_url()}extend/",
    ]  # fmt: skip


def test_pages(page: Page, cast: Cast, sign_in: SignIn, addresses: list[str]) -> None:
    found: dict[str, list[str]] = {}
    for address in addresses:
        about_police = "police" in address or "crimes" in address or "outcomes" in address
        sign_in(page, cast.people["station_head" if about_police else "mediator"])
        found |= faults(page, address)
    assert found == {}


def test_a_name_is_written_with_a_finger(phone: Page, cast: Cast, sign_in: SignIn, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    dispute = mediating(cast)
    dispute = mediation.record_session(dispute, session(dispute), by=cast.mediator)
    sign_in(phone, cast.people["mediator"])
    phone.goto(f"{dispute.get_absolute_url()}agree/")
    for name, text in (("issues", "先后"), ("content", "轮流"), ("manner", "自行"), ("time_limit", "即日")):
        phone.fill(f"[name={name}]", text)
    for number, pad in enumerate(phone.locator(".signature-pad canvas").all()):
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box is not None
        phone.mouse.move(box["x"] + 20, box["y"] + 20)
        phone.mouse.down()
        phone.mouse.move(box["x"] + 120, box["y"] + 60 - 30 * number)
        phone.mouse.up()
    phone.check("[name=mediator_signed]")
    phone.check("[name=sealed]")
    phone.click("button[type=submit]:has-text('登记协议')")
    phone.wait_for_url(lambda url: url.endswith(dispute.get_absolute_url()))
    rows = Signature.objects.of(dispute)
    assert rows.count() == 2
    assert all(row.attachment_id for row in rows)
