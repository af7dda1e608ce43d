"""The day's list on the phone: each entry is answered without a signal, and what came of it is told."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from hemu.disputes.models import Dispute, State
from hemu.disputes.queries import get
from hemu.disputes.tests.factories import received, routed
from hemu.field.deciding import decide
from hemu.field.models import Decision, Kept
from hemu.kernel import clock
from hemu.loop.mediation.models import Agreement
from hemu.loop.screening.actions import find_hazard
from hemu.loop.screening.models import Hazard, HazardStatus, ReportStatus, VillagersReport
from hemu.orgs.tests.cast import Cast
from hemu.outreach.actions import open_service
from hemu.outreach.models import ServiceKind, ServiceResult, SmallService
from tests.browser.field import Phone
from tests.browser.test_field_offline import sign

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.req("S15")]

GRID = 522725106201001


def only(rows: Any) -> Any:
    """The one row, whoever may see it."""
    return rows.unscoped(reason="test").get()


def taken(phone: Phone, title: str, act: str) -> None:
    """Open an entry of the list and begin what may be done with it."""
    phone.reopen()
    phone.page.click(f"text={title}")
    phone.page.click(f".bottom button:text-is('{act}')")
    phone.page.wait_for_url("**/#/draft/*")


@pytest.mark.req("V1")
def test_hazards_services_and_reports_are_answered_from_the_list(handy: Phone, cast: Cast) -> None:
    by = cast.auxiliary
    find_hazard(region=GRID, text="沟边没有护栏", found_at=clock.now(), by=by)
    open_service(kind=ServiceKind.PAPERS, region=GRID, for_whom="杨婆婆", text="送证", by=by)
    handy.begin(cast.people["auxiliary"])
    _heard(handy, "路灯坏了半个月")
    handy.sent()
    handy.valley.is_cut = True
    page = handy.page
    taken(handy, "路灯坏了半个月", "答复村民")
    page.fill("[name=answer]", "明天来修")
    handy.submit("提交答复")
    taken(handy, "沟边没有护栏", "消除销号")
    page.fill("[name=result]", "装了护栏")
    handy.submit("提交")
    taken(handy, "杨婆婆", "办结")
    page.select_option("[name=result]", label="已办成")
    page.fill("[name=result_text]", "送到家了")
    handy.submit("办结")
    handy.reopen()
    expect(page.locator("main")).not_to_contain_text("沟边没有护栏")
    handy.valley.is_cut = False
    handy.sent()
    assert only(Hazard.objects).status == HazardStatus.REMOVED
    service, report = only(SmallService.objects), only(VillagersReport.objects)
    assert (service.result, service.result_text) == (ServiceResult.DONE, "送到家了")
    assert (report.status, report.answer) == (ReportStatus.ANSWERED, "明天来修")


def _heard(phone: Phone, words: str) -> None:
    phone.go("begin", "report")
    phone.page.fill("[name=text]", words)
    phone.page.select_option("[name=region]", str(GRID))
    phone.submit("提交")
    expect(phone.page.locator(".state")).to_have_text("已送达")


def test_a_villagers_tracking_code_is_shown_to_be_copied_out(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    _heard(handy, "路灯坏了半个月")
    handy.go("outbox")
    handy.page.click("text=路灯坏了半个月")
    code = handy.page.locator(".code").inner_text()
    assert len(code) >= 8


def test_a_matter_given_to_the_committee_is_received_and_noted(handy: Phone, cast: Cast) -> None:
    dispute = routed(cast)
    handy.begin(cast.people["mediator"])
    handy.valley.is_cut = True
    taken(handy, dispute.title, "接收")
    handy.submit("确认接收")
    handy.valley.is_cut = False
    handy.sent()
    assert get(dispute.county, dispute.id, by=cast.mediator).state == State.RECEIVED
    taken(handy, dispute.title, "记一笔")
    handy.page.fill("[name=text]", "到现场看了水沟")
    handy.submit("提交")
    handy.sent()
    expect(handy.page.locator(".state-done")).to_have_count(2)


def test_a_matter_given_is_settled_on_the_spot(handy: Phone, cast: Cast) -> None:
    dispute = received(cast)
    handy.begin(cast.people["mediator"])
    handy.valley.is_cut = True
    taken(handy, dispute.title, "当场化解")
    expect(handy.page.locator(".steps-line")).to_contain_text("第 1 步，共 4 步")
    _settle(handy)
    handy.valley.is_cut = False
    handy.sent()
    row: Dispute = get(dispute.county, dispute.id, by=cast.mediator)
    assert row.state == State.AGREED
    assert Agreement.objects.of(row).get().main_facts == row.narrative


def _settle(phone: Phone) -> None:
    """From consent to the signatures."""
    page = phone.page
    for tick in page.locator(".party .tile-tick").all():
        tick.click()
    page.click("text=下一步")
    for name, words in {"requests": "轮流用水", "place": "沟边", "record": "谈拢了。"}.items():
        page.fill(f"[name={name}]", words)
    page.click("text=下一步")
    page.click(".tile:has-text('口头协议')")
    for name in ("content", "manner", "time_limit"):
        page.fill(f"[name='agreement-{name}']", "轮流")
    page.click("text=下一步")
    for label in ("张大山签名", "李长河签名", "调解员签名"):
        sign(page, label)
    phone.submit("提交调解协议")


def test_what_a_person_decided_about_a_conflict_is_told(handy: Phone, cast: Cast) -> None:
    """An auxiliary may not rate: the settlement is kept beside the dispute, and somebody decides."""
    handy.begin(cast.people["auxiliary"])
    handy.go("begin", "spot")
    page = handy.page
    page.fill("[name='parties-0-name']", "张大山")
    page.fill("[name='parties-1-name']", "李长河")
    page.fill("[name='new-narrative']", "争水。")
    page.select_option("[name=_group]", label="邻里纠纷")
    page.locator("[name='new-kind']").select_option(index=1)
    page.select_option("[name='new-region']", str(GRID))
    page.click("text=下一步")
    expect(page.locator(".steps-line")).to_contain_text("第 2 步")
    _settle(handy)
    expect(page.locator(".state")).to_have_text("要人看")
    decide(only(Kept.objects), Decision.STANDING, reason="要先评估", by=cast.station_head)
    handy.reopen()
    handy.go("outbox")
    page.click("text=张大山与李长河")
    expect(page.locator(".notice-done")).to_contain_text("要先评估")
