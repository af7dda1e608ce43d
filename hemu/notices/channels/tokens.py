"""Access tokens: fetched when needed, kept until shortly before they expire, thrown away when refused.

Kept in the process: a platform hands out the same token again to who asks twice within its life (WeCom,
DingTalk, Feishu all say so), so several workers disturb nobody, and no token lies in a database.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable

from hemu.notices.channels.base import Account, ForNow, Taken, TokenRefused

EARLY = 300.0
"""Seconds before its end at which a token is fetched anew."""
Fetch = Callable[[Account], tuple[str, float]]
"""Answers a token and for how many seconds it is good."""

_lock = threading.Lock()
_kept: dict[bytes, tuple[str, float]] = {}


def with_token(account: Account, fetch: Fetch, use: Callable[[str], Taken]) -> Taken:
    """Do `use` with a token; when the platform refuses it, once more with a fresh one."""
    try:
        return use(_token(account, fetch))
    except TokenRefused:
        _forget(account)
    try:
        return use(_token(account, fetch))
    except TokenRefused as refused:
        _forget(account)
        raise ForNow(refused.words, refused.code) from None


def forget_all() -> None:
    """Throw every token away, as a new process would."""
    with _lock:
        _kept.clear()


def _key(account: Account) -> bytes:
    """Other secrets, another token: changing a channel's keys must take effect at once."""
    parts = [
        str(account.id),
        *(f"{k}={v}" for k, v in sorted({**account.options, **account.secrets}.items())),
    ]
    return hashlib.sha256("\0".join(parts).encode()).digest()


def _token(account: Account, fetch: Fetch) -> str:
    key = _key(account)
    with _lock:
        token, until = _kept.get(key, ("", 0.0))
    if time.monotonic() < until:
        return token
    token, seconds = fetch(account)
    with _lock:
        _kept[key] = (token, time.monotonic() + max(0.0, seconds - EARLY))
    return token


def _forget(account: Account) -> None:
    with _lock:
        _kept.pop(_key(account), None)
