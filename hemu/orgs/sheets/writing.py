"""Writes spreadsheets: empty ones to fill in, what a list shows, and rows sent back with their faults."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from hemu.orgs.sheets.columns import Column

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_LAST_ROW = 5_000
_WIDTH = 18


def template(columns: Sequence[Column]) -> bytes:
    """An empty sheet with headings, lists to choose from, and an example on a second sheet."""
    out = io.BytesIO()
    with _book(out) as book:
        sheet, lists = book.add_worksheet("填写"), book.add_worksheet("选项")
        _heads(book, sheet, [column.label + ("*" if column.required else "") for column in columns])
        for place, column in enumerate(columns):
            if column.hint:
                sheet.write_comment(0, place, str(column.hint))
            if column.choices:
                _choices(lists, sheet, place, column.choices)
        example = book.add_worksheet("示例")
        _heads(book, example, [column.label for column in columns])
        example.write_row(1, 0, [column.example for column in columns])
        example.write_row(2, 0, [str(column.hint) for column in columns])
        lists.hide()
    return out.getvalue()


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]], *, name: str) -> bytes:
    """A plain sheet of `rows` under `heads`."""
    out = io.BytesIO()
    with _book(out) as book:
        sheet = book.add_worksheet(name[:31])
        _heads(book, sheet, heads)
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                sheet.write_string(number, place, _harmless(str(value)))
        sheet.autofilter(0, 0, 0, max(len(heads) - 1, 0))
    return out.getvalue()


def _book(out: io.BytesIO) -> Any:
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    return xlsxwriter.Workbook(out, options)


def _heads(book: Any, sheet: Any, heads: Sequence[str]) -> None:
    bold = book.add_format({"bold": True, "bg_color": "#E9EFE6", "bottom": 1})
    sheet.write_row(0, 0, heads, bold)
    sheet.set_column(0, len(heads) - 1, _WIDTH, book.add_format({"num_format": "@"}))
    sheet.freeze_panes(1, 0)


def _choices(lists: Any, sheet: Any, place: int, choices: Sequence[str]) -> None:
    """A drop-down; its words stand on the hidden sheet, as Excel takes no more than 255 letters inline."""
    lists.write_column(0, place, choices)
    letter = chr(ord("A") + place)
    source = f"=选项!${letter}$1:${letter}${len(choices)}"
    sheet.data_validation(1, place, _LAST_ROW, place, {"validate": "list", "source": source})


def _harmless(text: str) -> str:
    """Text that a spreadsheet program won't take for a formula when the file is saved as CSV."""
    return "'" + text if text.startswith(_DANGEROUS) else text
