"""Limits of what comes in, without an outside captcha: buckets that refill, never a list of the banned.

A village reaches the internet through one shared address, and its county often through a handful (carrier
NAT), so an address is nobody. Too much only means that a person looks at it first. Far too much from one
network closes the wide door there, and every village keeps a small one of its own: who floods one village
shuts nobody out elsewhere. What somebody holds a code of is counted by that report alone.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from hemu.kernel import clock, crypto
from hemu.kernel.errors import Refused
from hemu.portal.models import Bucket


@dataclass(frozen=True, slots=True)
class Gate:
    """`burst` tokens at most, one more every `every` seconds."""

    name: str
    burst: int
    every: float


VILLAGE = Gate("village", burst=30, every=300)
"""Reports of one village: beyond it, a person looks first. A village meeting stays below it."""
NETWORK = Gate("network", burst=120, every=30)
"""Reports of one range of addresses, whatever the village: the same."""
FLOOD = Gate("flood", burst=240, every=5)
"""Reports sent by one range of addresses: the wide door."""
DOOR = Gate("door", burst=10, every=60)
"""Reports of one village by one range of addresses, once the wide door is shut: beyond it, wait."""
FOLLOWING = Gate("report", burst=12, every=60)
"""What the holder of a code sends to one report."""
UPLOADING = Gate("upload", burst=300, every=10)
"""Megabytes of files from one range of addresses; words are taken all the same."""
TRYING = Gate("code", burst=20, every=30)
"""Tracking codes that opened nothing, of one range of addresses: beyond it, the little sum is asked."""
SOLVED = Gate("solved", burst=3, every=60)
"""Tracking codes that may be tried by one little sum."""

KEPT = timedelta(days=1)
_TAKE = """
    INSERT INTO portal_bucket AS b (key, tokens, at) VALUES (%(key)s, %(burst)s - %(cost)s, %(now)s)
    ON CONFLICT (key) DO UPDATE
      SET tokens = LEAST(%(burst)s, b.tokens + GREATEST(0, %(now)s - b.at) / %(every)s) - %(cost)s,
          at = %(now)s
      WHERE LEAST(%(burst)s, b.tokens + GREATEST(0, %(now)s - b.at) / %(every)s) >= %(cost)s
    RETURNING tokens"""


class TooMuch(Refused):
    """More than the gate lets through now. `wait` is how many seconds until it does."""

    status = 429
    default_code = "too_much"

    def __init__(self, message: str, *, wait: float) -> None:
        super().__init__(message)
        self.wait = wait

    @property
    def minutes(self) -> int:
        """The wait in whole minutes, at least one."""
        return max(1, round(self.wait / 60 + 0.49))


def address_range(request: HttpRequest) -> str:
    """The network that the request came from: an IPv4 /24 or an IPv6 /48, never one address.

    Behind our own proxy (HEMU_HTTPS) it is what the proxy saw, which it puts last in X-Forwarded-For.
    """
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    text = told.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    width = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{width}", strict=False))


def _key(gate: Gate, who: str) -> bytes:
    return crypto.keyed_hash(f"{gate.name}:{who}", purpose="bucket")


def take(gate: Gate, who: str, cost: float = 1) -> bool:
    """Take a token, or as many as it costs; False when there are too few. Two processes never take the same.

    Never for more than a full bucket holds.
    """
    given: dict[str, bytes | float] = {
        "key": _key(gate, who),
        "burst": gate.burst,
        "every": gate.every,
        "cost": min(cost, gate.burst),
        "now": clock.now().timestamp(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, given)
        return cursor.fetchone() is not None


def left(gate: Gate, who: str) -> float:
    """How many tokens there are now."""
    found = Bucket.objects.filter(key=_key(gate, who)).first()
    if found is None:
        return float(gate.burst)
    grown = max(0.0, clock.now().timestamp() - found.at) / gate.every
    return min(float(gate.burst), found.tokens + grown)


def pass_through(gate: Gate, who: str, message: str) -> None:
    """Take one token or raise TooMuch with how long to wait."""
    if not take(gate, who):
        raise TooMuch(message, wait=(1 - left(gate, who)) * gate.every)


def enter(where: str, village: str, message: str) -> None:
    """Let a report in by the wide door, or by its village's own small one; raises TooMuch."""
    if not take(FLOOD, where):
        pass_through(DOOR, f"{where} {village}", message)


def forget() -> int:
    """Delete the buckets that nobody took from for a day: they are full again."""
    before = (clock.now() - KEPT).timestamp()
    return Bucket.objects.filter(at__lt=before).delete()[0]
