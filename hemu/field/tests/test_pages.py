"""The office's pages about phones, and the app's own shell."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from hemu.field.models import Decision, Device, EndedWhy, Kept
from hemu.field.tests.phone import made_id, visit_data
from hemu.field.tests.test_kinds import one
from hemu.field.tests.test_uploads import WEBM, photo
from hemu.field.views import shell
from hemu.loop.screening.models import Visit
from hemu.loop.screening.tests.test_visits import visit
from hemu.loop.screening.visits import record_visit

pytestmark = pytest.mark.req("S15")


@pytest.fixture
def browser(cast):
    """A browser in which somebody of the cast is signed in."""

    def signed_in(who: str) -> Client:
        client = Client()
        client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture
def conflict(phone, phone_of) -> Kept:
    item = phone.item("visit", visit_data(phone))
    phone.sync(item)
    of = {"county": 522725, "id": item["id"]}
    for name in ("张大川", "张大河"):
        one(phone, "visit_amend", visit_data(phone, visit=of, object_name=name), base={"edition": 1})
    return Kept.objects.unscoped(reason="test").get()


def test_my_phones_and_the_one_that_i_lost(phone, browser):
    mine = browser("grid_member")
    page = mine.get("/devices/").content.decode()
    assert "Redmi 12" in page
    assert "在用" in page
    answer = mine.post(f"/devices/{phone.id}/lost/")
    assert (answer.status_code, answer["location"]) == (302, "/devices/")
    assert "已报失，待清除" in mine.get("/devices/").content.decode()
    phone.get("/device")
    assert "已报失，已清除" in mine.get("/devices/").content.decode()


def test_an_administrator_ends_the_phone_of_somebody_there(phone, browser, cast):
    office = browser("administrator")
    address = f"/people/{cast.grid_member.person_id}/devices/"
    assert address in office.get(reverse("orgs:person", args=[cast.grid_member.person_id])).content.decode()
    assert "Redmi 12" in office.get(address).content.decode()
    assert office.post(f"/devices/{phone.id}/lost/")["location"] == address
    assert Device.objects.get().ended_why == EndedWhy.LOST


@pytest.mark.req("O4")
def test_a_stranger_finds_no_phone(phone, browser, cast):
    for who in ("stranger", "cadre"):
        assert browser(who).post(f"/devices/{phone.id}/lost/").status_code == 404
        assert browser(who).get(f"/people/{cast.grid_member.person_id}/devices/").status_code in (403, 404)
    assert browser("administrator").get("/people/1/devices/").status_code == 404
    assert Device.objects.get().ended_at is None


def test_nobody_has_a_phone_yet(browser):
    assert "还没有登记手机" in browser("cadre").get("/devices/").content.decode()


def test_two_versions_are_looked_at_and_merged(conflict, browser):
    head = browser("grid_head")
    listed = head.get("/devices/checks/").content.decode()
    assert "修改走访" in listed
    address = f"/devices/checks/{conflict.county}/{conflict.id}/"
    assert address in listed
    page = head.get(address).content.decode()
    assert "张大川" in page
    assert "张大河" in page
    bad = head.post(address, {"decision": Decision.STANDING})
    assert bad.status_code == 422
    assert "请写明为什么不采用手机记录" in bad.content.decode()
    good = head.post(address, {"decision": Decision.MERGED, "take-object_name": "phone"})
    assert good.status_code == 302
    assert Visit.objects.unscoped(reason="test").get().object_name == "张大河"
    again = head.post(address, {"decision": Decision.PHONE})
    assert again.status_code == 409
    assert "合并两份" in head.get("/devices/checks/?view=decided").content.decode()
    assert "罗正国" in head.get(address).content.decode()


@pytest.mark.req("O4")
def test_only_its_sender_and_reviewers_there_see_a_conflict(conflict, browser):
    address = f"/devices/checks/{conflict.county}/{conflict.id}/"
    statuses = {who: browser(who).get(address).status_code for who in ("stranger", "officer", "court")}
    assert statuses == {"stranger": 404, "officer": 404, "court": 404}
    assert "修改走访" not in browser("stranger").get("/devices/checks/").content.decode()
    assert browser("grid_member").get(address).status_code == 200


@pytest.mark.parametrize(
    ("path", "file", "kind"),
    [
        ("/field/", "index.html", "text/html; charset=utf-8"),
        ("/field/sw.js", "sw.js", "text/javascript; charset=utf-8"),
        ("/field/manifest.webmanifest", "manifest.webmanifest", "application/manifest+json"),
    ],
)
def test_the_app_is_served_to_anybody_under_a_strict_policy(
    path, file, kind, client, db, tmp_path, monkeypatch
):
    monkeypatch.setattr(shell, "BUILT", tmp_path)
    absent = client.get(path)
    assert absent.status_code == 503
    assert "/visits/new/" in absent.content.decode()
    (tmp_path / file).write_text("built")
    answer = client.get(path)
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"built", kind)
    assert answer["Cache-Control"] == "no-cache"
    assert "script-src 'self';" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "microphone=(self)" in answer["Permissions-Policy"]


def test_no_answer_of_the_protocol_is_kept_on_the_way(phone):
    answers = (phone.get("/today"), phone.get("/device"), phone.post("/uploads", {}), phone.post("/sync", {}))
    assert {answer["Cache-Control"] for answer in answers} == {"no-store"}
    assert all(int(answer["Hemu-Time"]) > 0 for answer in answers)
    missing = phone.get(f"/uploads/{made_id()}")
    assert (missing.status_code, missing["Content-Type"].split(";")[0]) == (404, "application/json")


def test_how_a_visit_came_and_its_voice_note_are_for_those_who_may_see_it(phone, browser):
    item = phone.item("visit", visit_data(phone, photos=[made_id()]))
    phone.sync(item, jumps=[{"at": phone.now, "by": 3_600_000}])
    number = made_id()
    phone.upload(WEBM, item["id"], "voice", id=number)
    phone.upload(photo(), item["id"])
    address = f"/visits/522725/{item['id']}/sent/"
    assert address in browser("grid_head").get(f"/visits/522725/{item['id']}/").content.decode()
    page = browser("grid_head").get(address).content.decode()
    assert "应用看到手机时钟被拨动" in page
    assert "27.11000, 107.50000" in page
    assert "还有 1 份照片或录音在手机上" in page
    assert f"{address}{number}/" in page
    heard = browser("grid_head").get(f"{address}{number}/")
    assert (b"".join(heard.streaming_content), heard["Content-Type"]) == (WEBM, "audio/webm")
    assert heard["X-Content-Type-Options"] == "nosniff"
    for path in (address, f"{address}{number}/"):
        assert browser("stranger").get(path).status_code == 404
    assert browser("grid_head").get(f"{address}7/").status_code == 404


def test_a_visit_that_was_typed_in_the_office_came_from_no_phone(browser, cast):
    row = record_visit(visit(), by=cast.grid_member)
    page = browser("grid_head").get(f"/visits/{row.county}/{row.id}/sent/").content.decode()
    assert "这次走访不是从手机报送的" in page
