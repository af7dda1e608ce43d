"""Platforms that run for one test, and accounts on them."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from hemu.notices.channels import http, tokens
from hemu.notices.channels.base import Account, Message
from tests.channels import platforms
from tests.channels.server import Answer, Platform

MESSAGE = Message(
    key="n:p:1:act:9:2:1:5",
    title="和睦：待接收",
    text="待接收：MD522725-2026-000123，请登录和睦查看办理。",
    link="https://hemu.example.gov.cn/disputes/522725/9/",
    params={"reason": "待接收", "ref": "MD522725-2026-000123"},
)


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """This machine is an inner gateway, and answers however busy it is; no token of another test is kept."""
    settings.INNER_GATEWAYS = [ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1")]
    monkeypatch.setattr(http, "TIMEOUT", 60.0)
    tokens.forget_all()
    yield
    tokens.forget_all()


@pytest.fixture
def run() -> Iterator[Callable[[Answer], Platform]]:
    """Starts a platform; all end with the test."""
    started: list[Platform] = []

    def start(answer: Answer) -> Platform:
        started.append(Platform(answer))
        return started[-1]

    yield start
    for one in started:
        one.close()


def account(
    platform: Platform, number: int = 1, /, secrets: dict[str, str] | None = None, **options: str
) -> Account:
    """An account whose platform is the test's own."""
    return Account(number, {"base": platform.url, "url": platform.url, **options}, secrets or {})


__all__ = ["MESSAGE", "account", "platforms"]
