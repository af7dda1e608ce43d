"""Identifiers made by the application: 63 bits, time-ordered, no round trip to the database.

Layout, high to low: 41 bits of milliseconds since 2015-01-01 UTC, 10 bits of process, 12 bits of
sequence. Time here is the machine's own, never the time set by ``clock.at``: two records made for
the same moment of a replayed year must still differ.
"""

from __future__ import annotations

import os
import secrets
import threading
import time

EPOCH_MS = 1_420_070_400_000
LARGEST_ID = 2**63 - 1
"""What a column of identifiers holds, and so what a form may bring."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_lock = threading.Lock()
_last_ms = 0
_sequence = 0
_process = secrets.randbits(10)
_pid = os.getpid()


def new_id() -> int:
    """A new identifier, unique in this process and, by 10 random bits, among processes."""
    global _last_ms, _sequence, _process, _pid
    with _lock:
        if os.getpid() != _pid:
            _pid, _process = os.getpid(), secrets.randbits(10)
        stamp = max(time.time_ns() // 1_000_000 - EPOCH_MS, _last_ms)
        _sequence = _sequence + 1 if stamp == _last_ms else 0
        if _sequence > 0xFFF:
            stamp, _sequence = stamp + 1, 0
        _last_ms = stamp
        return stamp << 22 | _process << 12 | _sequence


def short_code(length: int = 5) -> str:
    """Random characters that nobody misreads aloud (Crockford's base 32: no I, L, O, U)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
