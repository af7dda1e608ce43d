"""Signing in: lockout, second factor, password rules, and what isn't offered."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.contrib.auth.password_validation import get_password_validators, validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from hemu.orgs.models import Person
from hemu.orgs.tests.cast import PASSWORD

HOME = "/"
pytestmark = [pytest.mark.django_db, pytest.mark.req("O4")]


@pytest.fixture
def officer(cast) -> Person:
    person = cast.people["officer"]
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client: Client, username: str, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": username, "password": password})


def test_the_right_password_signs_in_and_the_wrong_one_says_so(officer):
    client = Client()
    assert "用户名或密码不对" in sign_in(client, officer.username, "wrong").content.decode()
    assert sign_in(client, officer.username).status_code == 302
    assert client.get(HOME).status_code == 200


def test_five_wrong_passwords_lock_even_the_right_one_out(officer):
    client = Client()
    answers = [sign_in(client, officer.username, f"wrong-{n}") for n in range(5)]
    assert answers[-1].status_code == 429
    locked = sign_in(client, officer.username)
    assert locked.status_code == 429
    assert "15 分钟" in locked.content.decode()
    assert sign_in(Client(REMOTE_ADDR="10.0.0.9"), officer.username).status_code == 302


def test_nobody_makes_an_account_for_themselves():
    client = Client()
    for name in ("account_signup", "account_reset_password", "account_email"):
        assert client.get(reverse(name)).status_code == 404


def test_pages_of_the_office_send_a_stranger_to_sign_in():
    answer = Client().get(HOME)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_a_post_above_the_township_must_set_up_a_second_factor_first(cast):
    client = Client()
    client.force_login(cast.people["prefecture_viewer"])
    answer = client.get(HOME)
    assert (answer.status_code, answer.url) == (302, reverse("mfa_activate_totp"))
    township = Client()
    township.force_login(cast.people["coordinator"])
    assert township.get(HOME).status_code == 200


def test_with_a_second_factor_the_password_alone_does_not_sign_in(officer):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(officer, secret)
    assert Authenticator.objects.filter(user=officer).count() == 1
    client = Client()
    assert sign_in(client, officer.username).url == reverse("mfa_authenticate")
    assert client.get(HOME).status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "验证码不对" in wrong.content.decode()
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert client.get(HOME).status_code == 200


def test_somebody_who_left_can_not_sign_in(officer):
    officer.is_active = False
    officer.save()
    client = Client()
    sign_in(client, officer.username)
    assert client.get(HOME).status_code == 302


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short7A", "至少 10 个字符"),
        ("abcdefghijkl", "至少含两类字符"),
        ("aaaa1111aaaa", "同几个字符"),
        ("lijianjun2024", "姓名拼音"),
        ("李建军是我的密码abc", "姓名"),
        ("woaini1314", "常见密码"),
    ],
)
def test_password_rules_speak_chinese(cast, password, why):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, cast.people["officer"])
    assert any(why in message for message in refused.value.messages)


def test_a_good_password_passes_and_every_rule_is_explained(cast):
    validate_password("清水江边-Duck-88", cast.people["officer"])
    rules = [rule.get_help_text() for rule in get_password_validators(settings.AUTH_PASSWORD_VALIDATORS)]
    assert all(any("一" <= char <= "鿿" for char in rule) for rule in rules)


@pytest.mark.parametrize(
    "name", ["account_change_password", "mfa_index", "usersessions_list", "account_logout"]
)
def test_account_pages_are_there_and_chinese(cast, name):
    client = Client()
    client.force_login(cast.people["officer"])
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert '<html lang="zh-CN">' in answer.content.decode()
