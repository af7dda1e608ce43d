"""S15: a day in a valley: all is written without a signal, through kills; then one of each is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from hemu.disputes import promised
from hemu.disputes.models import Dispute, State
from hemu.disputes.tests.factories import agreed
from hemu.documents.models import Attachment
from hemu.kernel import clock
from hemu.loop.followup.actions import plan_follow_up
from hemu.loop.followup.models import FollowUp
from hemu.loop.mediation.models import Agreement
from hemu.loop.screening.models import Hazard, VillagersReport, Visit
from hemu.loop.screening.sent.models import Sending
from hemu.orgs.tests.cast import Cast
from hemu.outreach.models import ServiceResult, SmallService
from tests.browser.field import Phone, fill_visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.req("S15")]

GRID = "522725106201001"
TOLD = {"suit": "无", "wrong": "没有", "measures": "约好下月再来", "new_dispute": "又为晒坝争吵"}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo that stays large when it is shrunk: noise doesn't compress."""
    path = tmp_path / "door.jpg"
    Image.effect_noise((2400, 1800), 70).convert("RGB").save(path, "JPEG", quality=90)
    return path


def only(rows: Any) -> Any:
    """The one row, whoever may see it."""
    return rows.unscoped(reason="test").get()


@pytest.mark.req("S1")
def test_a_visit_survives_a_dead_battery_and_is_sent_once(handy: Phone, cast: Cast, photo: Path) -> None:
    handy.begin(cast.people["auxiliary"])
    handy.valley.is_cut = True
    handy.go("begin", "visit")
    page = handy.page
    page.fill("[name=object_name]", "罗世明")
    page.set_input_files("[name=photos-album]", photo)
    page.wait_for_selector(".photos img")
    page.fill("[name=done_on_spot]", "讲了防溺水")
    handy.settled()
    handy.kill()
    handy.start()
    handy.reopen()
    handy.page.click("text=接着写")
    page = handy.page
    assert page.input_value("[name=done_on_spot]") == "讲了防溺水"
    expect(page.locator(".photos img")).to_have_count(1)
    fill_visit(page, "罗世明", GRID)
    handy.submit("提交走访")
    expect(page.locator(".state")).to_have_text("未发送")
    handy.kill()
    handy.start()
    handy.valley.is_cut = False
    handy.reopen()
    handy.sent()
    row = only(Visit.objects)
    assert (row.object_name, row.done_on_spot, row.region) == ("罗世明", "讲了防溺水", int(GRID))
    assert (row.latitude, row.longitude, row.accuracy) == (27.1, 107.5, 18)
    assert row.person_id == cast.auxiliary.person_id
    assert len(row.photos) == 1
    assert only(Sending.objects).visit_id == row.id


def test_everything_of_a_day_is_there_once(handy: Phone, cast: Cast) -> None:
    dispute = plan_follow_up(agreed(cast), clock.today(), "试", by=cast.mediator)
    handy.begin(cast.people["auxiliary"])
    handy.valley.is_cut = True
    page = handy.page
    _visit_with_help(handy)
    page.click("text=登记便民服务")
    page.select_option("[name=service_kind]", "4")
    handy.submit("提交服务")
    _follow_up(handy, dispute)
    _report(handy)
    _hazard(handy)
    handy.kill()
    handy.start()
    handy.valley.is_cut = False
    handy.reopen()
    handy.sent()
    visit, service = only(Visit.objects), only(SmallService.objects)
    assert service.record_id == visit.id
    assert (service.for_whom, service.text, service.result) == ("杨婆婆", "送残疾证", ServiceResult.OPEN)
    followed = FollowUp.objects.of(dispute).get(done_at__isnull=False)
    assert (followed.answer, followed.satisfaction) == ("水够用了", 5)
    assert {name: getattr(followed, name) for name in TOLD} == TOLD
    held = promised.at_hand(dispute)
    assert held is not None
    assert [(one.what, one.note, one.owed) for one in held.promises] == [("修好水沟", "看过了", False)]
    assert only(VillagersReport.objects).text == "路灯坏了半个月"
    assert only(Hazard.objects).text == "沟边没有护栏"


