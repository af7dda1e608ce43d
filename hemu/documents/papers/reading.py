"""Reads a Word file into plain data that ``paper.typ`` sets as PDF.

Not a converter of everything that Word can do: what forms are made of is taken over (paragraphs with their
alignment, indents, spacing and breaks; runs with size, weight and underline; tables with merged cells, widths
and heights; pictures; head and foot with page numbers), and what else there is comes through as its text.
Lengths are in points.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

Block = dict[str, Any]
_TWIPS = 20
_ALIGN = {"center": "center", "right": "right", "end": "right", "both": "justify", "distribute": "justify"}
_FIELDS = {"PAGE": "page", "NUMPAGES": "pages"}
_SIZE = 12.0
_EMU = 12_700


def read(content: bytes) -> dict[str, Any]:
    """The pages of a Word file. Raises ValueError, KeyError or zipfile.BadZipFile when it isn't one."""
    document = Document(BytesIO(content))
    section = document.sections[0]
    base = _base_size(document)
    return {
        "title": document.core_properties.title,
        "size": base,
        "page": {
            name: round(getattr(section, f"{of}").pt, 2)
            for name, of in {
                "width": "page_width",
                "height": "page_height",
                "top": "top_margin",
                "bottom": "bottom_margin",
                "left": "left_margin",
                "right": "right_margin",
            }.items()
        },
        "head": _Story(section.header, base).blocks(),
        "foot": _Story(section.footer, base).blocks(),
        "body": _Story(document, base).blocks(),
    }


def text_of(content: bytes) -> str:
    """Everything that a Word file says, paragraph by paragraph, cells divided by tabs."""

    def lines(blocks: list[Block]) -> Iterator[str]:
        for block in blocks:
            if "rows" not in block:
                yield "".join(run.get("text", "") for run in block["runs"])
                continue
            for row in block["rows"]:
                yield "\t".join("\n".join(lines(cell["blocks"])) for cell in row["cells"])

    return "\n".join(lines(read(content)["body"]))


def _base_size(document: Any) -> float:
    size = document.styles["Normal"].font.size
    return float(size.pt) if size is not None else _SIZE


def _number(element: Any, path: str, name: str) -> float | None:
    """An attribute of a child, in points; None where it isn't set."""
    found = element.find(qn(path)) if element is not None else None
    value = found.get(qn(name)) if found is not None else None
    return int(float(value)) / _TWIPS if value is not None else None


def _is_on(properties: Any, tag: str) -> bool:
    found = properties.find(qn(tag)) if properties is not None else None
    return found is not None and found.get(qn("w:val")) not in ("0", "false", "none")


class _Story:
    """The blocks of a body, a head, a foot or a cell."""

    def __init__(self, holder: Any, size: float) -> None:
        self.holder = holder
        self.size = size

    def blocks(self) -> list[Block]:
        found: list[Block] = []
        for item in self.holder.iter_inner_content():
            if isinstance(item, Table):
                found.append(self._table(item))
            else:
                found += _apart(self._paragraph(item))
        return found

    def _paragraph(self, paragraph: Paragraph) -> Block:
        given = paragraph._p.pPr
        style = paragraph.style
        size = float(style.font.size.pt) if style is not None and style.font.size else self.size
        strong = bool(style is not None and style.font.bold)
        shape = paragraph.paragraph_format
        found = given.find(qn("w:jc")) if given is not None else None
        align = found.get(qn("w:val")) if found is not None else ""
        return {
            "align": _ALIGN.get(align, "left"),
            "before": _number(given, "w:spacing", "w:before") or 0,
            "after": _number(given, "w:spacing", "w:after") or 0,
            "line": shape.line_spacing if isinstance(shape.line_spacing, float) else 0,
            "first": shape.first_line_indent.pt if shape.first_line_indent else 0,
            "left": shape.left_indent.pt if shape.left_indent else 0,
            "breaks": bool(shape.page_break_before),
            "keeps": bool(shape.keep_with_next),
            "runs": _Runs(paragraph, size, strong).read(),
        }

    def _table(self, table: Table) -> Block:
        grid = table._tbl.tblGrid
        widths = [int(float(each.get(qn("w:w")) or 0)) / _TWIPS for each in grid.findall(qn("w:gridCol"))]
        borders = table._tbl.tblPr.find(qn("w:tblBorders"))
        plain = table.style is None or table.style.name != "Table Grid"
        rows = [self._row(row) for row in table._tbl.tr_lst]
        _span_down(rows)
        return {"widths": widths, "lines": not (plain and borders is None), "rows": rows}

    def _row(self, row: Any) -> Block:
        height = _number(row.trPr, "w:trHeight", "w:val") or 0
        cells, at = [], 0
        for cell in row.tc_lst:
            merged = cell.tcPr.find(qn("w:vMerge")) if cell.tcPr is not None else None
            vertical = cell.tcPr.find(qn("w:vAlign")) if cell.tcPr is not None else None
            cells.append(
                {
                    "at": at,
                    "wide": cell.grid_span,
                    "tall": 1,
                    "goes_on": merged is not None and merged.get(qn("w:val")) != "restart",
                    "middle": vertical is not None and vertical.get(qn("w:val")) == "center",
                    "blocks": _Story(_Cell(cell, self.holder), self.size).blocks(),
                }
            )
            at += cell.grid_span
        return {"height": height, "head": _is_on(row.trPr, "w:tblHeader"), "cells": cells}


