"""What is in force, kept in memory and safe between processes.

A snapshot is read when the stamp in the database has moved; the stamp is looked at once a second at
most. A transaction that changed a rule sees its own change, and nobody else does until it commits:
its marker lives in the transaction's own list of things to do on commit, and goes with a rollback.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connection, transaction

from hemu.rulebook.engine import Compiled, compile_table

STAMP_SECONDS = 1.0
"""How long a process may go on with what it has read."""


class NotInForce(LookupError):
    """No version of the table holds on that day, or no code list has that name."""


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code of a list, as read."""

    code: str
    parent: str
    label: str
    note: str
    since: date
    until: date | None
    maps: Mapping[str, str]

    def holds(self, on: date | None) -> bool:
        """Whether it may be chosen on that day; any day when None."""
        return on is None or (self.since <= on and (self.until is None or on < self.until))


@dataclass(frozen=True, slots=True)
class CodeBook:
    """One code list, as read. `rows` are in order; a code may have several, one a period."""

    name: str
    label: str
    source: str
    width: int
    rows: tuple[CodeRow, ...]
    by_code: Mapping[str, tuple[CodeRow, ...]]

    def key(self, code: str | int) -> str:
        """The code as it is written: 903 is 0903 in a list four digits wide."""
        return str(code).zfill(self.width) if self.width else str(code)

    def find(self, code: str | int, on: date | None = None) -> CodeRow | None:
        """The row of a code: the one that holds `on`, else the latest."""
        rows = self.by_code.get(self.key(code), ())
        return next((row for row in rows if row.holds(on)), rows[-1]) if rows else None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """When one version of a table holds, and where its content is."""

    version: int
    valid_from: date
    valid_until: date | None
    content_hash: str
    pk: int


_compiled: dict[tuple[str, int, str], Compiled] = {}


class Snapshot:
    """Everything that held when the stamp had this value; each part is read on first use."""

    def __init__(self, stamp: int) -> None:
        self.stamp = stamp
        self._in_force: dict[tuple[str, date], Compiled] = {}

    @cached_property
    def timelines(self) -> dict[str, list[VersionRow]]:
        """Active versions of every table, latest first."""
        from hemu.rulebook.models import RuleTable, Status

        found: dict[str, list[VersionRow]] = {}
        rows = RuleTable.objects.filter(status=Status.ACTIVE).order_by("-valid_from")
        for row in rows.defer("rows", "examples"):
            assert row.valid_from is not None  # noqa: S101  # a constraint of the table
            held = VersionRow(row.version, row.valid_from, row.valid_until, row.content_hash, row.pk)
            found.setdefault(row.name, []).append(held)
        return found

    @cached_property
    def codes(self) -> dict[str, CodeBook]:
        """Every code list."""
        from hemu.rulebook.models import CodeList

        return {
            item.name: _book(item) for item in CodeList.objects.prefetch_related("codes").order_by("name")
        }

    @cached_property
    def holidays(self) -> dict[date, tuple[bool, str]]:
        """The office's own days: (is worked, name)."""
        from hemu.rulebook.models import Holiday

        rows = Holiday.objects.order_by("day").values_list("day", "is_workday", "name")
        return {day: (worked, name) for day, worked, name in rows}

    @cached_property
    def derived(self) -> dict[str, Any]:
        """Room for what others compute from this snapshot."""
        return {}

    def table(self, name: str, on: date) -> Compiled:
        """The version of `name` in force `on` that day; raises NotInForce."""
        found = self._in_force.get((name, on))
        if found is None:
            found = self._in_force[name, on] = self._compile(name, on)
        return found

    def _compile(self, name: str, on: date) -> Compiled:
        for row in self.timelines.get(name, ()):
            if row.valid_from <= on and (row.valid_until is None or on < row.valid_until):
                break
        else:
            raise NotInForce(f"no version of {name} holds on {on}")
        key = (name, row.version, row.content_hash)
        if key not in _compiled:
            from hemu.rulebook.models import RuleTable

            rows = RuleTable.objects.values_list("rows", flat=True).get(pk=row.pk)
            _compiled[key] = compile_table(name, row.version, rows)
        return _compiled[key]


def _book(item: Any) -> CodeBook:
    rows = tuple(
        CodeRow(c.code, c.parent, c.label, c.note, c.since, c.until, c.maps) for c in item.codes.all()
    )
    by_code: dict[str, tuple[CodeRow, ...]] = {}
    for row in sorted(rows, key=lambda row: row.since):
        by_code[row.code] = (*by_code.get(row.code, ()), row)
    return CodeBook(item.name, item.label, item.source, item.width, rows, by_code)


_shared: Snapshot | None = None
_looked_at = 0.0


def _forget() -> None:
    global _shared
    _shared = None


_here = threading.local()


def _changed_here() -> bool:
    """Whether this thread's transaction changed a rule. The list is searched only after a change."""
    if not getattr(_here, "touched", False):
        return False
    _here.touched = any(entry[1] is _forget for entry in connection.run_on_commit)
    return bool(_here.touched)


def _stamp() -> int:
    from hemu.rulebook.models import Stamp

    return Stamp.objects.filter(pk=1).values_list("value", flat=True).first() or 0


def snapshot() -> Snapshot:
    """What is in force, no more than a second old."""
    global _shared, _looked_at
    if _changed_here():
        return Snapshot(_stamp())
    current, moment = _shared, time.monotonic()
    if current is not None and moment - _looked_at < STAMP_SECONDS:
        return current
    stamp = _stamp()
    if current is None or current.stamp != stamp:
        current = Snapshot(stamp)
    _shared, _looked_at = current, moment
    return current


def lock() -> None:
    """Wait until nobody else is changing rules. Held until the transaction ends."""
    from hemu.rulebook.models import Stamp

    Stamp.objects.select_for_update().get_or_create(pk=1)


@transaction.atomic
def touch() -> None:
    """Say that something changed. Call it inside the transaction that changes it."""
    from django.db.models import F

    from hemu.rulebook.models import Stamp

    if not Stamp.objects.filter(pk=1).update(value=F("value") + 1):
        Stamp.objects.create(pk=1, value=1)
    transaction.on_commit(_forget)
    _here.touched = True
