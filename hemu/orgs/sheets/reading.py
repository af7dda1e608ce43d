"""Reads a spreadsheet that somebody uploaded: .xlsx, .xls or .csv, into rows by column."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import python_calamine
from django.utils.translation import gettext as _

from hemu.kernel.errors import Refused
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


def read(content: bytes, name: str, columns: Sequence[Column]) -> list[SheetRow]:
    """The rows under the heading line. Raises Refused in the words of the person who uploaded it."""
    if len(content) > MAX_BYTES:
        raise Refused(_("文件超过 10 MB，请分成几个文件。"), field="file")
    table = _csv(content) if name.lower().endswith(".csv") else _workbook(content)
    head, places = _heading(table, columns)
    rows = [
        SheetRow(number, {key: _text(cells, place) for key, place in places.items()})
        for number, cells in enumerate(table[head + 1 :], start=head + 2)
    ]
    filled = [row for row in rows if any(row.values.values())]
    if not filled:
        raise Refused(_("表格里没有内容。请在标题行下面填写后再上传。"), field="file")
    if len(filled) > MAX_ROWS:
        raise Refused(_("一次最多导入 %(n)s 行，请分成几个文件。") % {"n": MAX_ROWS}, field="file")
    return filled


def _workbook(content: bytes) -> list[list[str]]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        return [[_plain(cell) for cell in line] for line in sheet.to_python(skip_empty_area=False)]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Refused(_("打不开这个文件。请用 .xlsx、.xls 或 .csv 格式。"), field="file") from error


def _csv(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return [list(line) for line in csv.reader(io.StringIO(content.decode(encoding), newline=""))]
        except (UnicodeDecodeError, csv.Error):
            continue
    raise Refused(_("认不出这个 CSV 文件的编码，请另存为 .xlsx 再上传。"), field="file")


def _plain(cell: object) -> str:
    """A number as people typed it: 13800138000.0 is a phone."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _heading(table: list[list[str]], columns: Sequence[Column]) -> tuple[int, dict[str, int]]:
    wanted = {column.label: column.key for column in columns}
    for number, line in enumerate(table[:_HEAD_WITHIN]):
        labels = [as_labelled(cell).rstrip("*") for cell in line]
        places = {wanted[label]: place for place, label in enumerate(labels) if label in wanted}
        if all(column.key in places for column in columns if column.required):
            return number, places
    missing = listed(column.label for column in columns if column.required)
    told = _("没有找到标题行。必须有这些列：%(columns)s。请使用模板。")
    raise Refused(told % {"columns": missing}, field="file")


def _text(cells: Sequence[str], place: int) -> str:
    return cells[place].strip()[:_CELL] if place < len(cells) else ""
