"""The last step: good records are registered by the acts that pages use, a chunk a transaction.

A chunk, its rows' marks and its being done are committed together or not at all: killed at any moment, the
work goes on with the first chunk that isn't done, and what a row becomes has the number that was made for it
when it was checked. "All or nothing" is one transaction over every chunk; how far it has come is told over a
connection of its own.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.kernel.places import county_of
from hemu.loop.screening.importing import checking, chunks, progress
from hemu.loop.screening.importing.checking import Verdict
from hemu.loop.screening.importing.models import CheckedChunk, ImportedRow, RowKind, Step, Upload
from hemu.loop.screening.importing.rows import READERS
from hemu.loop.screening.importing.rows.common import Came
from hemu.orgs.actor import Actor

SLICE_SECONDS = 5.0
"""How long one upload is worked at before another gets its turn."""
TRIES = 4
"""A reference of random letters may be taken: then the chunk is registered anew, with others."""
LOCKS = 0x494D504F
"""The family of the locks that keep two imports of a county apart: neither may miss what the other brings."""


class NotWhole(Exception):
    """A record couldn't come in though all were to: nothing is."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(why)
        self.where, self.why = where, why


def run(upload: Upload, by: Actor) -> None:
    """Bring in what is good, for a while; or everything at once."""
    if upload.whole:
        _whole(upload, by)
    else:
        _slice(upload, by)


def _slice(upload: Upload, by: Actor) -> None:
    """Chunk after chunk until the time is over or nothing is left."""
    until = time.monotonic() + SLICE_SECONDS
    while time.monotonic() < until:
        chunk = chunks.checked(upload).filter(done=False).first()
        if chunk is None:
            _finish(upload)
            return
        with transaction.atomic():
            if not _still_wanted(upload):
                return
            came = _bring(upload, chunk, by)
            _count(upload, came, upload.done + len(chunks.records(chunk)))


def _whole(upload: Upload, by: Actor) -> None:
    """Every chunk in one transaction."""
    total: Counter[Verdict] = Counter()
    done = 0
    try:
        with transaction.atomic():
            for number in list(chunks.checked(upload).values_list("number", flat=True)):
                chunk = chunks.checked(upload).get(number=number)
                total += _bring(upload, chunk, by)
                done += len(chunks.records(chunk))
                progress.tell(upload, done)
            _count(upload, total, done)
            _finish(upload)
    except NotWhole as error:
        fresh = Upload.objects.unscoped(reason="the worker's own").get(county=upload.county, id=upload.id)
        told = _("%(where)s：%(why)s 一行也没有导入。请重新检查。")
        fresh.problem = (told % {"where": error.where, "why": error.why})[:500]
        fresh.step, fresh.done, fresh.touched_at = Step.MAPPING, 0, clock.now()
        fresh.save()


def _still_wanted(upload: Upload) -> bool:
    """Whether nobody stopped it since; the row stays locked until the chunk is committed."""
    rows = Upload.objects.unscoped(reason="the worker's own").select_for_update()
    fresh = rows.get(county=upload.county, id=upload.id)
    upload.done, upload.brought_in = fresh.done, fresh.brought_in
    return bool(fresh.step == Step.IMPORTING)


def _bring(upload: Upload, chunk: CheckedChunk, by: Actor) -> Counter[Verdict]:
    """Register a chunk's good records; answers how many ended as what."""
    records = chunks.records(chunk)
    good = [record for record in records if record["v"] == Verdict.GOOD]
    _lock({county_of(record["n"]["region"]) for record in good}, upload.kind)
    there = checking.already(
        RowKind(upload.kind), [(record["n"]["region"], record["m"], record.get("k", "")) for record in good]
    )
    for record in good:
        where = there.get(record["m"]) or there.get(record.get("k", ""))
        if where:
            record["v"], record["o"] = int(Verdict.SAME), where
    good = [record for record in good if record["v"] == Verdict.GOOD]
    results = _registered(upload, good, by) if good else []
    _note(upload, good, results)
    chunk.records, chunk.counts, chunk.done = chunks.pack(records), chunks.tally(records), True
    chunk.save()
    return Counter(Verdict(record["v"]) for record in records)


def _registered(upload: Upload, good: list[dict[str, Any]], by: Actor) -> list[Came | Refused]:
    reader = READERS[RowKind(upload.kind)]
    batch = [
        (record["i"], {**record["n"], "source_ref": f"import:{upload.id}:{record['r'][0]}"})
        for record in good
    ]
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return reader.bring_in(batch, by)
        except IntegrityError:
            if not left:
                raise
    raise AssertionError("the last try answers or raises")


def _note(upload: Upload, good: list[dict[str, Any]], results: list[Came | Refused]) -> None:
    """Write down what each record became, by which it is known again."""
    moment = clock.now()
    rows = []
    for record, result in zip(good, results, strict=True):
        if isinstance(result, Refused):
            if upload.whole:
                raise NotWhole(_("第 %(n)s 行") % {"n": record["r"][0]}, str(result))
            record["v"] = int(Verdict.WRONG)
            record["p"] = [[result.field, result.code, str(result), record["r"][0], None]]
            continue
        record["v"], record["o"] = int(Verdict.CAME), [result.county, str(result.record_id), result.ref, ""]
        record.pop("n")
        rows.append(
            ImportedRow(
                county=result.county,
                kind=upload.kind,
                mark=bytes.fromhex(record["m"]),
                own_number=bytes.fromhex(record.get("k", "")),
                record_id=result.record_id,
                ref=result.ref[:40],
                upload_id=upload.id,
                row=record["r"][0],
                made_at=moment,
            )
        )
    ImportedRow.objects.bulk_create(rows)


def _lock(counties: set[int], kind: int) -> None:
    with connection.cursor() as cursor:
        for county in sorted(counties):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCKS, county * 10 + int(kind)])


def _count(upload: Upload, came: Counter[Verdict], done: int) -> None:
    upload.brought_in += came[Verdict.CAME]
    upload.done = done
    changed: dict[str, Any] = {
        "brought_in": upload.brought_in, "done": done, "touched_at": clock.now(), "failures": 0,
    }  # fmt: skip
    rows = Upload.objects.unscoped(reason="the worker's own").filter(county=upload.county, id=upload.id)
    rows.update(**changed)


def _finish(upload: Upload) -> None:
    """Say what came of it."""
    counts: Counter[int] = Counter()
    for told in chunks.checked(upload).values_list("counts", flat=True):
        counts.update(chunks.verdicts(told))
    rows = Upload.objects.unscoped(reason="the worker's own").filter(county=upload.county, id=upload.id)
    rows.filter(step=Step.IMPORTING).update(
        step=Step.DONE,
        good=counts[Verdict.GOOD],
        same=counts[Verdict.SAME],
        wrong=counts[Verdict.WRONG],
        brought_in=counts[Verdict.CAME],
        finished_at=clock.now(),
        touched_at=clock.now(),
        problem="",
    )


@contextmanager
def alone(upload: Upload) -> Iterator[bool]:
    """Whether we hold the upload's lock, which no other worker can then have. It dies with our connection."""
    low = upload.id & 0x7FFFFFFF
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS + 1, low])
        (held,) = cursor.fetchone()
    try:
        yield bool(held)
    finally:
        if held and connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS + 1, low])
