"""The first step: the file's rows are read out, packed and kept; nothing later opens the file again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from hemu.documents.store import store
from hemu.kernel import clock, crypto
from hemu.kernel.errors import Refused
from hemu.kernel.sheets.reading import Row, opened
from hemu.loop.screening.importing import chunks, layout
from hemu.loop.screening.importing.models import RowKind, Step, Upload

MOST_ROWS = 200_000
"""Lines of one file, all sheets together."""
MOST_SHEETS = 100


def run(upload: Upload) -> None:
    """Read the file, and guess how it is laid out. What can't be read ends the upload, with why."""
    chunks.forget_all(upload)
    upload.sheets, upload.done = [], 0
    try:
        with store().open(upload.stored) as file:
            content = crypto.unseal_bytes(file.read())
        _keep(upload, content)
        if not any(sheet["rows"] for sheet in upload.sheets):
            raise Refused(_("表格里没有内容。"), field="file", code="empty")
    except Refused as refused:
        upload.step, upload.problem = Step.FAILED, str(refused)[:500]
    else:
        layout.arrange(upload)
        upload.step, upload.problem = Step.MAPPING, ""
    upload.touched_at = clock.now()
    upload.save()


def _keep(upload: Upload, content: bytes) -> None:
    with opened(content, most_rows=MOST_ROWS) as book:
        if len(book.sheets) > MOST_SHEETS:
            raise Refused(_("工作表太多，请只留要导入的表。"), field="file", code="too_many_sheets")
        upload.sheets = [
            {"name": sheet.name, "hidden": sheet.hidden, "rows": 0, "known": 0} for sheet in book.sheets
        ]
        waiting: list[Row] = []
        number = 0
        for row in book.rows:
            if waiting and (row.sheet != waiting[0].sheet or len(waiting) == chunks.RAW_ROWS):
                number = _put(upload, number, waiting)
                waiting = []
            waiting.append(row)
        if waiting:
            _put(upload, number, waiting)
    for sheet, told in enumerate(upload.sheets):
        lines = list(chunks.lines(upload, sheet, most=layout.LOOKED_AT))
        head = layout.found_head(RowKind(upload.kind), lines)
        told["known"] = len(set(layout.guessed(RowKind(upload.kind), head).values()))


def _put(upload: Upload, number: int, rows: list[Row]) -> int:
    packed: list[list[Any]] = [[row.number, row.cells] for row in rows]
    chunks.put_raw(upload, rows[0].sheet, number, packed)
    upload.sheets[rows[0].sheet]["rows"] += len(rows)
    upload.done += len(rows)
    mine = Upload.objects.unscoped(reason="the worker notes how far it has come")
    mine.filter(county=upload.county, id=upload.id).update(done=upload.done)
    return number + 1
