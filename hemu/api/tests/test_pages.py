"""The pages of keys, and the one that says how to call."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from hemu.api import entry, keys
from hemu.api.app import api
from hemu.api.described import operations
from hemu.api.models import ApiKey
from hemu.kernel import clock
from hemu.orgs.permissions import Permission
from hemu.orgs.tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(cast: Cast, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False

    def go(who):
        client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return go


def asked(**more):
    return {"name": "省平台", "permissions": ["view", "register"], "per_minute": "60", **more}


def test_without_a_key_the_page_says_how_to_make_one(enter):
    shown = enter("administrator").get("/api-keys/")
    assert shown.status_code == 200
    assert "还没有密钥" in shown.content.decode()
    assert 'href="/api-keys/"' in shown.content.decode()


@pytest.mark.parametrize("who", ["officer", "coordinator", "county_viewer"])
def test_only_those_who_manage_organisations_see_keys(who, cast, enter):
    post = cast.posts["officer"].pk
    key = keys.make("县平台", cast.posts["officer"], [Permission.VIEW], by=cast.administrator).key
    client = enter(who)
    for path in ("/api-keys/", "/api-keys/new/", f"/api-keys/new/{post}/"):
        assert client.get(path).status_code == 403, path
    assert client.post(f"/api-keys/new/{post}/", asked()).status_code == 403
    assert client.post(f"/api-keys/{key.pk}/revoke/").status_code == 403
    assert ApiKey.objects.get().revoked_at is None
    assert 'href="/api-keys/"' not in client.get("/").content.decode()


def test_a_key_is_made_shown_once_used_and_revoked(cast, enter, client):
    admin, post = enter("administrator"), cast.posts["officer"]
    found = admin.get("/api-keys/new/", {"q": post.person.name}).content.decode()
    assert f"/api-keys/new/{post.pk}/" in found
    made = admin.post(f"/api-keys/new/{post.pk}/", asked())
    assert made.status_code == 200
    assert "no-store" in made["Cache-Control"]
    token = re.search(r"hemu_[0-9a-f]{12}_[\w-]+", made.content.decode())[0]
    listed = admin.get("/api-keys/").content.decode()
    assert token not in listed
    assert "省平台" in listed
    assert "查看纠纷、登记纠纷" in listed
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/disputes", headers=headers).status_code == 200
    key = ApiKey.objects.get()
    assert admin.get(f"/api-keys/{key.pk}/revoke/").status_code == 302
    assert ApiKey.objects.get().revoked_at is None
    assert "已停用" in admin.post(f"/api-keys/{key.pk}/revoke/", follow=True).content.decode()
    entry.forget()
    assert client.get("/api/v1/disputes", headers=headers).status_code == 401
    written = admin.get(f"/orgs/people/{post.person_id}/").content.decode()
    assert written.index("停用接口密钥") < written.index("发放接口密钥")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"permissions": []}, "permissions"),
        ({"permissions": ["manage_orgs"]}, "permissions"),
        ({"per_minute": "0"}, "per_minute"),
        ({"last_day": "2001-01-01"}, "last_day"),
    ],
)
def test_what_is_wrong_is_shown_at_its_field_and_no_key_is_made(wrong, field, cast, enter):
    answer = enter("administrator").post(f"/api-keys/new/{cast.posts['officer'].pk}/", asked(**wrong))
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in answer.content.decode()
    assert not ApiKey.objects.exists()


def test_the_last_day_is_a_whole_day(cast, enter):
    last = clock.today() + timedelta(days=3)
    enter("administrator").post(
        f"/api-keys/new/{cast.posts['officer'].pk}/", asked(last_day=last.isoformat())
    )
    key = ApiKey.objects.get()
    with clock.at(clock.midnight(last) + timedelta(hours=23)):
        assert key.is_open
    with clock.at(clock.midnight(last) + timedelta(hours=25)):
        assert not key.is_open


def test_a_post_that_is_not_there_has_no_form(enter):
    assert enter("administrator").get("/api-keys/new/1/").status_code == 404
    assert enter("administrator").post("/api-keys/1/revoke/").status_code == 404


def test_anybody_may_read_how_to_call_and_every_route_is_there(client):
    answer = client.get("/api/docs/")
    assert answer.status_code == 200
    text = answer.content.decode()
    for path, _method, operation in operations(api.get_openapi_schema()):
        assert path in text
        assert operation["summary"] in text
    assert "Idempotency-Key" in text
    assert "Retry-After" in text
    assert "script-src" in answer["Content-Security-Policy"]
    for address in re.findall(r'(?:src|href)="([^"]+)"', text):
        assert not address.startswith(("http:", "https:", "//")), address


def test_the_example_of_registering_is_accepted(outside):
    from hemu.api.guide import Reader

    reader = Reader()
    body = reader.example({"$ref": "#/components/schemas/DisputeIn"})
    assert outside("officer").post("/disputes", body).status_code == 201


def test_every_field_is_explained_in_words():
    from hemu.api.guide import Reader

    rows = [row for group in Reader().groups() for call in group.calls for row in call.rows]
    assert sorted({row.name for row in rows if not row.words}) == []
