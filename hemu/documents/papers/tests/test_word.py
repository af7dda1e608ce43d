"""Word files: written, filled in, read back, and set as PDF whose text says the same."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_BREAK
from pypdf import PdfReader

from hemu.documents.papers.drafting import Draft
from hemu.documents.papers.filling import BadTemplate, as_pdf, fill
from hemu.documents.papers.reading import read, text_of


def said(pdf: bytes) -> str:
    """The text of a PDF without its breaks: where lines end is the paper's own affair."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def form() -> Draft:
    draft = Draft("试用文书")
    draft.text("{{ name }}")
    with draft.repeat("one", "lines"):
        draft.line("{{ loop.index }}、{{ one }}")
    table = draft.table([3, 5, 4])
    table.row("事项", "内容", "期限", head=True)
    table.each("each", "rows", "{{ each.a }}", "{{ each.b }}", "{{ each.c }}")
    table.row("合计", ("{{ total }}", 2), height=3)
    draft.signs("签名：", "{{ name }}（印章）")
    return draft


VALUES = {
    "name": "珠藏镇人民调解委员会",
    "lines": ["田埂", "水沟"],
    "rows": [{"a": "一", "b": "恢复原状", "c": "三日内"}, {"a": "二", "b": "赔偿", "c": "年底"}],
    "total": "二项",
}


@pytest.mark.req("M4")
def test_what_is_filled_in_stands_in_word_and_in_pdf():
    word = fill(form().content(), VALUES)
    text = text_of(word)
    for part in ("试用文书", "1、田埂", "2、水沟", "一\t恢复原状\t三日内", "二\t赔偿\t年底", "合计\t二项"):
        assert part in text
    assert "{" not in text
    pdf = said(as_pdf(word))
    for part in (
        "试用文书",
        "2、水沟",
        "恢复原状",
        "年底",
        "二项",
        "珠藏镇人民调解委员会（印章）",
        "第1页共1页",
    ):
        assert part in pdf


def test_a_cell_over_two_columns_stays_one():
    rows = next(block for block in read(fill(form().content(), VALUES))["body"] if "rows" in block)["rows"]
    assert [[cell["wide"] for cell in row["cells"]] for row in rows] == [[1, 1, 1]] * 3 + [[1, 2]]
    assert rows[0]["head"]
    assert rows[-1]["height"] == pytest.approx(85, abs=1)


def test_cells_over_two_rows_are_one():
    made = Document()
    table = made.add_table(rows=3, cols=2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "合"
    for number in range(3):
        table.cell(number, 1).text = str(number)
    out = BytesIO()
    made.save(out)
    rows = next(block for block in read(out.getvalue())["body"] if "rows" in block)["rows"]
    assert [[cell["tall"] for cell in row["cells"]] for row in rows] == [[2, 1], [1], [1, 1]]
    assert "合" in said(as_pdf(out.getvalue()))


def test_what_somebody_wrote_is_never_a_command():
    """Neither Word, nor the braces, nor the page's setter takes a name for more than a name."""
    name = "<b>张</b> & #panic() {{ total }} $x$ *粗* \\"
    word = fill(form().content(), {**VALUES, "name": name})
    assert name in text_of(word)
    assert "#panic(){{total}}$x$*粗*\\" in said(as_pdf(word))


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("{{ nmae }}", "nmae"),
        ("{{ name", "unexpected"),
        ("{% for %}", "expression"),
        ("{{ name.__class__.__mro__ }}", "__"),
    ],
)
def test_a_file_that_cannot_be_filled_in_says_why(written, why):
    draft = form()
    draft.line(written)
    with pytest.raises(BadTemplate, match=why):
        fill(draft.content(), VALUES)


def test_something_else_is_no_word_file():
    with pytest.raises(BadTemplate):
        fill(b"PK\x03\x04 not a document", VALUES)


def test_a_break_begins_a_page_and_pages_are_counted():
    draft = form()
    draft.line("").runs[0].add_break(WD_BREAK.PAGE)
    draft.line("第二页的字")
    pdf = PdfReader(BytesIO(as_pdf(fill(draft.content(), VALUES))))
    assert len(pdf.pages) == 2
    assert "第二页的字" in pdf.pages[1].extract_text()
    assert "第2页共2页" in "".join(pdf.pages[1].extract_text().split())


def test_a_long_table_says_its_heads_on_every_page():
    rows = [{"a": str(number), "b": "恢复原状", "c": "三日内"} for number in range(60)]
    pdf = PdfReader(BytesIO(as_pdf(fill(form().content(), {**VALUES, "rows": rows}))))
    assert len(pdf.pages) > 1
    for page in pdf.pages[:-1]:
        assert "事项" in page.extract_text()
