"""The ledger's arithmetic: hashing an entry, reading what it sealed, verifying the chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import connection

from hemu.disputes.models import Dispute, Entry
from hemu.kernel import crypto


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces: the same bytes before and after the database."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(entry: Entry) -> bytes:
    """SHA-256 over every column of the entry and the hash of the one before (32 bytes)."""
    return hashlib.sha256(
        canonical(
            [
                bytes(entry.prev_hash).hex(),
                str(entry.county),
                str(entry.dispute_id),
                entry.seq,
                entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
                int(entry.act),
                None if entry.from_state is None else int(entry.from_state),
                [int(entry.state), int(entry.colour), int(entry.kind), str(entry.region)],
                [str(entry.person_id), entry.person_name, str(entry.unit_id), entry.unit_name],
                entry.details,
                entry.image,
                None if entry.sealed is None else bytes(entry.sealed).hex(),
            ]
        )
    ).digest()


def seal(dispute: Dispute, personal: dict[str, Any]) -> bytes | None:
    """`personal` as JSON under the dispute's own key; None when there is nothing to seal."""
    if not personal:
        return None
    if dispute.data_key is None:
        raise crypto.SealBroken("the dispute's key was destroyed at the end of retention")
    return crypto.seal_with(crypto.unwrap_data_key(bytes(dispute.data_key)), canonical(personal).decode())


def unseal(dispute: Dispute, entry: Entry) -> dict[str, Any]:
    """What the entry says of persons; empty when nothing, or when retention destroyed the key."""
    if not entry.sealed or dispute.data_key is None:
        return {}
    opened: dict[str, Any] = json.loads(
        crypto.unseal_with(crypto.unwrap_data_key(bytes(dispute.data_key)), bytes(entry.sealed))
    )
    return opened


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the ledger doesn't hold."""

    county: int
    dispute_id: int
    seq: int
    what: str

    def __str__(self) -> str:
        return f"{self.county}/{self.dispute_id} #{self.seq}: {self.what}"


@dataclass(slots=True)
class Verification:
    disputes: int
    entries: int
    faults: list[Fault]


COLUMNS = (
    *("county", "dispute_id", "seq", "at", "act", "from_state", "state", "colour", "kind", "region"),
    *("person_id", "person_name", "unit_id", "unit_name", "details", "image", "sealed", "prev_hash", "hash"),
)


def verify(progress: Callable[[int], None] | None = None, *, most_faults: int = 100) -> Verification:
    """Recompute every hash and compare each dispute with the head of its chain.

    Streams the ledger in order; memory does not grow with it. `progress` is called with the
    number of entries read, every 20,000.
    """
    result = Verification(0, 0, [])
    heads = _heads()
    head = next(heads, None)
    last: Entry | None = None
    for entry in _entries():
        result.entries += 1
        if progress and result.entries % 20_000 == 0:
            progress(result.entries)
        if last is not None and _key(last) != _key(entry):
            head = _check_heads(heads, head, last, result)
            last = None
        result.faults.extend(_faults(entry, last))
        last = entry
        if len(result.faults) >= most_faults:
            return result
    head = _check_heads(heads, head, last, result)
    while head is not None:
        result.faults.append(Fault(head[0], head[1], 0, "the dispute has no ledger entry"))
        head = next(heads, None)
    return result


Head = tuple[int, int, int, bytes, int, int, int, int]


def _key(entry: Entry) -> tuple[int, int]:
    return entry.county, entry.dispute_id


def _faults(entry: Entry, last: Entry | None) -> Iterator[Fault]:
    where = (entry.county, entry.dispute_id, entry.seq)
    seq, prev = (last.seq, bytes(last.hash)) if last else (0, b"")
    if entry.seq != seq + 1:
        yield Fault(*where, f"entry {seq + 1} is missing")
    if bytes(entry.prev_hash) != prev:
        yield Fault(*where, "does not follow the entry before it")
    if digest(entry) != bytes(entry.hash):
        yield Fault(*where, "its content was changed after it was written")


def _check_heads(
    heads: Iterator[Head], head: Head | None, last: Entry | None, result: Verification
) -> Head | None:
    """Compare the dispute that `last` is the newest entry of; answer the next dispute to compare."""
    if last is None:
        return head
    while head is not None and head[:2] < _key(last):
        result.faults.append(Fault(head[0], head[1], 0, "the dispute has no ledger entry"))
        head = next(heads, None)
    if head is None or head[:2] != _key(last):
        result.faults.append(Fault(*_key(last), last.seq, "the dispute of this ledger is gone"))
        return head
    result.disputes += 1
    now = (last.seq, bytes(last.hash), last.state, last.colour, last.kind, last.region)
    if head[2:] != now:
        result.faults.append(
            Fault(
                *_key(last),
                last.seq,
                "the dispute isn't as its last entry left it, or newer entries are gone",
            )
        )
    return next(heads, None)


def _heads() -> Iterator[Head]:
    sql = (
        "SELECT county, id, ledger_seq, ledger_hash, state, colour, kind, region "
        "FROM disputes_dispute ORDER BY county, id"
    )
    for row in _stream("hemu_verify_heads", sql):
        yield (*row[:3], bytes(row[3]), *row[4:])


def _entries() -> Iterator[Entry]:
    sql = f"SELECT {', '.join(COLUMNS)} FROM disputes_entry ORDER BY county, dispute_id, seq"  # noqa: S608  # constants
    for row in _stream("hemu_verify_entries", sql):
        values = dict(zip(COLUMNS, row, strict=True))
        for name in ("details", "image"):
            if isinstance(values[name], str):
                values[name] = json.loads(values[name])
        yield Entry(**values)


def _stream(name: str, sql: str, size: int = 5000) -> Iterator[tuple[Any, ...]]:
    """Rows of a query through a server-side cursor, in a transaction of the caller's or its own."""
    with connection.cursor() as cursor:
        hold = "" if connection.in_atomic_block else "WITH HOLD"
        cursor.execute(f"DECLARE {name} NO SCROLL CURSOR {hold} FOR {sql}")
        try:
            while True:
                cursor.execute(f"FETCH {size} FROM {name}")
                rows = cursor.fetchall()
                if not rows:
                    return
                yield from rows
        finally:
            cursor.execute(f"CLOSE {name}")
