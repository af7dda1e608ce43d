"""Reads a spreadsheet that somebody uploaded: .xlsx, .xls or .csv, into rows by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from django.utils.translation import gettext as _

from hemu.kernel.errors import Refused
from hemu.kernel.sheets.reading import Cell, Row, opened
from hemu.kernel.wording import listed
from hemu.orgs.sheets.columns import Column, as_labelled

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 5_000
_CELL = 400
_HEAD_WITHIN = 10


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number in the file as people see it, and the text of each column by key."""

    number: int
    values: dict[str, str] = field(default_factory=dict)


def read(content: bytes, columns: Sequence[Column]) -> list[SheetRow]:
    """The rows under the heading line. Raises Refused in the words of the person who uploaded it."""
    if len(content) > MAX_BYTES:
        raise Refused(_("文件超过 10 MB，请分成几个文件。"), field="file")
    with opened(content, most_rows=2 * MAX_ROWS) as book:
        lines = list(takewhile(lambda row: row.sheet == 0, book.rows))
    head, places = _heading(lines, columns)
    rows = [
        SheetRow(line.number, {key: _text(line.cells, place) for key, place in places.items()})
        for line in lines[head + 1 :]
    ]
    filled = [row for row in rows if any(row.values.values())]
    if not filled:
        raise Refused(_("表格里没有内容。请在标题行下面填写后再上传。"), field="file")
    if len(filled) > MAX_ROWS:
        raise Refused(_("一次最多导入 %(n)s 行，请分成几个文件。") % {"n": MAX_ROWS}, field="file")
    return filled


def _heading(lines: Sequence[Row], columns: Sequence[Column]) -> tuple[int, dict[str, int]]:
    wanted = {column.label: column.key for column in columns}
    for number, line in enumerate(lines[:_HEAD_WITHIN]):
        labels = [as_labelled(_text(line.cells, place)).rstrip("*") for place in range(len(line.cells))]
        places = {wanted[label]: place for place, label in enumerate(labels) if label in wanted}
        if all(column.key in places for column in columns if column.required):
            return number, places
    missing = listed(column.label for column in columns if column.required)
    told = _("没有找到标题行。必须有这些列：%(columns)s。请使用模板。")
    raise Refused(told % {"columns": missing}, field="file")


def _text(cells: Sequence[Cell], place: int) -> str:
    """What a cell says, or the merged cell that reaches down to it."""
    cell = cells[place] if place < len(cells) else ""
    if isinstance(cell, str):
        return cell[:_CELL]
    return str(cell[0])[:_CELL] if len(cell) == 1 else ""
