"""S15: what is lost or repeated on the way, sent back or disagreed about; and new versions of the app."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from hemu.disputes.models import Dispute
from hemu.field.models import Device, Envelope, Kept
from hemu.field.tests.phone import made_id
from hemu.kernel import clock
from hemu.loop.screening.models import ObjectKind, Origin, Visit, VisitReason, VisitResult
from hemu.loop.screening.visits import NewVisit, record_visit, review_visit
from hemu.orgs.tests.cast import Cast
from hemu.outreach.models import SmallService
from tests.browser.field import Phone, fill_visit
from tests.browser.valley import Valley

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.req("S15")]

GRID = "522725106201001"


def everything(rows: Any) -> list[Any]:
    """Every row, whoever may see it."""
    return list(rows.unscoped(reason="test").order_by("id"))


def written(phone: Phone, name: str) -> None:
    """A visit, finished."""
    phone.go("begin", "visit")
    fill_visit(phone.page, name, GRID)
    phone.submit("提交走访")


def test_lost_and_repeated_answers_leave_one_record_each(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    handy.valley.is_cut = True
    for name in ("张家", "李家", "王家"):
        written(handy, name)
    handy.valley.lose("/sync", 2)
    handy.valley.repeat("/sync", 3)
    handy.valley.is_cut = False
    handy.reopen()
    handy.sent()
    assert [row.object_name for row in everything(Visit.objects)] == ["张家", "李家", "王家"]
    bodies = {one.body for one in handy.valley.requests("/sync")}
    assert len(handy.valley.requests("/sync")) == 9
    assert len(bodies) == 1
    assert Envelope.objects.count() == 1


def test_a_photo_goes_on_from_where_it_broke_off(handy: Phone, cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "door.jpg"
    Image.effect_noise((2400, 1800), 90).convert("RGB").save(path, "JPEG", quality=90)
    handy.begin(cast.people["auxiliary"])
    handy.valley.is_cut = True
    handy.go("begin", "visit")
    handy.page.set_input_files("[name=photos-album]", path)
    handy.page.wait_for_selector(".photos img")
    fill_visit(handy.page, "张家", GRID)
    handy.submit("提交走访")
    size = handy.look()["files"][0]["size"]
    assert 262_144 < size < path.stat().st_size
    handy.valley.lose("/chunk", 1)
    handy.valley.is_cut = False
    handy.reopen()
    handy.sent()
    offsets = [int(one.path.split("=")[1]) for one in handy.valley.requests("/chunk")]
    # Chromium itself asks once more when a connection that it had used before closes without an answer.
    assert offsets[0] == 0
    assert [offset for offset in offsets if offset] == list(range(262_144, size, 262_144))
    assert len(everything(Visit.objects)[0].photos) == 1


def test_sent_back_by_field_put_right_and_sent_again(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    handy.go("begin", "service")
    page = handy.page
    page.select_option("[name=service_kind]", "1")
    page.fill("[name=for_whom]", "杨婆婆")
    page.fill("[name=phone]", "没有电话")
    page.fill("[name=text]", "找牛")
    page.select_option("[name=region]", GRID)
    handy.submit("提交服务")
    expect(page.locator(".state")).to_have_text("被退回")
    handy.go("outbox")
    page.click("text=杨婆婆")
    expect(page.locator(".notice-stop")).to_contain_text("电话号码不对")
    page.click("text=改了再送")
    page.click(".error-summary button")
    expect(page.locator("[name=phone]")).to_be_focused()
    page.fill("[name=phone]", "13885425521")
    handy.submit("提交服务")
    expect(page.locator(".state")).to_have_text("已送达")
    assert [str(row.phone) for row in everything(SmallService.objects)] == ["13885425521"]


def _returned(cast: Cast) -> Visit:
    now = clock.now()
    visit = record_visit(
        NewVisit(
            region=int(GRID),
            visitors="杨秀芬",
            started_at=now,
            ended_at=now,
            object_kind=ObjectKind.HOUSEHOLD,
            object_name="罗世明",
            reason=VisitReason.ROUTINE,
            result=VisitResult.NOTHING,
        ),
        by=cast.auxiliary,
    )
    return review_visit(visit, approve=False, reason="写明讲了什么", by=cast.station_head, edition=1)


def _amend(phone: Phone, words: str) -> None:
    page = phone.page
    phone.reopen()
    page.click("text=罗世明")
    expect(page.locator("main")).to_contain_text("写明讲了什么")
    page.click(".bottom button")
    page.fill("[name=done_on_spot]", words)
    page.select_option("[name=no_position]", label="其他原因")
    phone.submit("重新提交")


def test_a_conflict_keeps_both_versions_and_asks_a_person(
    new_phone: Callable[..., Phone], valley: Valley, cast: Cast
) -> None:
    visit = _returned(cast)
    other = Valley(valley.upstream)
    first, second = new_phone(), new_phone(way=other)
    for phone in (first, second):
        phone.begin(cast.people["auxiliary"])
    other.is_cut = True
    _amend(first, "讲了防火")
    first.sent()
    _amend(second, "讲了防溺水")
    other.is_cut = False
    second.sent()
    expect(second.page.locator(".state")).to_have_text("要人看")
    second.page.click("text=罗世明")
    expect(second.page.locator(".versions")).to_contain_text("讲了防溺水")
    expect(second.page.locator(".versions")).to_contain_text("讲了防火")
    now = Visit.objects.visible_to(cast.auxiliary).get(id=visit.id)
    assert (now.done_on_spot, now.edition) == ("讲了防火", 2)
    assert len(everything(Kept.objects)) == 1
    other.close()


def test_another_records_number_is_replaced_by_itself(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    handy.valley.is_cut = True
    written(handy, "张家")
    number = handy.look()["outbox"][0]["id"]
    taken = _returned(cast)
    Visit.objects.unscoped(reason="test").filter(id=taken.id).update(
        id=int(number), person_id=cast.grid_head.person_id
    )
    handy.valley.is_cut = False
    handy.reopen()
    handy.sent()
    names = {row.object_name: row.id for row in everything(Visit.objects)}
    assert names["罗世明"] == int(number)
    assert names["张家"] != int(number)


NEWER = b'<meta name="newer" content="yes">'


def _newer(phone: Phone) -> None:
    """Put a newer version of the app behind the valley."""
    way = phone.valley
    way.change(r"/field/sw\.js$", lambda old: old.replace(b'.js"', b'.js?newer"'))
    way.change(r"/worker-.*newer$", lambda old: re.sub(rb'"[0-9a-f]{12}"', b'"cafecafecafe"', old))
    way.change(r"/field/$", lambda old: old.replace(b"</head>", NEWER + b"</head>"))


def test_a_new_version_asks_first_and_loses_nothing(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    handy.valley.blocks = ["/field/v1/"]
    for name in ("张家", "李家"):
        written(handy, name)
    handy.go("begin", "report")
    handy.page.fill("[name=text]", "没写完的")
    handy.settled()
    _newer(handy)
    handy.reopen()
    page = handy.page
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    expect(page.locator("text=有新版本")).to_be_visible()
    page.reload()
    assert page.locator("meta[name=newer]").count() == 0
    page.click("text=现在更新")
    page.wait_for_selector("meta[name=newer]", state="attached")
    expect(page.locator("text=没写完的").first).to_be_visible()
    tables = handy.look()
    assert (len(tables["outbox"]), len(tables["drafts"])) == (2, 1)
    handy.valley.blocks = []
    handy.sent()
    assert [row.object_name for row in everything(Visit.objects)] == ["张家", "李家"]


def test_after_a_new_version_the_app_still_opens_without_a_signal(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    _newer(handy)
    handy.page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    handy.page.click("text=现在更新")
    handy.page.wait_for_selector("meta[name=newer]", state="attached")
    handy.valley.is_cut = True
    handy.reopen()
    expect(handy.page.locator("h1")).to_have_text("今天")
    assert handy.page.locator("meta[name=newer]").count() == 1


def test_a_token_that_is_over_keeps_everything_until_one_has_signed_in_again(
    handy: Phone, cast: Cast
) -> None:
    handy.begin(cast.people["auxiliary"])
    handy.valley.is_cut = True
    written(handy, "张家")
    Device.objects.update(prefix="000000000000")
    handy.context.clear_cookies()
    handy.valley.is_cut = False
    handy.reopen()
    expect(handy.page.locator(".notice-warn")).to_contain_text("要重新登录才能送出")
    handy.go("outbox")
    expect(handy.page.locator(".state")).to_have_text("未发送")
    handy.sign_in(cast.people["auxiliary"])
    handy.reopen()
    handy.sent()
    assert len(everything(Visit.objects)) == 1
    assert Device.objects.count() == 1


def test_the_service_worker_sends_when_the_app_is_closed(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    handy.valley.is_cut = True
    written(handy, "张家")
    worker = handy.context.service_workers[0]
    handy.page.goto("about:blank")
    handy.valley.is_cut = False
    worker.evaluate(
        """() => new Promise((done) => {
          const event = new ExtendableEvent("sync");
          event.waitUntil = (work) => work.then(done);
          self.dispatchEvent(event);
        })"""
    )
    assert [row.object_name for row in everything(Visit.objects)] == ["张家"]


def test_envelopes_hold_fifty(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    handy.valley.is_cut = True
    written(handy, "张家")
    _copies(handy, 119)
    handy.valley.is_cut = False
    handy.reopen()
    handy.sent()
    sizes = [Envelope.objects.order_by("id").values_list("items", flat=True)[at] for at in range(3)]
    assert sizes == [50, 50, 20]
    assert len(everything(Visit.objects)) == 120


def _copies(phone: Phone, many: int) -> None:
    """Take back the one visit and finish it again under other numbers, as if it had been typed so often."""
    phone.page.evaluate(
        """async ([ids]) => {
          const db = await new Promise((done) => {
            const asked = indexedDB.open("hemu-field");
            asked.onsuccess = () => done(asked.result);
          });
          const get = (table, key) => new Promise((done) => {
            const asked = db.transaction(table).objectStore(table).get(key);
            asked.onsuccess = () => done(asked.result);
          });
          const rows = await new Promise((done) => {
            const asked = db.transaction("outbox").objectStore("outbox").getAll();
            asked.onsuccess = () => done(asked.result);
          });
          const { id: device, wrapping, wrapped } = await get("keys", "device");
          const text = new TextEncoder();
          const named = (place) => text.encode(place);
          const secret = await crypto.subtle.decrypt(
            { name: "AES-GCM", iv: wrapped.iv, additionalData: named("keys:device") }, wrapping, wrapped.box);
          const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
          const key = await crypto.subtle.deriveKey(
            { name: "HKDF", hash: "SHA-256", salt: named(device), info: named("hemu-field-store-v1") },
            base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
          const [row] = rows;
          const plain = await crypto.subtle.decrypt(
            { name: "AES-GCM", iv: row.iv, additionalData: named(`outbox:${row.id}`) }, key, row.box);
          let n = row.n;
          for (const id of ids) {
            const iv = crypto.getRandomValues(new Uint8Array(12));
            const box = await crypto.subtle.encrypt(
              { name: "AES-GCM", iv, additionalData: named(`outbox:${id}`) }, key, plain);
            n += 1;
            await new Promise((done) => {
              const table = db.transaction("outbox", "readwrite").objectStore("outbox");
              table.put({ ...row, id, n, iv, box }).onsuccess = done;
            });
          }
          db.close();
        }""",
        [[made_id() for _ in range(many)]],
    )


def test_a_clock_that_is_hours_wrong_is_learned_of(handy: Phone, cast: Cast) -> None:
    handy.context.add_init_script(
        """const real = Date.now.bind(Date); Date.now = () => real() - 5 * 3600 * 1000;"""
    )
    handy.begin(cast.people["auxiliary"])
    written(handy, "张家")
    handy.sent()
    row = everything(Visit.objects)[0]
    assert abs((row.started_at - clock.now()).total_seconds()) < 300


def test_the_dispute_of_a_visit_is_opened_from_it(handy: Phone, cast: Cast) -> None:
    handy.begin(cast.people["auxiliary"])
    handy.valley.is_cut = True
    handy.go("begin", "visit")
    page = handy.page
    fill_visit(page, "张大山", GRID)
    page.locator("#f-has_dispute label", has_text="有").last.click()
    page.fill("[name=dispute_text]", "与李家争水沟")
    handy.submit("提交走访")
    page.click("text=登记这件纠纷")
    assert page.input_value("[name='parties-0-name']") == "张大山"
    assert page.input_value("[name=narrative]") == "与李家争水沟"
    page.fill("[name='parties-1-name']", "李长河")
    page.select_option("[name=_group]", label="邻里纠纷")
    page.locator("[name=kind]").select_option(index=1)
    handy.submit("提交纠纷")
    handy.valley.is_cut = False
    handy.sent()
    visit, dispute = everything(Visit.objects)[0], everything(Dispute.objects)[0]
    assert dispute.title == "张大山与李长河邻里纠纷"
    origin = Origin.objects.unscoped(reason="test").get(dispute_id=dispute.id)
    assert origin.record_id == visit.id
