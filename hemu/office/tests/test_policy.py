"""Headers on every answer; refusals as pages that keep what was typed."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.office.middleware import PolicyMiddleware, typed
from hemu.orgs.tests.cast import Cast


def answer(
    exception: Exception,
    path: str = "/disputes/1/2/",
    data: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
):
    request = RequestFactory().post(path, data or {}, headers=headers)
    request.user = AnonymousUser()
    middleware = PolicyMiddleware(lambda _request: HttpResponse())
    return middleware.process_exception(request, exception)


@pytest.mark.parametrize(
    ("exception", "status"),
    [(Refused("先回访"), 422), (Forbidden("不行"), 403), (Missing("x"), 404), (Conflict("别人先办了"), 409)],
)
def test_each_refusal_has_its_page(exception: Refused, status: int) -> None:
    response = answer(exception)
    assert response is not None
    assert response.status_code == status
    if status != 404:
        assert str(exception) in response.content.decode()


def test_a_stranger_learns_nothing_from_the_404_page() -> None:
    response = answer(Missing("瓮安〔2018〕0412 属珠藏镇"))
    assert response is not None
    assert "〔2018〕" not in response.content.decode()


def test_what_was_typed_is_kept_and_secrets_are_not() -> None:
    data = {"story": "两家为界石争吵。", "password": "hunter22", "csrfmiddlewaretoken": "t" * 20}
    page = answer(Conflict("别人先办了"), data=data)
    assert page is not None
    shown = page.content.decode()
    assert "两家为界石争吵。" in shown
    assert "hunter22" not in shown
    assert typed(RequestFactory().get("/?story=x")) == ()


def test_the_api_and_real_faults_are_left_alone() -> None:
    assert answer(Refused("x"), path="/api/v1/disputes") is None
    assert answer(ValueError("x")) is None


def test_htmx_gets_the_whole_page() -> None:
    response = answer(Conflict("x"), headers={"HX-Request": "true"})
    assert response is not None
    assert response.headers["HX-Retarget"] == "body"


@pytest.mark.django_db
def test_a_missing_part_is_a_whole_page_too(client: Client) -> None:
    response = client.get("/no/such/part/", headers={"HX-Request": "true"})
    assert response.status_code == 404
    assert response.headers["HX-Retarget"] == "body"
    assert "HX-Retarget" not in client.get("/no/such/part/").headers


@pytest.mark.django_db
def test_pages_are_not_kept_by_caches_between(client: Client) -> None:
    assert "private" in client.get("/account/login/").headers["Cache-Control"]


@pytest.mark.django_db
def test_every_answer_carries_the_policy(client: Client) -> None:
    response = client.get("/account/login/")
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=(self)" in response.headers["Permissions-Policy"]


@pytest.mark.django_db
def test_no_template_of_ours_needs_inline_code(client: Client, cast: Cast) -> None:
    client.force_login(cast.people["coordinator"])
    page = client.get("/office/components").content.decode()
    assert " style=" not in page
    assert " onclick=" not in page
    assert "<style" not in page


@pytest.mark.django_db
def test_the_components_page_is_for_those_signed_in(client: Client) -> None:
    assert client.get("/office/components").status_code == 404


@pytest.mark.django_db
def test_language_is_switched_by_a_form(client: Client) -> None:
    response = client.post("/language/", {"language": "en", "next": "/account/login/"})
    assert response.status_code == 302
    assert b'<html lang="en">' in client.get("/account/login/").content


def test_a_fault_of_ours_has_a_page_that_needs_nothing() -> None:
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "系统出错了" in response.content.decode()
