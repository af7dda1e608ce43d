"""Whom a channel's connection may reach: the public network, and inner gateways that the installation names.

A channel's address is typed by a county's administrator, who must not reach through it what only this
machine can: its own services, the neighbours, the cloud's keys. A name proves nothing (it may resolve to an
inner address, and to another one a moment later), so the addresses are resolved once, all are checked, and
one of them is connected to. Gateways in the county's own network are named by who runs the installation, in
``HEMU_INNER_GATEWAYS``.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hemu.notices.channels.base import Never

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
INNER = _("这个地址在内部网络里，没有登记为内网网关。请由系统管理员写进 HEMU_INNER_GATEWAYS。")


def is_allowed(address: Address) -> bool:
    """Whether a channel may connect to an address."""
    plain = _unwrapped(address)
    if plain.is_link_local or plain.is_unspecified or plain.is_multicast:
        return False  # the machine's own surroundings, where a cloud keeps its keys: whoever names them
    return plain.is_global or is_named(plain)


def is_named(address: Address) -> bool:
    """Whether it lies in a network that the installation names as inner gateways."""
    return any(
        address in network for network in settings.INNER_GATEWAYS if network.version == address.version
    )


def _unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for (RFC 4291 mapped, RFC 3056 6to4, RFC 6052 NAT64)."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def literal(host: str) -> Address | None:
    """The address that a host is written as; None for a name."""
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def dial(
    address: tuple[str, int], timeout: float | None = None, source_address: tuple[str, int] | None = None
) -> socket.socket:
    """Connect as :func:`socket.create_connection` does, to an address that was checked.

    Raises Never when any address of the name may not be reached, OSError as usual.
    """
    host, port = address
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for *_rest, where in found:
        held = literal(str(where[0]))
        if held is None or not is_allowed(held):
            raise Never(INNER, "inner")
    last: OSError = OSError("the name has no address")
    for family, kind, protocol, _name, where in found:
        try:
            return _connected(socket.socket(family, kind, protocol), where, timeout, source_address)
        except OSError as error:
            last = error
    raise last


def _connected(
    made: socket.socket, where: Any, timeout: float | None, source_address: tuple[str, int] | None
) -> socket.socket:
    try:
        made.settimeout(timeout)
        if source_address is not None:
            made.bind(source_address)
        made.connect(where)
    except OSError:
        made.close()
        raise
    return made
