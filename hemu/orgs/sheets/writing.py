"""Writes spreadsheets: empty ones to fill in, what a list shows, and rows sent back with their faults."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from hemu.kernel.sheets import writing
from hemu.orgs.sheets.columns import Column

_ROWS = (1, 5_000)


def template(columns: Sequence[Column]) -> bytes:
    """An empty sheet with headings, lists to choose from, and an example on a second sheet."""
    out = io.BytesIO()
    with writing.book(out, in_memory=True) as book:
        sheet, lists = book.add_worksheet("填写"), book.add_worksheet("选项")
        writing.heads(book, sheet, [column.label + ("*" if column.required else "") for column in columns])
        for place, column in enumerate(columns):
            if column.hint:
                sheet.write_comment(0, place, str(column.hint))
            if column.choices:
                writing.choices(lists, sheet, place, column.choices, rows=_ROWS)
        example = book.add_worksheet("示例")
        writing.heads(book, example, [column.label for column in columns])
        example.write_row(1, 0, [column.example for column in columns])
        example.write_row(2, 0, [str(column.hint) for column in columns])
        lists.hide()
    return out.getvalue()


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]], *, name: str) -> bytes:
    """A plain sheet of `rows` under `heads`."""
    out = io.BytesIO()
    with writing.book(out, in_memory=True) as book:
        sheet = book.add_worksheet(name[:31])
        writing.heads(book, sheet, heads)
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                sheet.write_string(number, place, writing.harmless(str(value)))
        sheet.autofilter(0, 0, 0, max(len(heads) - 1, 0))
    return out.getvalue()
