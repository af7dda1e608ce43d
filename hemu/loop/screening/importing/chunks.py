"""Rows and records of an upload, some hundred at a time: packed, sealed, and read back in order."""

from __future__ import annotations

import base64
import json
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from hemu.loop.screening.importing.models import CheckedChunk, RawChunk, Upload
from hemu.loop.screening.importing.rules.records import Line

RAW_ROWS = 500
URGENT = "urgent"
RECORDS = 200
"""Records that are registered together: one transaction, a statement a table."""


def pack(value: Any) -> str:
    """JSON, compressed: rows of a ledger repeat themselves."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b85encode(zlib.compress(text, 1)).decode()


def unpack(packed: str) -> Any:
    """What :func:`pack` packed."""
    return json.loads(zlib.decompress(base64.b85decode(packed)))


def put_raw(upload: Upload, sheet: int, number: int, rows: list[list[Any]]) -> None:
    """Keep rows as they were read."""
    RawChunk(
        county=upload.county,
        upload_id=upload.id,
        sheet=sheet,
        number=number,
        first_row=rows[0][0],
        rows=pack(rows),
    ).save(force_insert=True)


def lines(upload: Upload, sheet: int, *, most: int | None = None) -> Iterator[Line]:
    """The rows of a sheet that say something, in order."""
    count = 0
    chunks = RawChunk.objects.in_county(upload.county, upload_id=upload.id, sheet=sheet)
    for number in list(chunks.order_by("number").values_list("number", flat=True)):
        for at, cells in unpack(chunks.get(number=number).rows):
            if most is not None and count >= most:
                return
            count += 1
            yield Line(at, cells)


def some_lines(upload: Upload, sheet: int, rows: Collection[int]) -> dict[int, Line]:
    """These rows of a sheet, by number."""
    chunks = RawChunk.objects.in_county(upload.county, upload_id=upload.id, sheet=sheet)
    found: dict[int, Line] = {}
    for row in sorted(rows):
        if row not in found:
            chunk = chunks.filter(first_row__lte=row).order_by("-first_row").first()
            for at, cells in unpack(chunk.rows) if chunk else ():
                found[at] = Line(at, cells)
    return {row: found[row] for row in rows if row in found}


def tally(records: Iterable[dict[str, Any]]) -> dict[str, int]:
    """How many records of each verdict, and how many that speak of something urgent."""
    counts: Counter[str] = Counter()
    for record in records:
        counts[str(record["v"])] += 1
        counts[URGENT] += bool(record.get("u"))
    return dict(counts)


def verdicts(told: dict[str, int]) -> Counter[int]:
    """Of a chunk's counts those by verdict."""
    return Counter({int(verdict): n for verdict, n in told.items() if verdict != URGENT})


def checked(upload: Upload) -> Any:
    """The chunks of checked records, in order."""
    return CheckedChunk.objects.in_county(upload.county, upload_id=upload.id).order_by("number")


def records(chunk: CheckedChunk) -> list[dict[str, Any]]:
    """The records of a chunk."""
    found: list[dict[str, Any]] = unpack(str(chunk.records))
    return found


def every_record(upload: Upload) -> Iterator[dict[str, Any]]:
    """Every record, in order, a chunk in memory at a time."""
    for number in list(checked(upload).values_list("number", flat=True)):
        yield from records(checked(upload).get(number=number))


def forget_checked(upload: Upload) -> None:
    """Drop what was found, before checking anew."""
    CheckedChunk.objects.in_county(upload.county, upload_id=upload.id).delete()


def forget_all(upload: Upload) -> None:
    """Drop every row of the upload."""
    forget_checked(upload)
    RawChunk.objects.in_county(upload.county, upload_id=upload.id).delete()
