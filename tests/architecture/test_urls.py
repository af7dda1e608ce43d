"""Every address × everybody: strangers find nothing, nobody gets an error, and a GET can't write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters

from hemu.disputes.models import Dispute
from hemu.disputes.queries import parties
from hemu.disputes.tests import factories
from hemu.kernel.web import reads, writes
from hemu.orgs.tests.cast import Cast

EXEMPT = {
    "account/": "allauth's own views: sign-in can't ask for a post, and has tests of its own",
    "api/": "django-ninja's own views: each operation names its permission, and has tests of its own",
    "field/v1/": "the same of phones: each request proves who it is, and has tests of its own",
}
"""Prefixes of addresses whose views can't carry our marks, each with the reason."""

DISPUTE = "disputes/<int:county>/<int:dispute_id>/"
ROLES = (
    *("grid_member", "mediator", "officer", "coordinator", "stranger", "land", "court", "medical_mediator"),
    *("county_coordinator", "county_viewer", "prefecture_viewer", "administrator"),
)
"""One of each sort: the other posts of the cast may do what one of these may."""
FINE = {200, 204, 302, 304, 400, 403, 404, 405, 409, 422}


@dataclass(frozen=True)
class Address:
    """One pattern of the resolver, with its view."""

    route: str
    view: Any
    names: tuple[str, ...]

    def __str__(self) -> str:
        return self.route or "/"


def _walk(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[Address]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, route)
        else:
            yield Address(route, one.callback, tuple(one.pattern.converters))


EVERY = list(_walk(get_resolver().url_patterns))
OURS = [one for one in EVERY if not any(one.route.startswith(prefix) for prefix in EXEMPT)]
PRIVATE = [one for one in OURS if not getattr(one.view, "hemu_public", False)]
ON_DISPUTES = [one for one in OURS if one.route.startswith(DISPUTE)]


def filled(address: Address, dispute: Dispute | None = None, **known: Any) -> str:
    """The address with something in every gap: the dispute's own numbers, else some that mean nothing."""
    values: dict[str, Any] = {"column": "phone", "county": 522725, **known}
    if dispute is not None:
        values |= {"county": dispute.county, "dispute_id": dispute.pk}
    text = address.route
    for kind in get_converters():
        for name in address.names:
            default = {"slug": "rating", "str": "522725", "path": "x"}.get(kind, "1")
            text = text.replace(f"<{kind}:{name}>", str(values.get(name, default)))
    return "/" + text


@pytest.fixture
def browsers(cast: Cast, settings) -> dict[str, Client]:
    settings.REQUIRE_SECOND_FACTOR = False
    made = {name: Client() for name in ROLES}
    for name, client in made.items():
        client.raise_request_exception = False
        client.force_login(cast.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
    return made


def test_every_view_of_ours_says_whether_it_reads_or_writes():
    unsaid = [one.route for one in OURS if getattr(one.view, "hemu_access", "") not in ("reads", "writes")]
    assert not unsaid


def test_every_exemption_is_needed():
    for prefix, reason in EXEMPT.items():
        assert reason
        assert prefix == "api/" or any(one.route.startswith(prefix) for one in EVERY)


def test_only_these_are_public():
    public = {one.route for one in OURS if getattr(one.view, "hemu_public", False)}
    field = {"field/", "field/sw.js", "field/manifest.webmanifest"}  # the app's files say nothing of anybody
    parties = {
        *("portal/my/", "portal/my/notice/", "portal/my/papers/<slug:key>/<int:row>.pdf"),
        "portal/my/data/<int:request_id>.zip",
    }
    villagers = {"portal/", "portal/follow/", "portal/privacy/", "p/<slug:word>/", "p/<slug:word>/say/"}
    villagers |= {"a/<slug:token>/"}
    villagers |= {"p/<slug:word>/subscribe/", "t/<str:secret>/"}  # messages by SMS, and the one step out
    villagers |= {"portal/stories/", "portal/stories/<slug:slug>/"}  # say nobody, nowhere and never
    villagers |= {"receipts/<str:secret>/"}  # SMS platforms, by a secret that only they were given
    own = {"language/", "office/components", "office/components/<int:status>", "health/", "health"}
    # When a circuit comes where: it names nobody.
    circuits = {"circuit/notice/<int:county>/", "circuit/notice/<int:county>/<int:round_id>/"}
    feeds = {"calendar/feed/<str:token>.ics"}  # nobody guesses the address; numbers and places alone
    assert public <= own | field | villagers | circuits | feeds | parties


@pytest.mark.req("O4")
@pytest.mark.parametrize("address", PRIVATE, ids=str)
def test_who_is_not_signed_in_is_asked_to(address, client, db):
    for answer in (client.get(filled(address)), client.post(filled(address))):
        assert answer.status_code == 302
        assert answer.url.startswith(
            settings.LOGIN_URL if settings.LOGIN_URL.startswith("/") else "/account/login/"
        )


@pytest.mark.req("O4")
def test_a_stranger_finds_no_dispute_at_any_address(cast, browsers):
    dispute = factories.mediating(cast)
    party = parties(dispute)[0].pk
    for address in ON_DISPUTES:
        path = filled(address, dispute, party_id=party)
        for name in ("stranger", "court", "medical_mediator"):
            shown = browsers[name].get(path).status_code
            done = browsers[name].post(path, {"seen": dispute.ledger_seq}).status_code
            refused = {404} if name == "stranger" else {403, 404}
            assert shown in refused, (name, address.route, shown)
            assert done in refused | {405}, (name, address.route, done)


@pytest.mark.slow
@pytest.mark.req("O4")
@pytest.mark.parametrize(
    ("state", "who"),
    [
        ("mediating", ROLES),
        ("registered", ("coordinator", "grid_member")),
        ("closed", ("coordinator", "mediator")),
    ],
)
def test_nobody_gets_an_error_anywhere(cast, browsers, state, who):
    dispute = getattr(factories, state)(cast)
    party = parties(dispute)[0].pk
    wrong = []
    for address in OURS:
        path = filled(address, dispute, party_id=party, code="522725")
        for name in who:
            answer = browsers[name].get(path)
            answer.getvalue()  # a file that is read to its end is closed, as by a browser
            if answer.status_code not in FINE:
                wrong.append((name, path, answer.status_code))
    assert not wrong


@pytest.mark.slow
def test_nobody_gets_an_error_from_an_empty_form(cast, browsers):
    dispute = factories.mediating(cast)
    wrong = []
    for address in OURS:
        path = filled(address, dispute)
        for name in ("coordinator", "mediator", "stranger", "administrator"):
            status = browsers[name].post(path, {}).status_code
            if status not in FINE:
                wrong.append((name, path, status))
    assert not wrong


def test_views_that_read_take_no_post(cast, browsers):
    for address in PRIVATE:
        if address.view.hemu_access == "reads":
            assert browsers["coordinator"].post(filled(address)).status_code == 405, address.route


@pytest.mark.parametrize("mark", [reads, writes])
def test_a_get_cannot_write_whatever_the_view_tries(mark, db):
    @mark
    def view(request):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO jobs_jobrun (name, done, error, failures) VALUES ('x', 0, '', 0)")
        return HttpResponse("written")

    with pytest.raises(DatabaseError, match="read-only"):
        view(RequestFactory().get("/"))