def _visit_with_help(phone: Phone) -> None:
    phone.go("begin", "visit")
    fill_visit(phone.page, "杨婆婆", GRID)
    phone.page.locator("#f-needs_help label", has_text="有").last.click()
    phone.page.fill("[name=help_text]", "送残疾证")
    phone.submit("提交走访")


def _follow_up(phone: Phone, dispute: Dispute) -> None:
    phone.reopen()
    phone.page.click(f"text={dispute.title}")
    phone.page.click("button:text-is('回访')")
    phone.page.click(".tile:has-text('张大山')")
    phone.page.click(".tile:has-text('已全部履行')")
    phone.page.fill("[name=answer]", "水够用了")
    phone.page.click(".tile:has-text('5 很满意')")
    phone.page.click("summary:has-text('带上协议')")
    expect(phone.page.locator("main")).to_contain_text("单日由张大山先浇")
    phone.page.click(".field:has-text('修好水沟') .tile:has-text('已经做到')")
    phone.page.fill(".input[name^=note-]", "看过了")
    for name, words in TOLD.items():
        phone.page.fill(f"[name={name}]", words)
    phone.submit("提交回访")
    phone.reopen()
    expect(phone.page.locator("main")).not_to_contain_text(dispute.title)


def _report(phone: Phone) -> None:
    phone.go("begin", "report")
    phone.page.fill("[name=text]", "路灯坏了半个月")
    phone.page.select_option("[name=region]", GRID)
    phone.submit("提交")


def _hazard(phone: Phone) -> None:
    phone.go("begin", "hazard")
    phone.page.fill("[name=text]", "沟边没有护栏")
    phone.page.select_option("[name=region]", GRID)
    phone.submit("提交隐患")


