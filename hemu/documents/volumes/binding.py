"""Binds papers and files into one PDF: every page A4, numbered at its head, with bookmarks.

pypdf joins what is there page by page and leaves it as it was; Typst would have to paint scans anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PdfReadError

from hemu.documents import pdf
from hemu.documents.models import Attachment, Format
from hemu.documents.papers.filling import BadTemplate, as_pdf
from hemu.documents.store import store

A4 = (595.28, 841.89)
_NUMBERS = Path(__file__).with_name("number.typ")
_EDGE = 40.0
"""Points left free around a scan, so that its number stands beside it."""


class CantBind(ValueError):
    """A file has no pages that could be bound in: a recording, a spreadsheet, a PDF that can't be read."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page, and how it is moved to stand on an A4 sheet; None: it is one."""

    page: PageObject
    move: Transformation | None = None

    def put(self, into: PdfWriter) -> PageObject:
        """Add it to a volume; answers the page as it lies there."""
        if self.move is None:
            return into.add_page(self.page)
        sheet = into.add_blank_page(width=A4[0], height=A4[1])
        sheet.merge_transformed_page(self.page, self.move)
        return sheet


@dataclass(frozen=True, slots=True)
class Bound:
    """One part of a volume: its name, its leaves, and what the contents page notes beside it."""

    name: str
    pages: Sequence[Leaf]
    note: str = ""


def leaves_of(content: bytes) -> list[Leaf]:
    """The pages of a PDF of our own, which are A4 already."""
    return [Leaf(page) for page in pages_of(content)]


def pages_of(content: bytes) -> list[PageObject]:
    """The pages of a PDF, upright. Raises CantBind when it can't be read or is locked."""
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise CantBind("locked")
        if not any(page.rotation for page in reader.pages):
            return list(reader.pages)
        upright = PdfWriter(clone_from=reader)
        for page in upright.pages:
            page.transfer_rotation_to_content()
        return list(upright.pages)
    except (PdfReadError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CantBind(str(error)) from error


def scan_pages(file: Attachment) -> list[Leaf]:
    """A file's pages, each fitted on A4. Raises CantBind."""
    with store().open(file.stored) as opened:
        content = opened.read()
    if file.is_image:
        return [_fitted(page) for page in pages_of(_picture(content))]
    if file.format == Format.PDF:
        return [_fitted(page) for page in pages_of(content)]
    if file.format == Format.WORD:
        return _word_pages(content)
    raise CantBind(Format(file.format).label)


def _word_pages(content: bytes) -> list[Leaf]:
    try:
        return leaves_of(as_pdf(content))
    except (BadTemplate, ValueError, KeyError, OSError) as error:
        raise CantBind(str(error)) from error


def _picture(content: bytes) -> bytes:
    """A picture as a PDF of one page, upright as it was taken."""
    with Image.open(BytesIO(content)) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    out = BytesIO()
    upright.save(out, "PDF", resolution=150.0, quality=85)
    return out.getvalue()


def _fitted(page: PageObject) -> Leaf:
    """The page in the middle of an A4 sheet, no larger than it was; one that is A4 already as it is."""
    box = page.mediabox
    width, height = float(box.width), float(box.height)
    if abs(width - A4[0]) < 3 and abs(height - A4[1]) < 3:
        return Leaf(page)
    scale = min(1.0, (A4[0] - 2 * _EDGE) / width, (A4[1] - 2 * _EDGE) / height)
    left, down = (A4[0] - width * scale) / 2, (A4[1] - height * scale) / 2
    move = Transformation().translate(-float(box.left), -float(box.bottom)).scale(scale).translate(left, down)
    return Leaf(page, move)


def bind(
    number: str,
    title: str,
    cover: Sequence[Leaf],
    contents: Callable[[Sequence[str]], Sequence[Leaf]],
    parts: Sequence[Bound],
) -> tuple[bytes, list[str], int]:
    """The volume as PDF, where each part stands ("3" or "3-5"), and how many pages are numbered.

    The cover and the contents come first and aren't numbered; `contents` writes its pages once it is known
    where the parts stand.
    """
    where, count = _where(parts)
    writer = PdfWriter()
    writer.add_metadata({"/Title": f"{number} {title}", "/Creator": "Hemu"})
    for leaf in (*cover, *contents(where)):
        leaf.put(writer)
    first = len(writer.pages)
    numbers = pages_of(pdf.typeset(_NUMBERS, {"number": number, "pages": count})) if count else []
    for part in parts:
        writer.add_outline_item(title=part.name, page_number=len(writer.pages))
        for leaf in part.pages:
            laid = leaf.put(writer)
            laid.merge_page(numbers[len(writer.pages) - 1 - first])
    writer.compress_identical_objects()
    out = BytesIO()
    writer.write(out)
    return out.getvalue(), where, count


def _where(parts: Sequence[Bound]) -> tuple[list[str], int]:
    where, at = [], 0
    for part in parts:
        first, at = at + 1, at + len(part.pages)
        where.append(str(first) if first == at else f"{first}-{at}")
    return where, at
