"""Writes spreadsheets: heads, lists to choose from, and text that no program takes for a formula."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
WIDTH = 18


def book(out: IO[bytes], **options: Any) -> Any:
    """A workbook that takes no text for a formula or an address. Use it as a context."""
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    return xlsxwriter.Workbook(out, {**safe, **options})


def heads(into: Any, sheet: Any, labels: Sequence[str], *, row: int = 0) -> None:
    """A line of heads, above columns whose cells are text."""
    bold = into.add_format({"bold": True, "bg_color": "#E9EFE6", "bottom": 1, "text_wrap": True})
    sheet.set_column(0, max(len(labels) - 1, 0), WIDTH, into.add_format({"num_format": "@"}))
    sheet.write_row(row, 0, labels, bold)
    sheet.freeze_panes(row + 1, 0)


def choices(
    lists: Any,
    sheet: Any,
    column: int,
    words: Sequence[str],
    *,
    rows: tuple[int, int],
    loosely: tuple[str, str] = ("", ""),
) -> None:
    """A drop-down for the rows of a column. `loosely`, a title and a text: other words are told of.

    Its words stand on the sheet `lists`, as Excel takes no more than 255 letters inline.
    """
    lists.write_column(0, column, words)
    letter = xl_col_to_name(column)
    source = f"='{lists.get_name()}'!${letter}$1:${letter}${len(words)}"
    rule: dict[str, Any] = {"validate": "list", "source": source}
    if loosely[0]:
        rule |= {"error_type": "information", "error_title": loosely[0], "error_message": loosely[1]}
    sheet.data_validation(rows[0], column, rows[1], column, rule)


def harmless(text: str) -> str:
    """Text that a spreadsheet program won't take for a formula when the file is saved as CSV."""
    return "'" + text if text.startswith(_DANGEROUS) else text
