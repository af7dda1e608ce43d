"""A paper as a spreadsheet: what each of its names says, one below the other, or a line a copy for many."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from hemu.documents.papers.registry import Paper
from hemu.kernel.sheets import writing

_UNSAID = frozenset({"id"})
"""Names inside lists that serve programs alone."""


def labels(of: Paper) -> dict[str, str]:
    """Every name of a paper with what it is, in the paper's order."""
    return {each.name: str(each.label) for each in of.named}


def said(value: Any) -> str:
    """One value as a cell says it; a list has a line for each."""
    if isinstance(value, list | tuple):
        return "\n".join(filter(None, (said(one) for one in value)))
    if isinstance(value, Mapping):
        return "，".join(filter(None, (said(one) for name, one in value.items() if name not in _UNSAID)))
    return "" if value is None else str(value).strip()


def as_sheet(of: Paper, values: Mapping[str, Any]) -> bytes:
    """One copy as .xlsx: a head, then a line for each name."""
    out = BytesIO()
    with writing.book(out) as book:
        sheet = book.add_worksheet(str(of.title)[:31])
        head = book.add_format({"bold": True, "font_size": 14, "align": "center", "valign": "vcenter"})
        label = book.add_format({"bold": True, "border": 1, "bg_color": "#E9EFE6", "valign": "top"})
        text = book.add_format({"border": 1, "text_wrap": True, "valign": "top", "num_format": "@"})
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 70)
        sheet.merge_range(0, 0, 0, 1, str(of.title), head)
        sheet.set_row(0, 30)
        for number, (name, what) in enumerate(labels(of).items(), start=1):
            sheet.write_string(number, 0, what, label)
            sheet.write_string(number, 1, writing.harmless(said(values.get(name, ""))), text)
        sheet.fit_to_pages(1, 0)
        sheet.set_paper(9)
    return out.getvalue()