def sign(page: Page, label: str) -> None:
    """Write on a pad with a finger."""
    pad = page.locator(f".field:has(> .label:text-is('{label}')) canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    for step in range(30):
        page.mouse.move(box["x"] + 40 + step * 6, box["y"] + 40 + (step % 6) * 8 + ord(label[0]) % 23)
    page.mouse.up()
    expect(page.locator(f".field:has(> .label:text-is('{label}'))")).to_contain_text("已签名")


@pytest.mark.req("R5")
def test_settled_on_the_spot_and_signed_on_the_glass(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["mediator"])
    handy.valley.is_cut = True
    handy.go("begin", "spot")
    page = handy.page
    page.fill("[name='parties-0-name']", "张大山")
    page.fill("[name='parties-1-name']", "李长河")
    page.fill("[name='new-narrative']", "两家共用一条水沟，争水吵了两次。")
    page.select_option("[name=_group]", label="邻里纠纷")
    page.locator("[name='new-kind']").select_option(index=1)
    page.select_option("[name='new-region']", GRID)
    page.click("text=下一步")
    expect(page.locator(".steps-line")).to_contain_text("第 2 步")
    for tick in page.locator(".party .tile-tick").all():
        tick.click()
    page.click("text=下一步")
    page.fill("[name=requests]", "轮流用水")
    page.fill("[name=place]", "大田坝沟边")
    page.fill("[name=record]", "看了水沟，讲了相邻关系，都同意轮流。")
    handy.settled()
    handy.kill()
    handy.start()
    handy.reopen()
    page = handy.page
    page.click("text=接着写")
    expect(page.locator(".steps-line")).to_contain_text("第 3 步")
    page.click("text=下一步")
    page.click(".tile:has-text('口头协议')")
    page.fill("[name='agreement-content']", "单日张家用水，双日李家用水。")
    page.fill("[name='agreement-manner']", "自行履行")
    page.fill("[name='agreement-time_limit']", "自今日起")
    page.click("text=下一步")
    for label in ("张大山签名", "李长河签名", "调解员签名"):
        sign(page, label)
    handy.submit("提交调解协议")
    handy.valley.is_cut = False
    handy.sent()
    expect(page.locator(".state")).to_have_text("已送达")
    row = only(Dispute.objects)
    assert (row.title, row.state) == ("张大山与李长河邻里纠纷", State.AGREED)
    assert Agreement.objects.of(row).get().content == "单日张家用水，双日李家用水。"
    assert Attachment.objects.of(row).count() == 3


def test_what_changes_after_signing_must_be_signed_again(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["mediator"])
    _up_to_signing(handy)
    page = handy.page
    sign(page, "张大山签名")
    page.click("text=上一步")
    page.fill("[name='agreement-content']", "另一份内容")
    page.click("text=下一步")
    expect(page.locator("main")).to_contain_text("签名以后协议又改过")
    page.click("text=提交调解协议")
    expect(page.locator(".error-summary")).to_contain_text("重新签名")
    page.click("text=清除签名，重新签")
    expect(page.locator(".pad")).to_have_count(3)
    expect(page.locator("text=已签名")).to_have_count(0)


def _up_to_signing(phone: Phone) -> None:
    phone.go("begin", "spot")
    page = phone.page
    page.fill("[name='parties-0-name']", "张大山")
    page.fill("[name='parties-1-name']", "李长河")
    page.fill("[name='new-narrative']", "争水。")
    page.select_option("[name=_group]", label="邻里纠纷")
    page.locator("[name='new-kind']").select_option(index=1)
    page.select_option("[name='new-region']", GRID)
    page.click("text=下一步")
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


def test_a_villagers_words_are_recorded_and_kept(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    handy.valley.is_cut = True
    handy.go("begin", "visit")
    page = handy.page
    fill_visit(page, "张大山", GRID)
    page.click("text=录一段语音")
    expect(page.locator(".button-recording")).to_contain_text("2 秒")
    handy.submit("提交走访")
    rows = handy.look()["files"]
    assert [(row["kind"], row["state"]) for row in rows] == [("voice", "ready")]
    handy.valley.is_cut = False
    handy.sent()
    assert [row["state"] for row in handy.look()["files"]] == ["done"]


def test_without_a_position_the_reason_is_kept(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    handy.context.clear_permissions()
    handy.go("begin", "visit")
    page = handy.page
    page.select_option("[name=region]", GRID)
    page.select_option("[name=object_kind]", "1")
    page.fill("[name=object_name]", "罗世明")
    page.click("text=纠纷、隐患、求助都没有")
    page.select_option("[name=result]", "1")
    page.click("text=提交走访")
    expect(page.locator(".error-summary")).to_contain_text("取不到的，选一个原因")
    page.select_option("[name=no_position]", label="室内收不到卫星信号")
    handy.submit("提交走访")
    handy.sent()
    row = only(Visit.objects)
    assert row.latitude is None
    assert only(Sending.objects).no_position == "室内收不到卫星信号"


def test_a_phone_holds_its_own_grids_and_no_others(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["grid_member"])
    handy.go("begin", "visit")
    expect(handy.page.locator("[name=region] option")).to_have_text(["珠藏镇荣院村第一网格"])


def test_two_phones_of_one_person_make_two_records(new_phone: Callable[..., Phone], cast: Cast) -> None:
    phones = [new_phone(), new_phone()]
    for phone in phones:
        phone.begin(cast.people["auxiliary"])
    phones[0].valley.is_cut = True
    for number, phone in enumerate(phones):
        phone.go("begin", "visit")
        fill_visit(phone.page, f"第{number}家", GRID)
        phone.submit("提交走访")
    phones[0].valley.is_cut = False
    for phone in phones:
        phone.sent()
    assert sorted(row.object_name for row in Visit.objects.unscoped(reason="test")) == ["第0家", "第1家"]
