"""Where messages may go: the address that is connected to is checked, whatever its name said before."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable

import pytest

from hemu.notices.channels import dialling
from hemu.notices.channels.base import Account, ForNow, Never
from hemu.notices.channels.http import call
from hemu.notices.channels.mail import smtp
from hemu.notices.channels.webhook import client as webhook
from tests.channels.conftest import MESSAGE
from tests.channels.server import Reply

pytestmark = [pytest.mark.req("P2")]
Resolve = Callable[..., list[str]]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Resolve:
    """What a name resolves to: the first time, the second time, …; counted."""

    def say(*turns: str) -> list[str]:
        asked: list[str] = []

        def resolved(host, port, *_given, **_named):
            asked.append(host)
            every = turns[min(len(asked), len(turns)) - 1].split()
            return [
                (
                    socket.AF_INET6 if ":" in one else socket.AF_INET,
                    socket.SOCK_STREAM,
                    6,
                    "",
                    (one, port, 0, 0) if ":" in one else (one, port),
                )
                for one in every
            ]

        monkeypatch.setattr(socket, "getaddrinfo", resolved)
        return asked

    return say


@pytest.mark.parametrize(
    "inner",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.9.9", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "::1", "fd00::1", "fe80::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "93.184.216.34 127.0.0.1",
    ],
)  # fmt: skip
def test_a_name_that_stands_for_an_inner_address_is_not_connected_to(names, settings, inner):
    settings.INNER_GATEWAYS = []
    names(inner)
    with pytest.raises(Never) as refused:
        call("https://hooks.example.com/x", {})
    assert refused.value.code == "inner"
    for security in ("tls", "starttls"):
        account = Account(1, {"host": "mail.example.com", "security": security, "sender": "a@example.com"})
        with pytest.raises(Never) as refused:
            smtp.send(account, "b@example.com", MESSAGE)
        assert refused.value.code == "inner"


def test_nothing_reaches_a_local_server_until_it_is_named_an_inner_gateway(names, settings, run):
    platform = run(lambda _asked: Reply({}))
    port = platform.server.server_address[1]
    account = Account(1, {"url": f"http://gateway.county.example:{port}/in"}, {"secret": "x" * 16})
    names("127.0.0.1")
    settings.INNER_GATEWAYS = [ipaddress.ip_network("10.2.0.0/16")]
    with pytest.raises(Never):
        webhook.send(account, "", MESSAGE)
    assert platform.came == []
    settings.INNER_GATEWAYS = [ipaddress.ip_network("127.0.0.1")]
    webhook.send(account, "", MESSAGE)
    assert len(platform.came) == 1
    assert platform.came[0].headers["host"] == f"gateway.county.example:{port}"


def test_a_name_that_changes_between_look_and_leap_gains_nothing(names, settings, run):
    platform = run(lambda _asked: Reply({}))
    port = platform.server.server_address[1]
    settings.INNER_GATEWAYS = [ipaddress.ip_network("127.0.0.2")]
    asked = names("127.0.0.2", "127.0.0.1")  # nobody listens at the one that is allowed
    with pytest.raises(ForNow):
        call(f"http://rebinding.example.com:{port}/", {})
    assert asked == ["rebinding.example.com"]
    assert platform.came == []


def test_the_proxy_of_the_environment_is_not_asked(monkeypatch, settings, run):
    platform, proxy = run(lambda _asked: Reply({})), run(lambda _asked: Reply({}))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, proxy.url)
    call(platform.url, {}).judge()
    assert (len(platform.came), proxy.came) == (1, [])


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://10.0.0.1/x", "data:,x"])
def test_no_other_kind_of_address_is_opened(address):
    with pytest.raises((Never, ForNow)):
        call(address)


def test_link_local_addresses_are_never_reached_even_when_they_are_named(settings):
    settings.INNER_GATEWAYS = [ipaddress.ip_network("0.0.0.0/0")]
    assert not dialling.is_allowed(ipaddress.ip_address("169.254.169.254"))
    assert not dialling.is_allowed(ipaddress.ip_address("224.0.0.1"))
    assert dialling.is_allowed(ipaddress.ip_address("10.9.8.7"))
    assert dialling.is_allowed(ipaddress.ip_address("223.5.5.5"))
