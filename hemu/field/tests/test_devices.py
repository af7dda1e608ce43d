"""Phones: enrolled after an ordinary sign-in, bound to their key and post, ended for good."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from hemu.field import devices, entry
from hemu.field.models import Device, EndedWhy
from hemu.field.proof import unpadded
from hemu.field.tests.phone import BASE, Phone, visit_data
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.loop.screening.models import Visit
from hemu.orgs.actions import people
from hemu.orgs.actions.people import end_post
from hemu.orgs.tests.cast import PASSWORD

pytestmark = pytest.mark.req("S15")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def said(answer):
    return answer.status_code, answer.json()["error"], answer.json().get("reason", "")


def test_a_signed_in_person_learns_for_which_posts_a_phone_may_work(cast, client):
    assert said(client.get(f"{BASE}/session")) == (401, "sign_in", "no_session")
    client.force_login(cast.people["grid_member"], backend=BACKEND)
    found = client.get(f"{BASE}/session").json()
    assert found["person"]["name"] == "龙小梅"
    assert [post["id"] for post in found["posts"]] == [str(cast.posts["grid_member"].pk)]
    assert found["posts"][0]["may"] == ["view", "register", "amend", "follow_up"]
    assert (found["devices"], found["most_devices"]) == (0, 5)
    assert found["csrf"]


def test_enrolling_needs_the_csrf_token(cast):
    client, phone = Client(enforce_csrf_checks=True), Phone()
    client.force_login(cast.people["grid_member"], backend=BACKEND)
    body = json.dumps(
        {"id": phone.id, "post": str(cast.posts["grid_member"].pk), "name": "x", "public_key": phone.public}
    )
    answer = client.post(f"{BASE}/device", body, content_type="application/json")
    assert said(answer)[:2] == (403, "csrf")
    token = client.get(f"{BASE}/session").json()["csrf"]
    answer = client.post(
        f"{BASE}/device", body, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert answer.status_code == 201


def test_an_enrolled_phone_gets_a_token_and_a_secret_of_its_own(phone, cast):
    assert phone.token.startswith("hemuf_")
    assert len(unpadded(phone.secret)) == 32
    row = Device.objects.get()
    assert phone.token.encode() not in bytes(row.token_hash)
    assert (row.person_id, row.post_id) == (cast.grid_member.person_id, cast.grid_member.post_id)
    mine = phone.get("/device").json()
    assert (mine["device"], mine["person"]["name"]) == (phone.id, "龙小梅")
    assert abs(mine["server_time"] - phone.now) < 60_000


def test_the_secret_is_sealed_in_the_database(phone):
    raw = Device.objects.raw("SELECT id, encode(secret, 'escape') AS sealed FROM field_device")[0].sealed
    assert phone.secret not in raw
    assert len(raw) > 40


@pytest.mark.req("O4")
def test_a_post_that_needs_a_second_factor_gets_no_phone_without_one(cast, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    phone, person = Phone(), cast.people["county_coordinator"]
    answer = phone.enrol(person, cast.posts["county_coordinator"].pk)
    assert said(answer)[:2] == (403, "second_factor")
    assert answer.json()["url"].startswith("/account/2fa/")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert phone.enrol(person, cast.posts["county_coordinator"].pk).status_code == 201


def test_nobody_enrols_for_anothers_post_or_with_a_key_that_is_none(cast):
    phone = Phone()
    answer = phone.enrol(cast.people["grid_member"], cast.posts["officer"].pk)
    assert (answer.status_code, list(answer.json()["fields"])) == (404, ["post"])
    body = {"id": phone.id, "post": str(cast.posts["grid_member"].pk), "name": "x"}
    for key in ({**phone.public, "x": "AAAA"}, {**phone.public, "crv": "P-384"}, {**phone.public, "y": "!"}):
        answer = phone.client.post(
            f"{BASE}/device", json.dumps({**body, "public_key": key}), content_type="application/json"
        )
        assert said(answer)[:2] == (422, "bad_key")
    assert not Device.objects.exists()


def test_the_same_phone_again_keeps_its_data_key_and_gets_a_new_token(phone, cast):
    token, secret = phone.token, phone.secret
    assert phone.enrol(cast.people["grid_member"], cast.posts["grid_member"].pk).status_code == 200
    assert (phone.secret, phone.token != token) == (secret, True)
    phone.token, new = token, phone.token
    assert said(phone.get("/device")) == (401, "sign_in", "unknown")
    phone.token = new
    assert phone.get("/device").status_code == 200


def test_another_person_or_key_cannot_take_over_a_phone(phone, cast):
    answer = phone.enrol(cast.people["cadre"], cast.posts["cadre"].pk)
    assert said(answer)[:2] == (409, "other_person")
    thief = Phone(id=phone.id)
    answer = thief.enrol(cast.people["grid_member"], cast.posts["grid_member"].pk)
    assert said(answer)[:2] == (409, "other_key")


def test_a_person_has_no_more_phones_than_can_be_looked_after(phone_of, cast):
    for _ in range(devices.MOST_DEVICES):
        phone_of("grid_member")
    answer = Phone().enrol(cast.people["grid_member"], cast.posts["grid_member"].pk)
    assert said(answer)[:2] == (409, "too_many_devices")


def test_a_stolen_token_is_worth_nothing_without_the_key(phone):
    thief = Phone(id=phone.id, token=phone.token)
    for answer in (thief.get("/device"), thief.post("/device/unlock"), thief.post("/sync", {})):
        assert said(answer)[:2] == (401, "bad_proof")
    assert phone.get("/device").status_code == 200


@pytest.mark.parametrize("header", ["Hemu-Proof", "Hemu-At", "Hemu-Clock", "Authorization"])
def test_every_header_is_needed_and_signed(phone, header):
    path = f"{BASE}/device"
    headers = phone.headers("GET", path, b"")
    del headers[header]
    assert phone.client.get(path, headers=headers).status_code == 401
    wrong = {**phone.headers("GET", path, b""), header: "1"}
    assert phone.client.get(path, headers=wrong).status_code == 401


def test_what_was_signed_for_one_request_is_no_good_for_another(phone):
    headers = phone.headers("GET", f"{BASE}/device", b"")
    assert said(phone.client.get(f"{BASE}/today", headers=headers))[:2] == (401, "bad_proof")
    headers = phone.headers("POST", f"{BASE}/device/end", b'{"unsent": 0}')
    answer = phone.client.post(
        f"{BASE}/device/end", b'{"unsent": 1}', content_type="application/json", headers=headers
    )
    assert said(answer)[:2] == (401, "bad_proof")


def test_a_phone_whose_clock_is_wrong_learns_the_time(phone):
    phone.off = -3_600_000
    answer = phone.get("/device")
    assert said(answer)[:2] == (401, "stale")
    phone.learned = int(answer["Hemu-Time"]) - phone.now
    assert answer.json()["server_time"] - phone.now > 3_500_000
    assert phone.get("/device").status_code == 200


def test_an_unknown_token_never_wipes(phone):
    Device.objects.all().delete()
    assert said(phone.get("/device")) == (401, "sign_in", "unknown")
    phone.token = "nonsense"
    assert said(phone.get("/device")) == (401, "sign_in", "unknown")


def test_a_token_runs_out_after_half_a_year(phone):
    with clock.at(clock.now() + timedelta(days=179)):
        assert phone.get("/device").status_code == 200
    with clock.at(clock.now() + timedelta(days=181)):
        assert said(phone.get("/device")) == (401, "sign_in", "expired")


def test_a_lost_answer_to_a_refresh_locks_nobody_out(phone):
    lost = phone.post("/device/refresh").json()["token"]
    new = phone.post("/device/refresh").json()["token"]
    old, phone.token = phone.token, new
    assert phone.get("/device").status_code == 200
    for over in (old, lost):
        phone.token = over
        assert said(phone.get("/device")) == (401, "sign_in", "unknown")


def test_a_refreshed_token_holds_from_its_own_day(phone):
    with clock.at(clock.now() + timedelta(days=170)):
        phone.token = phone.post("/device/refresh").json()["token"]
    with clock.at(clock.now() + timedelta(days=300)):
        assert phone.get("/device").status_code == 200


def test_unlocking_gives_the_secret_again(phone):
    assert phone.post("/device/unlock").json() == {"secret": phone.secret, "secret_version": 1}


def test_signing_out_destroys_the_key(phone):
    assert phone.post("/device/end", {"unsent": 3}).json() == {"ended": True}
    row = Device.objects.get()
    assert (row.secret, row.unsent, row.ended_why) == ("", 3, EndedWhy.SIGNED_OUT)
    for answer in (phone.get("/device"), phone.post("/device/unlock"), phone.post("/device/end", {})):
        assert said(answer) == (410, "wipe", "signed_out")
    assert "secret" not in phone.post("/device/unlock").json()


def test_a_lost_phone_is_wiped_at_its_next_contact_and_takes_nothing_with_it(phone, cast):
    sent = phone.envelope(phone.item("visit", visit_data(phone)))
    devices.end(int(phone.id), EndedWhy.LOST, by=cast.administrator)
    assert Device.objects.get().wiped_at is None
    assert said(phone.post("/sync", sent)) == (410, "wipe", "lost")
    row = Device.objects.get()
    assert (row.secret, row.ended_by) == ("", "郑工")
    assert row.wiped_at is not None
    assert not Visit.objects.unscoped(reason="test").exists()
    again = phone.enrol(cast.people["grid_member"], cast.posts["grid_member"].pk)
    assert said(again) == (410, "wipe", "lost")


def _signed_in(person) -> Client:
    person.set_password(PASSWORD)
    person.save()
    client = Client()
    client.post(reverse("account_login"), {"login": person.username, "password": PASSWORD})
    assert client.get("/").status_code == 200
    return client


@pytest.mark.req("O4")
def test_a_lost_phone_takes_its_owners_sign_ins_with_it(phone, cast):
    person = cast.people["grid_member"]
    on_the_phone, at_home, other = _signed_in(person), _signed_in(person), _signed_in(cast.people["cadre"])
    at_home.post(reverse("field:lost", args=[phone.id]))
    assert Device.objects.get().ended_why == EndedWhy.LOST
    assert on_the_phone.get("/").status_code == 302
    assert (at_home.get("/").status_code, other.get("/").status_code) == (200, 200)


@pytest.mark.req("O4")
def test_who_may_end_a_phone(phone, cast):
    for who in (cast.stranger, cast.cadre, cast.county_coordinator):
        with pytest.raises(Missing):
            devices.end(int(phone.id), EndedWhy.LOST, by=who)
    devices.end(int(phone.id), EndedWhy.LOST, by=cast.grid_member)
    assert Device.objects.get().ended_by == "龙小梅"


def test_a_post_that_ended_asks_to_sign_in_and_keeps_everything(phone, cast):
    end_post(cast.posts["grid_member"], by=cast.administrator)
    entry.forget()
    with clock.at(clock.now() + timedelta(days=1)):
        assert said(phone.get("/device")) == (401, "sign_in", "post_ended")
    assert Device.objects.get().secret == phone.secret


def test_the_phone_of_somebody_who_left_is_wiped(phone, cast):
    people.leave(cast.people["grid_member"], by=cast.administrator)
    assert said(phone.get("/device")) == (410, "wipe", "left")
    assert Device.objects.get().secret == ""


def test_a_disabled_post_is_noticed_within_seconds_even_when_it_is_remembered(phone, cast, monkeypatch):
    assert phone.get("/device").status_code == 200
    end_post(cast.posts["grid_member"], by=cast.administrator)
    tomorrow = clock.now() + timedelta(days=1)
    later = entry.time.monotonic() + entry.KEPT_SECONDS + 1
    monkeypatch.setattr(entry.time, "monotonic", lambda: later)
    with clock.at(tomorrow):
        assert said(phone.get("/device"))[0] == 401


def test_a_phone_that_never_rests_is_told_to_wait(phone, phone_of, monkeypatch):
    monkeypatch.setattr(entry, "MOST_A_MINUTE", 3)
    other = phone_of("cadre")
    with clock.at(clock.now().replace(second=20, microsecond=0)):
        statuses = [phone.get("/device").status_code for _ in range(4)]
        refused = phone.get("/device")
        assert statuses == [200, 200, 200, 429]
        assert (refused.json()["error"], refused["Retry-After"]) == ("too_many", "41")
        assert other.get("/device").status_code == 200
    with clock.at(clock.now().replace(second=20, microsecond=0) + timedelta(minutes=1)):
        assert phone.get("/device").status_code == 200