class _Cell:
    """A cell's own content, merged or not: python-docx answers the first cell of a merge for each."""

    def __init__(self, element: Any, parent: Any) -> None:
        self.element, self.parent = element, parent

    @property
    def part(self) -> Any:
        """What pictures are looked up in."""
        return self.parent.part

    def iter_inner_content(self) -> Iterator[Paragraph | Table]:
        """Paragraphs and tables in order."""
        for child in self.element.inner_content_elements:
            is_table = child.tag == qn("w:tbl")
            yield Table(child, self) if is_table else Paragraph(child, self)


def _apart(paragraph: Block) -> list[Block]:
    """A paragraph in the pieces that a page break in it makes."""
    pieces: list[list[Block]] = [[]]
    for run in paragraph["runs"]:
        if run.get("break") == "page":
            pieces.append([])
        else:
            pieces[-1].append(run)
    return [
        {**paragraph, "runs": runs, "breaks": paragraph["breaks"] or number > 0}
        for number, runs in enumerate(pieces)
    ]


def _has(element: Any, path: str) -> bool:
    return element is not None and element.find(qn(path)) is not None


def _span_down(rows: list[Block]) -> None:
    """Cells that go on from above make the one above taller, and are gone."""
    for number, row in enumerate(rows):
        for cell in row["cells"]:
            if not cell["goes_on"]:
                continue
            above = next((one for one in _column(rows[:number], cell["at"]) if not one["goes_on"]), None)
            if above is not None:
                above["tall"] += 1
            else:
                cell["goes_on"] = False
    for row in rows:
        row["cells"] = [cell for cell in row["cells"] if not cell.pop("goes_on")]


def _column(rows: list[Block], at: int) -> Iterator[Block]:
    """The cells that begin at a column, upwards."""
    for row in reversed(rows):
        yield from (cell for cell in row["cells"] if cell["at"] == at)


class _Runs:
    """The pieces of one paragraph, each with how it looks."""

    def __init__(self, paragraph: Paragraph, size: float, strong: bool) -> None:
        self.paragraph, self.size, self.strong = paragraph, size, strong
        self.code: str | None = None
        self.found: list[Block] = []

    def read(self) -> list[Block]:
        for run in self.paragraph._p.iter(qn("w:r"), qn("w:fldSimple")):
            if run.tag == qn("w:fldSimple"):
                self._field(run.get(qn("w:instr")) or "", {"size": self.size})
            else:
                self._run(run)
        return self.found

    def _run(self, run: Any) -> None:
        given = run.rPr
        size = given.find(qn("w:sz")).get(qn("w:val")) if _has(given, "w:sz") else None
        look: Block = {"size": int(size) / 2 if size else self.size}
        strong = _is_on(given, "w:b") if _has(given, "w:b") else self.strong
        for name, holds in (("strong", strong), ("under", _is_on(given, "w:u"))):
            if holds:
                look[name] = True
        for child in run:
            self._piece(child, look)

    def _piece(self, child: Any, look: Block) -> None:
        """One thing in a run. The text that a field showed last is left out: pages are counted anew."""
        if child.tag == qn("w:fldChar"):
            kind = child.get(qn("w:fldCharType"))
            self.code = "" if kind == "begin" else self.code
            if kind == "end":
                self._field(self.code or "", look)
                self.code = None
        elif child.tag == qn("w:instrText") and self.code is not None:
            self.code += child.text or ""
        elif self.code is not None:
            return
        elif child.tag == qn("w:t"):
            self.found.append({**look, "text": child.text or ""})
        elif child.tag == qn("w:tab"):
            self.found.append({**look, "text": "\u3000\u3000"})
        elif child.tag == qn("w:br"):
            self.found.append({"break": "page" if child.get(qn("w:type")) == "page" else "line"})
        elif child.tag == qn("w:drawing"):
            self._picture(child)

    def _field(self, code: str, look: Block) -> None:
        name = (code.split() or [""])[0].upper()
        if name in _FIELDS:
            self.found.append({**look, "field": _FIELDS[name]})

    def _picture(self, drawing: Any) -> None:
        blip = next(drawing.iter(qn("a:blip")), None)
        extent = next(drawing.iter(qn("wp:extent")), None)
        if blip is None or extent is None:
            return
        part = self.paragraph.part.related_parts[blip.get(qn("r:embed"))]
        self.found.append(
            {
                "picture": list(part.blob),
                "width": int(extent.get("cx")) / _EMU,
                "height": int(extent.get("cy")) / _EMU,
            }
        )
