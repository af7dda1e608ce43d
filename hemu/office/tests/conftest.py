"""Disputes to look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from hemu.disputes.models import Dispute, Side, Source
from hemu.disputes.parties import NewParty
from hemu.disputes.registration import NewDispute, register
from hemu.orgs.tests.cast import Cast


def report(cast: Cast, by: str = "coordinator", **over: Any) -> Dispute:
    """A dispute over a field's border in the village, registered by somebody of the cast."""
    given: dict[str, Any] = {
        "region": cast.village.code,
        "title": "王兴发与李正才承包地边界争执",
        "narrative": "双方因承包合同所载四至不清多次争吵。",
        "kind": 901,
        "source": Source.VISIT,
        "parties": [
            NewParty(name="王兴发", phone="13885425521", address="荣院村三组12号"),
            NewParty(name="李正才", side=Side.RESPONDENT, phone="13985412345"),
        ],
        "place": "三组老晒坝",
    }
    return register(NewDispute(**{**given, **over}), by=cast.actors[by])


@pytest.fixture
def dispute(cast: Cast) -> Dispute:
    return report(cast)


SignIn = Callable[[str], Client]


@pytest.fixture
def sign_in(cast: Cast, settings: Any) -> SignIn:
    """A browser in which that person of the cast is signed in; the second factor has tests of its own."""
    settings.REQUIRE_SECOND_FACTOR = False

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
