"""Undefined template variables fail, unordered queries come shuffled, nothing leaves the machine."""

from __future__ import annotations

import ipaddress
import random
import socket
import sys
from typing import Any

from django.conf import settings
from django.db.models.query import QuerySet
from hypothesis import HealthCheck
from hypothesis import settings as examples

from config import env

_random = random.Random(0)


class UndefinedVariable(AssertionError):
    """A template of ours used a name that its view didn't give it."""


class NetworkForbidden(AssertionError):
    """A test tried to reach another machine."""


class _FailIfInvalid(str):
    """What Django prints for an undefined variable: it looks for %s in it, then formats it with the name."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return True

    def __mod__(self, name: object) -> str:
        frame = sys._getframe(1)
        context = frame.f_locals.get("context")
        template = getattr(getattr(context, "render_context", None), "template", None)
        origin = str(getattr(getattr(template, "origin", None), "name", ""))
        if origin.startswith(str(env.ROOT / "hemu")):
            raise UndefinedVariable(f"{{{{ {name} }}}} is undefined in {origin}")
        return ""


def fail_on_undefined_variables() -> None:
    """Make templates of ours raise; those of the packages we use stay lenient."""
    for engine in settings.TEMPLATES:
        options: Any = engine["OPTIONS"]
        options["string_if_invalid"] = _FailIfInvalid("%s")


def seed_shuffle(name: str) -> None:
    """Shuffle in the same way each time that the test `name` runs."""
    _random.seed(name)


def shuffle_unordered_queries() -> None:
    """Rows of a query without an order come in another one than the database happens to use."""
    original = QuerySet._fetch_all

    def fetch_all(self: QuerySet[Any]) -> None:
        fresh = self._result_cache is None
        original(self)
        rows = self._result_cache
        if fresh and rows is not None and len(rows) > 1 and not self.ordered:
            _random.shuffle(rows)

    QuerySet._fetch_all = fetch_all  # type: ignore[method-assign]


def _is_local(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def forbid_network() -> None:
    """Only this machine may be reached."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def checked(self: socket.socket, address: Any) -> None:
        if not _is_local(address):
            raise NetworkForbidden(f"a test tried to reach {address!r}")
        connect(self, address)

    def checked_ex(self: socket.socket, address: Any) -> int:
        if not _is_local(address):
            raise NetworkForbidden(f"a test tried to reach {address!r}")
        return connect_ex(self, address)

    socket.socket.connect = checked  # type: ignore[assignment,method-assign]
    socket.socket.connect_ex = checked_ex  # type: ignore[assignment,method-assign]


def steady_examples() -> None:
    """Hypothesis tries the same examples each time, and gives them the time that a busy machine needs.

    ``--hypothesis-profile=default`` looks for others.
    """
    slow = [HealthCheck.too_slow]
    examples.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=slow)
    examples.load_profile("steady")
