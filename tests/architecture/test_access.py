"""Every address × everybody: strangers find nothing, the signed-out only the door, and nobody an error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from hemu.api import keys
from hemu.disputes.models import Dispute
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import report
from hemu.orgs.permissions import Permission

EVERYBODY = (
    "grid_member", "auxiliary", "mediator", "officer", "coordinator", "stranger", "judicial", "land", "court",
    "county_coordinator", "county_viewer", "prefecture_viewer", "administrator",
)  # fmt: skip
OUTSIDE = ("stranger", "land", "court")
"""Their posts give them no sight of a dispute that was registered next door and not given to them."""
PUBLIC_PREFIXES = ("account/", "portal/", "language/", "api/", "field/", "calendar/feed/", "circuit/notice/")
"""Addresses that answer the signed-out by design; the API refuses them in its own words."""


@dataclass(frozen=True)
class Address:
    """One pattern of the site: as it is written, what it wants, and how its view is marked."""

    pattern: str
    wants: tuple[str, ...]
    module: str
    access: str

    @property
    def is_of_a_dispute(self) -> bool:
        return "<int:dispute_id>" in self.pattern

    def filled(self, values: dict[str, Any]) -> str:
        text = self.pattern
        for name in self.wants:
            kind = text.split(f":{name}>")[0].rsplit("<", 1)[1]
            default = 1 if kind == "int" else "522725"
            text = text.replace(f"<{kind}:{name}>", str(values.get(name, default)))
        return "/" + text


def addresses(patterns: list[Any] | None = None, before: str = "") -> Iterator[Address]:
    """Every pattern that leads to a view of ours."""
    for found in get_resolver().url_patterns if patterns is None else patterns:
        here = before + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from addresses(found.url_patterns, here)
        elif isinstance(found, URLPattern):
            view = found.callback
            module = str(getattr(view, "__module__", ""))
            if module.startswith("hemu.") and not here.startswith(("api/v1/", "field/v1/")):
                yield Address(here, _all_names(here), module, getattr(view, "hemu_access", ""))


def _all_names(pattern: str) -> tuple[str, ...]:
    return tuple(part.split(">")[0].split(":")[1] for part in pattern.split("<")[1:] if ":" in part)


OURS = sorted(set(addresses()), key=lambda address: address.pattern)


@pytest.fixture
def dispute(cast) -> Dispute:
    return register(report(), by=cast.officer)


@pytest.fixture
def values(cast, dispute) -> dict[str, Any]:
    key = keys.make("县平台", cast.posts["officer"], [Permission.VIEW], by=cast.administrator).key
    return {
        "county": dispute.county,
        "dispute_id": dispute.id,
        "unit_id": cast.station.pk,
        "person_id": cast.people["officer"].pk,
        "post_id": cast.posts["officer"].pk,
        "name": "rating",
        "slug": "incidents",
        "year": 2018,
        "key_id": key.pk,
        "status": 404,
    }


def sign_in(client: Client, cast: Any, who: str) -> None:
    client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")


def test_every_view_says_whether_it_reads_or_writes():
    assert len(OURS) > 50
    closed = "hemu.orgs.signin.urls"
    assert [
        item.pattern for item in OURS if item.access not in ("reads", "writes") and item.module != closed
    ] == []


@pytest.mark.req("O4")
@pytest.mark.parametrize("who", EVERYBODY)
def test_nobody_meets_an_error(who, cast, values, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    sign_in(client, cast, who)
    for address in OURS:
        response = client.get(address.filled(values))
        response.getvalue()  # a file that is read to its end is closed, as by a browser
        assert response.status_code < 500, address


@pytest.mark.req("O4")
@pytest.mark.parametrize("who", OUTSIDE)
def test_a_stranger_finds_nothing_of_a_dispute(who, cast, dispute, values, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    sign_in(client, cast, who)
    for address in OURS:
        if address.is_of_a_dispute:
            assert client.get(address.filled(values)).status_code in (404, 405), address
            if address.access == "writes":
                assert client.post(address.filled(values), {}).status_code in (403, 404), address
    assert Dispute.objects.unscoped(reason="test").get(pk=dispute.pk).ledger_seq == dispute.ledger_seq


@pytest.mark.req("O4")
@pytest.mark.parametrize("who", ["county_viewer", "prefecture_viewer"])
def test_one_who_only_looks_changes_nothing(who, cast, dispute, values, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    sign_in(client, cast, who)
    for address in OURS:
        if address.is_of_a_dispute and address.access == "writes":
            assert client.post(address.filled(values), {}).status_code < 500, address
    assert Dispute.objects.unscoped(reason="test").get(pk=dispute.pk).ledger_seq == dispute.ledger_seq


@pytest.mark.req("O4")
def test_the_signed_out_are_sent_to_the_door(values, client):
    for address in OURS:
        if not address.pattern.startswith(PUBLIC_PREFIXES):
            for response in (client.get(address.filled(values)), client.post(address.filled(values), {})):
                sent_away = response.status_code == 302 and "/account/login/" in response["location"]
                assert sent_away or response.status_code in (401, 403, 404, 405), (
                    address,
                    response.status_code,
                )
