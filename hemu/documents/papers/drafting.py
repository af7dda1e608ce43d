"""Writes the Word files that papers begin as: plain forms, with names in braces for what the record says.

An office changes them in Word; these are what it gets to begin with, and what it can go back to.
Braces are those of docxtpl: ``{{ name }}``; a line with ``{%p for … %}`` repeats what stands until its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Literal

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

FONT = "仿宋"
TITLE_FONT = "宋体"
SIZE = 14
BLANK = "＿＿＿＿"
"""Where running text leaves room to write by hand."""
_LINE = 1.4
_MARGINS = {"top_margin": 2.6, "bottom_margin": 2.2, "left_margin": 2.8, "right_margin": 2.4}
_WHERE = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
Align = Literal["left", "center", "right", "justify"]


class Draft:
    """One form as it is being written, A4, with page numbers at the foot; `plain` without them.

    `size` is that of running text in points, `spacing` the distance of its lines as a multiple: a form that
    says much is set closer, so that it is signed on the page on which it is read.
    """

    def __init__(
        self, title: str, *, plain: bool = False, size: float = SIZE, spacing: float = _LINE
    ) -> None:
        self.plain, self.size, self.spacing = plain, size, spacing
        self.file = Document()
        self.file.core_properties.title = title
        self.file.core_properties.author = ""
        self._page()
        self.line(title, align="center", size=22, strong=True, after=10, font=TITLE_FONT)

    def _page(self) -> None:
        section = self.file.sections[0]
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        for name, size in _MARGINS.items():
            setattr(section, name, Cm(size))
        normal = self.file.styles["Normal"]
        _font(normal, FONT, self.size)
        if self.plain:
            return
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for text, code in (("第 ", "PAGE"), (" 页 共 ", "NUMPAGES"), (" 页", "")):
            _font(foot.add_run(text), FONT, 9)
            if code:
                _field(foot.add_run(), code)

    def line(
        self,
        text: str,
        *,
        align: Align = "left",
        size: float | None = None,
        strong: bool = False,
        indent: bool = False,
        after: float = 0,
        font: str = FONT,
        into: Any = None,
    ) -> Any:
        """One paragraph; `indent` moves its first line in by two characters."""
        size = size or self.size
        paragraph = (into or self.file).add_paragraph()
        paragraph.alignment = _WHERE[align]
        shape = paragraph.paragraph_format
        shape.line_spacing, shape.space_after, shape.space_before = self.spacing, Pt(after), Pt(0)
        if indent:
            shape.first_line_indent = Pt(2 * size)
        run = paragraph.add_run(text)
        run.bold = strong or None
        _font(run, font, size)
        return paragraph

    def text(self, text: str) -> None:
        """Running text."""
        self.line(text, align="justify", indent=True)

    def heading(self, text: str) -> None:
        """What the next lines are about."""
        self.line(text, strong=True).paragraph_format.keep_with_next = True

    @contextmanager
    def repeat(self, name: str, over: str) -> Iterator[None]:
        """What is written inside stands once for each."""
        self.line("{%p for " + name + " in " + over + " %}")
        yield
        self.line("{%p endfor %}")

    @contextmanager
    def when(self, condition: str) -> Iterator[None]:
        """What is written inside stands only if it holds."""
        self.line("{%p if " + condition + " %}")
        yield
        self.line("{%p endif %}")

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written inside is never torn apart by the end of a page: who signs has read it there."""
        before = len(self.file.paragraphs)
        yield
        for paragraph in self.file.paragraphs[before:-1]:
            paragraph.paragraph_format.keep_with_next = True

    def table(self, widths: Sequence[float]) -> Grid:
        """A table; widths in centimetres."""
        made = self.file.add_table(rows=0, cols=len(widths), style="Table Grid")
        made.alignment = WD_TABLE_ALIGNMENT.CENTER
        made.autofit = False
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Cm(width)
        return Grid(self, made, widths)

    def answers(self, *rows: Sequence[str], tall: Sequence[str] = ()) -> None:
        """A form of labels and what is filled in: two pairs a row, or one pair over its whole width.

        Rows whose label is in `tall` leave room to write on by hand.
        """
        table = self.table([2.8, 5.2, 2.8, 5.0])
        for cells in rows:
            label, value, *second = cells
            more: tuple[str | tuple[str, int], ...] = (value, *second) if second else ((value, 3),)
            table.row(label, *more, height=3 if label in tall else 0.9)

    def each_signs(self, how: str) -> None:
        """A row for each party: who it is, room to sign (`how`: by hand, seal, fingerprint), and the day."""
        self.line("", size=8)
        table = self.table([5.4, 6.2, 4.2])
        table.row("当事人", how, "日期", head=True)
        named = "{{ party.side }} {{ party.name }}"
        table.each("party", "parties", named, "", "　　年　　月　　日", height=1.2)

    def signs(self, *lines: str) -> None:
        """Places for names by hand, seals and the day, towards the right."""
        self.line("")
        for text in lines:
            shape = self.line(text, align="left").paragraph_format
            shape.left_indent = Cm(7)
            shape.keep_with_next = text != lines[-1]

    def fine(self, text: str) -> None:
        """What the law says about this paper, small, under a line's distance."""
        self.line("", size=8)
        self.line(text, align="justify", size=10)

    def content(self) -> bytes:
        """The Word file."""
        out = BytesIO()
        self.file.save(out)
        return out.getvalue()


class Grid:
    """A table as it is being written."""

    def __init__(self, draft: Draft, table: Any, widths: Sequence[float]) -> None:
        self.draft, self.made, self.widths = draft, table, widths

    def row(self, *cells: str | tuple[str, int], height: float = 0.9, head: bool = False) -> None:
        """One row. A cell is a text, or a text and how many columns it takes; labels stand in the middle."""
        row = self.made.add_row()
        row.height = Cm(height)
        at = 0
        for given in cells:
            text, wide = given if isinstance(given, tuple) else (given, 1)
            cell = row.cells[at]
            if wide > 1:
                cell = cell.merge(row.cells[at + wide - 1])
            self._fill(cell, text, head)
            at += wide
        if head:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, width in zip(row.cells, self.widths, strict=True):
            cell.width = Cm(width) if cell._tc.grid_span == 1 else cell.width

    def _fill(self, cell: Any, text: str, head: bool) -> None:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        first = cell.paragraphs[0]
        is_label = head or ("{" not in text and len(text) <= 12)
        made = self.draft.line(text, align="center" if is_label else "left", size=12, into=cell)
        first._p.getparent().remove(first._p)
        made.paragraph_format.line_spacing = 1.25

    def each(self, name: str, over: str, *cells: str, height: float = 0.9) -> None:
        """A row for each of a list."""
        self._tag("{%tr for " + name + " in " + over + " %}")
        self.row(*cells, height=height)
        self._tag("{%tr endfor %}")

    def _tag(self, text: str) -> None:
        self.made.add_row().cells[0].paragraphs[0].add_run(text)


def _font(of: Any, name: str, size: float) -> None:
    of.font.name = name
    of.font.size = Pt(size)
    properties = of._element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _field(run: Any, code: str) -> None:
    """A number that Word keeps by itself."""
    _font(run, FONT, 9)
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
