"""Who calls: the key, its actor, and its share of calls."""

from __future__ import annotations

import hmac
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from hemu.api.keys import hashed
from hemu.api.models import ApiKey
from hemu.kernel.errors import Refused
from hemu.orgs.actor import Actor, actor_for
from hemu.orgs.permissions import Permission

KEPT_SECONDS = 5.0
"""How long a process trusts what it read of a key: a revoked one works at most so much longer."""
LEASES_A_MINUTE = 20


class TooMany(Refused):
    """More calls than the key is given a minute."""

    status = 429
    default_code = "too_many"

    def __init__(self, message: Any, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Caller:
    """A key that was let in, and the actor that it acts as."""

    key_id: int
    per_minute: int
    secret_hash: bytes
    actor: Actor


_known: dict[str, tuple[float, Caller | None]] = {}


def _caller(prefix: str) -> Caller | None:
    found = _known.get(prefix)
    now = time.monotonic()
    if found is None or now - found[0] > KEPT_SECONDS:
        if len(_known) > 1000:
            _known.clear()
        found = _known[prefix] = (now, _read(prefix))
    return found[1]


def _read(prefix: str) -> Caller | None:
    key = ApiKey.objects.filter(prefix=prefix).select_related("post__person", "post__unit").first()
    if key is None or not key.is_open or not key.post.is_current or not key.post.person.is_active:
        return None
    actor = actor_for(key.post)
    allowed = actor.permissions & {Permission(name) for name in key.permissions}
    actor = replace(actor, name=key.name, permissions=frozenset(allowed))
    return Caller(key.pk, key.per_minute, bytes(key.secret_hash), actor)


def forget() -> None:
    """Drop what this process remembers of keys and permits."""
    _known.clear()
    _leases.clear()


class KeyAuth(HttpBearer):
    """``Authorization: Bearer hemu_<prefix>_<secret>``."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """The caller, or None: then the answer is 401."""
        product, _first, rest = token.partition("_")
        prefix, _second, secret = rest.partition("_")
        caller = _caller(prefix) if product == "hemu" and secret else None
        if caller is None or not hmac.compare_digest(caller.secret_hash, hashed(secret)):
            return None
        permit(caller)
        request.actor = caller.actor  # type: ignore[attr-defined]  # as ActorMiddleware sets it for pages
        return caller


@dataclass(slots=True)
class Lease:
    """Calls of one key and minute that this process may still let through without asking."""

    minute: int
    left: int


_leases: dict[int, Lease] = {}
_lock = threading.Lock()


def permit(caller: Caller, now: Callable[[], float] = time.time) -> None:
    """Let one call through, or raise TooMany.

    Processes take permits from one row a minute, some at a time, so that all of them together never
    let through more than the key is given.
    """
    minute, second = divmod(int(now()), 60)
    with _lock:
        lease = _leases.setdefault(caller.key_id, Lease(minute, 0))
        if lease.minute != minute:
            lease.minute, lease.left = minute, 0
        if lease.left == 0:
            lease.left = _take(caller, minute, max(1, caller.per_minute // LEASES_A_MINUTE))
        if lease.left == 0:
            raise TooMany(_("调用太频繁，请稍后再试。"), retry_after=60 - second)
        lease.left -= 1


TAKE = """
    WITH before AS (SELECT n FROM api_permits WHERE key_id = %(key)s AND minute = %(minute)s)
    INSERT INTO api_permits AS p (key_id, minute, n) VALUES (%(key)s, %(minute)s, LEAST(%(want)s, %(most)s))
    ON CONFLICT (key_id, minute) DO UPDATE SET n = LEAST(p.n + %(want)s, %(most)s)
    RETURNING n - COALESCE((SELECT n FROM before), 0)
"""


def _take(caller: Caller, minute: int, want: int) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [7301, caller.key_id % 2**31])
        cursor.execute(
            TAKE, {"key": caller.key_id, "minute": minute, "want": want, "most": caller.per_minute}
        )
        return int(cursor.fetchone()[0])
