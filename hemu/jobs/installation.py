"""Whether the keys at hand are the ones that this database was filled with."""

from __future__ import annotations

import hmac

from hemu.jobs.models import Installation
from hemu.kernel import clock, crypto


def key_check() -> bytes:
    """32 bytes that tell two field keys apart and tell nothing else of them."""
    return crypto.keyed_hash("this installation", purpose="key check")


def record_keys() -> None:
    """Remember the keys of a new database; leave what is remembered of an old one."""
    Installation.objects.get_or_create(id=1, defaults={"key_check": key_check(), "made_at": clock.now()})


def keys_fit() -> bool | None:
    """Whether the keys fit the database; None when it has none remembered."""
    row = Installation.objects.filter(id=1).first()
    return None if row is None else hmac.compare_digest(bytes(row.key_check), key_check())
