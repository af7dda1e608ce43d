"""What can be bound in and what can't; pages that lie on their side stand up."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from hemu.documents.volumes.binding import A4, Bound, CantBind, Leaf, bind, leaves_of, pages_of

pytestmark = pytest.mark.req("M10")


def made(*, rotate: int = 0, password: str = "", size: tuple[float, float] = A4) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(*size)
    if rotate:
        writer.pages[0].rotate(rotate)
    if password:
        writer.encrypt(password)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("content", [b"", b"no PDF at all", b"%PDF-1.7\nbroken", made(password="x")])
def test_what_cannot_be_read_or_is_locked_is_not_bound(content: bytes) -> None:
    with pytest.raises(CantBind):
        pages_of(content)


def test_a_page_that_was_scanned_sideways_stands_upright() -> None:
    [page] = pages_of(made(rotate=90, size=(842, 595)))
    assert page.rotation == 0
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_the_numbered_pages_begin_after_the_cover_and_the_contents() -> None:
    asked: list[list[str]] = []

    def contents(where) -> list[Leaf]:
        asked.append(list(where))
        return leaves_of(made())

    parts = [Bound("甲", leaves_of(made()) * 2), Bound("乙", leaves_of(made()))]
    content, where, count = bind("（2026）调字第1号", "卷名", leaves_of(made()), contents, parts)
    assert (where, count, asked) == (["1-2", "3"], 3, [["1-2", "3"]])
    reader = PdfReader(BytesIO(content))
    texts = ["".join(page.extract_text().split()) for page in reader.pages]
    assert texts[:2] == ["", ""]
    assert [text[0] for text in texts[2:]] == ["1", "2", "3"]
    titles = [item.title for item in reader.outline if not isinstance(item, list)]
    assert titles == ["甲", "乙"]
    assert reader.metadata is not None
    assert reader.metadata.title == "（2026）调字第1号 卷名"
