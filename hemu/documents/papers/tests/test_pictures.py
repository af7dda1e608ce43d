"""Every paper as somebody holds it: painted page by page, opened again as Word and as PDF."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader
from pypdf.generic import ContentStream

from hemu.disputes.models import State
from hemu.disputes.tests import factories
from hemu.documents.papers import queries, registry
from hemu.documents.papers.filling import as_pdf, fill
from hemu.documents.papers.tests.examples import told, wanted, word_text
from hemu.documents.papers.tests.test_word import said
from hemu.documents.volumes import queries as volumes
from hemu.documents.volumes.actions import Filing, file_volume

EVERY = [paper.key for paper in registry.every()]
UNSEALED = {
    "safety", "application", "rights", "authorisation", "inquiry", "routes", "confirmation",
    "police-application", "follow-up", "volume-cover", "volume-contents", "volume-account",
}  # fmt: skip
"""Signed by parties or by a person alone, or carried along: no unit seals these."""
UNNUMBERED = {"volume-cover", "volume-contents", "volume-account", "volume-back"}
"""Numbered at their head once they are bound."""
SCALE = 1.0
EDGE = 24
"""Points at each edge that printers leave white."""


@pytest.fixture(scope="module", params=EVERY)
def made(request) -> tuple[registry.Paper, bytes, bytes]:
    """A paper, and its Word file and PDF set from examples."""
    paper = queries.paper(request.param)
    word = fill(paper.draft(), told(paper))
    return paper, word, as_pdf(word)


def painted(pdf: bytes) -> Iterator[Image.Image]:
    with contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
        for number in range(len(document)):
            yield document[number].render(scale=SCALE).to_pil().convert("L")


def ink(page: Image.Image) -> tuple[int, int, int, int] | None:
    """The smallest box around everything that isn't white."""
    return ImageChops.invert(page).getbbox()


def glyphs(pdf: bytes) -> Iterator[int]:
    """The number of every glyph that is drawn; 0 is the empty box of a character that no font has."""
    reader = PdfReader(BytesIO(pdf))
    for page in reader.pages:
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator not in (b"Tj", b"TJ"):
                continue
            for part in operands[0] if operator == b"TJ" else operands:
                raw = getattr(part, "original_bytes", b"")
                yield from (int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2))


def whole(pdf: bytes) -> None:
    """No page is blank, no ink lies where printers don't reach, no character is missing, fonts go along."""
    for page in painted(pdf):
        box = ink(page)
        assert box is not None
        assert box[0] >= EDGE
        assert box[1] >= EDGE
        assert box[2] <= page.width - EDGE
        assert box[3] <= page.height - EDGE
    drawn = list(glyphs(pdf))
    assert drawn
    assert 0 not in drawn
    assert "\ufffd" not in said(pdf)
    for leaf in PdfReader(BytesIO(pdf)).pages:
        resources: Any = leaf["/Resources"]
        for font in resources["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(inner)


def bottom(pdf: bytes, number: int) -> str:
    """What the lowest 60 points of a page say."""
    with contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
        page = document[number]
        return "".join(page.get_textpage().get_text_bounded(top=60).split())


@pytest.mark.req("M4")
def test_every_example_stands_in_word_and_in_pdf(made):
    paper, word, pdf = made
    values = wanted(word_text(paper.draft()), told(paper))
    assert values
    text, printed = word_text(word), said(pdf)
    for value in values:
        assert value in text, value
        assert "".join(value.split()) in printed, value


@pytest.mark.req("M4")
def test_every_page_is_whole(made):
    whole(made[2])


def test_every_page_says_its_number_at_the_foot(made):
    paper, _word, pdf = made
    count = len(PdfReader(BytesIO(pdf)).pages)
    feet = [bottom(pdf, number) for number in range(count)]
    if paper.key in UNNUMBERED:
        assert feet == [""] * count
    else:
        assert feet == [f"第{number}页共{count}页" for number in range(1, count + 1)]


def test_a_unit_has_room_for_its_seal(made):
    paper, _word, pdf = made
    assert ("印章）" in said(pdf)) == (paper.key not in UNSEALED)


def test_a_bound_volume_is_whole_and_numbered(cast):
    dispute = factories.at_state(cast, State.CLOSED)
    volume = file_volume(dispute, Filing("2", checked_by="周丽"), by=cast.mediator)
    pdf = volumes.content(volume)
    whole(pdf)
    texts = ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]
    numbered = texts[len(texts) - volume.pages :]
    for number, text in enumerate(numbered, start=1):
        assert f"{number}{volume.number}" in text


def test_what_no_font_has_is_found_out():
    """The check for missing characters can fail: one that no font knows is the empty box."""
    paper = queries.paper("closing")
    pdf = as_pdf(fill(paper.draft(), {**paper.examples(), "summary": "\U0010fffd"}))
    assert 0 in list(glyphs(pdf))
