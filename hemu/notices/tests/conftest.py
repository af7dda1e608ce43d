"""Counting what was told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from hemu.notices.models import Notice
from hemu.orgs.models import Person
from hemu.orgs.tests.cast import Cast

Told = Callable[[str], list[int]]


@pytest.fixture
def told(cast: Cast) -> Told:
    """The reasons of the notices in somebody's inbox, oldest first."""

    def reasons(name: str) -> list[int]:
        rows = Notice.objects.of_post(cast.posts[name].pk).order_by("at", "id")
        return list(rows.values_list("reason", flat=True))

    return reasons


@pytest.fixture
def government_clerk(cast: Cast) -> str:
    """Somebody in the township's government, of whom the cast has none."""
    from hemu.orgs.models import Post, Role
    from hemu.orgs.tree import LONG_AGO

    person = Person.objects.create_user("clerk", None, name="覃镇长")
    post = Post.objects.create(
        person=person, unit=cast.government, role=Role.TOWNSHIP_COORDINATOR, since=LONG_AGO, is_main=True
    )
    cast.posts["clerk"] = post  # type: ignore[index]  # a dict, typed as a mapping
    cast.people["clerk"] = person  # type: ignore[index]  # a dict, typed as a mapping
    return "clerk"


@pytest.fixture
def sign_in(cast: Cast, settings) -> Callable[[str], Client]:
    settings.REQUIRE_SECOND_FACTOR = False

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
