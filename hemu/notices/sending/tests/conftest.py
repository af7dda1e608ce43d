"""Channels whose platforms run for one test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from hemu.kernel import clock
from hemu.notices.channels.kinds import ChannelKind
from hemu.notices.sending import actions
from hemu.notices.sending.actions import Configured
from hemu.notices.sending.families import Family
from hemu.notices.sending.models import Channel
from hemu.orgs.tests.cast import Cast
from tests.channels.conftest import _patient, run
from tests.channels.platforms import KEY, SECRET
from tests.channels.server import Platform

__all__ = ["_patient", "run"]


def at(hour: int, minute: int = 0) -> datetime:
    """A moment of a working day, on the wall."""
    return datetime(2026, 12, 1, hour, minute, tzinfo=clock.CHINA)


Made = Callable[..., Channel]


@pytest.fixture
def made(cast: Cast) -> Made:
    """Sets a channel up against a platform, told to everybody of the county."""

    def make(kind: ChannelKind, platform: Platform, **over) -> Channel:
        values = {
            "base": platform.url, "url": platform.url, "key": KEY, "secret": SECRET, "corp_id": "ww1234",
            "agent_id": "1000002", "key_id": "LTAI5t", "sign": "瓮安综治", "token": KEY, "app_key": "dingkey",
            **over.pop("values", {}),
        }  # fmt: skip
        given = {"name": str(kind.label), "per_minute": 20, "families": list(Family), **over}
        return actions.add_channel(kind, Configured(values=values, **given), by=cast.administrator)

    return make


@pytest.fixture
def sign_in(cast: Cast, settings) -> Callable[[str], Client]:
    settings.REQUIRE_SECOND_FACTOR = False

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
