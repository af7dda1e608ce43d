"""Writes one file for many disputes: a spreadsheet, one PDF, or a folder of Word files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.translation import gettext as _
from pypdf import PdfReader, PdfWriter

from hemu.disputes.models import Dispute
from hemu.documents.papers import sheeting
from hemu.documents.papers.filling import as_pdf, fill
from hemu.documents.papers.queries import word_file
from hemu.documents.papers.registry import Copy, Paper
from hemu.kernel.sheets import writing
from hemu.office.sheets.models import Form
from hemu.orgs.actor import Actor
from hemu.privacy.veil import for_reader

Told = Callable[[int, int], None]
"""Hears how many disputes are through and how many copies are written."""


def write(of: Paper, form: Form, out: IO[bytes], rows: Any, told: Told, *, by: Actor) -> int:
    """Every copy of a paper for every dispute of `rows`, as `by` may read it; answers how many there are."""
    writer = {Form.SHEET: _sheet, Form.PDF: _pdf, Form.WORD: _word}[form]
    shown = replace(of, values=lambda dispute, row: for_reader(of.values(dispute, row), dispute, by))
    return writer(shown, out, _copies(of, rows, told, by))


Filled = tuple[Dispute, Copy]


def _copies(of: Paper, rows: Any, told: Told, by: Actor) -> Iterator[Filled]:
    copies = 0
    for done, dispute in enumerate(rows.iterator(chunk_size=200), start=1):
        dispute.title = for_reader(dispute.title, dispute, by)
        for copy in sorted(of.copies(dispute), key=lambda copy: copy.row):
            copies += 1
            yield dispute, copy
        told(done, copies)


def _sheet(of: Paper, out: IO[bytes], every: Iterator[Filled]) -> int:
    count = 0
    labels = sheeting.labels(of)
    with writing.book(out, constant_memory=True) as book:
        sheet = book.add_worksheet(str(of.title)[:31])
        writing.heads(book, sheet, list(labels.values()))
        for dispute, copy in every:
            count += 1
            values = of.values(dispute, copy.row)
            cells = [sheeting.said(values.get(name, "")) for name in labels]
            sheet.write_row(count, 0, [writing.harmless(cell) for cell in cells])
    return count


def _pdf(of: Paper, out: IO[bytes], every: Iterator[Filled]) -> int:
    count = 0
    writer = PdfWriter()
    writer.add_metadata({"/Title": str(of.title), "/Creator": "Hemu"})
    templates = _Templates(of)
    for dispute, copy in every:
        count += 1
        pages = PdfReader(BytesIO(as_pdf(templates.filled(dispute, copy.row)))).pages
        writer.add_outline_item(title=f"{dispute.ref} {dispute.title}", page_number=len(writer.pages))
        for page in pages:
            writer.add_page(page)
    if not count:
        writer.add_blank_page(width=595.28, height=841.89)
    writer.compress_identical_objects()
    writer.write(out)
    return count


def _word(of: Paper, out: IO[bytes], every: Iterator[Filled]) -> int:
    count = 0
    templates = _Templates(of)
    with ZipFile(out, "w", ZIP_DEFLATED) as folder:
        for dispute, copy in every:
            count += 1
            name = f"{count:04} {dispute.ref} {of.title}.docx".replace("/", "-")
            folder.writestr(name, templates.filled(dispute, copy.row))
        if not count:
            folder.writestr(_("没有.txt"), _("这些纠纷里没有这一单。"))
    return count


class _Templates:
    """Word files by place: asked for once a township, not once a dispute."""

    def __init__(self, of: Paper) -> None:
        self.of = of
        self._files: dict[int, bytes] = {}

    def filled(self, dispute: Dispute, row: int) -> bytes:
        if dispute.region not in self._files:
            self._files[dispute.region] = word_file(self.of, dispute.region)
        return fill(self._files[dispute.region], self.of.values(dispute, row))
