"""Closed disputes to tell."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from hemu.orgs.tests.cast import Cast


@pytest.fixture
def sign_in(cast: Cast, settings) -> Callable[[str], Client]:
    settings.REQUIRE_SECOND_FACTOR = False

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
