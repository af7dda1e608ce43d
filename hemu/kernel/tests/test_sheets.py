"""Spreadsheets as they come: formats, merged cells, numbers and dates as people type them; and traps."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter
import xlwt

from hemu.kernel.errors import Refused
from hemu.kernel.sheets import child, writing
from hemu.kernel.sheets.reading import Sheet, inspect, opened

pytestmark = pytest.mark.req("S14")


def read(content: bytes, most_rows: int = 1000) -> tuple[list[Sheet], list[tuple[int, int, list[Any]]]]:
    with opened(content, most_rows=most_rows) as book:
        return book.sheets, [(row.sheet, row.number, row.cells) for row in book.rows]


def xlsx(fill: Any, **options: Any) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as book:
        fill(book)
    return out.getvalue()


def test_cells_are_what_a_person_would_type() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("一月")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(3, 1, [13885425521.0, 522725199001011234, 0.1 + 0.2, True, " 张\u3000三\u200b "])
        sheet.write_datetime(4, 1, date(2026, 3, 5), day)
        sheet.write_datetime(4, 2, datetime.fromisoformat("2026-03-05T14:30"), day)
        sheet.write_formula(4, 3, "=1+1", None, 2)
        sheet.write_formula(4, 4, '=WEBSERVICE("http://x")')
        sheet.write_blank(900, 3, None, day)
        book.add_worksheet("藏").hide()

    sheets, rows = read(xlsx(fill))
    assert sheets == [Sheet("一月"), Sheet("藏", hidden=True)]
    assert rows[0] == (0, 4, ["", "13885425521", "5.22725199001011E+17", "0.3", "是", "张 三"])
    assert rows[1] == (0, 5, ["", "2026-03-05", "2026-03-05 14:30", "2", "0"])
    assert len(rows) == 2


def test_merged_cells_reach_down_and_sideways() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 2, "二〇二六年台账")
        sheet.merge_range(1, 0, 3, 0, "珠藏镇")
        for row in (1, 2, 3):
            sheet.write(row, 1, f"第{row}行")
        sheet.merge_range(4, 1, 5, 2, "块")
        sheet.write(5, 0, "x")

    _sheets, rows = read(xlsx(fill))
    assert [cells for _sheet, _number, cells in rows] == [
        ["二〇二六年台账", ["二〇二六年台账", 1], ["二〇二六年台账", 1]],
        ["珠藏镇", "第1行"],
        [["珠藏镇"], "第2行"],
        [["珠藏镇"], "第3行"],
        ["", "块", ["块", 1]],
        ["x", ["块"], ["块", 1]],
    ]


def test_old_excel_is_read_with_its_merged_cells() -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("台账")
    sheet.write_merge(0, 1, 0, 0, "荣院村")
    sheet.write(0, 1, 13885425521)
    sheet.write(1, 1, date(2026, 3, 5), xlwt.easyxf(num_format_str="YYYY-MM-DD"))
    out = io.BytesIO()
    book.save(out)
    assert inspect(out.getvalue()) == "xls"
    assert [cells for *_where, cells in read(out.getvalue())[1]] == [
        ["荣院村", "13885425521"],
        [["荣院村"], "2026-03-05"],
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_of_every_sort(encoding: str, mark: str) -> None:
    text = f'编号{mark}简述\r\n1{mark}"两家,为“地界”\n争吵"\r\n\r\n2{mark}借款\r\n'
    content = text.encode(encoding)
    assert inspect(content) == "csv"
    assert read(content)[1] == [
        (0, 1, ["编号", "简述"]),
        (0, 2, ["1", "两家,为“地界”\n争吵"]),
        (0, 4, ["2", "借款"]),
    ]


def two_corners(book: Any) -> None:
    sheet = book.add_worksheet()
    sheet.write(0, 0, "a")
    sheet.write(1_048_575, 16_383, "b")


def test_two_far_cells_take_the_reader_not_the_site() -> None:
    """5 kB for which the library asks 512 GiB and aborts its process."""
    content = xlsx(two_corners)
    assert len(content) < 10_000
    with pytest.raises(Refused, match="太大或已损坏"):
        read(content)


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_one_long_text_that_every_cell_points_to_is_stopped() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet().write(0, 0, "长" * 30_000)

    parts = parts_of(xlsx(fill))
    line = b'<row r="%d">' + b'<c t="s"><v>0</v></c>' * 50 + b"</row>"
    rows = b"".join(line % number for number in range(1, 4001))
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = re.sub(
        b"<sheetData>.*</sheetData>", lambda _: b"<sheetData>" + rows + b"</sheetData>", sheet
    )
    content = packed(parts)
    assert len(content) < 200_000
    with pytest.raises(Refused) as refused:
        read(content, most_rows=100_000)
    assert refused.value.code in ("too_much_text", "too_heavy")


def test_what_says_it_unpacks_to_gigabytes_isnt_opened() -> None:
    content = packed({"xl/workbook.xml": b" " * 2**20, **{f"x{n}": b" " * 2**23 for n in range(140)}})
    assert len(content) < 2**21
    with pytest.raises(Refused) as refused:
        inspect(content)
    assert refused.value.code == "bomb"


def test_what_unpacks_to_more_than_it_says_isnt_believed() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet().write(0, 0, "a")

    parts = parts_of(xlsx(fill))
    padding = b"<!--" + b" " * 3_000_000 + b"-->"
    parts["xl/worksheets/sheet1.xml"] += padding
    honest = packed(parts)
    size = len(parts["xl/worksheets/sheet1.xml"]).to_bytes(4, "little")
    with pytest.raises(Refused):
        read(honest.replace(size, (100).to_bytes(4, "little")))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"\x00\x01not a workbook", "broken"),
        (b"PK\x03\x04 and then nothing", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "broken"),
        (b"\xff\xff\xff\x80", "encoding"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (packed({"word/document.xml": b"<x/>"}), "broken"),
        (packed({"xl/workbook.xml": b"<x/>"}), "broken"),
        (packed({"xl/workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><x>&a;</x>"}), "broken"),
        (b'a,b\n"' + b"x" * 200_000 + b'"\n', "broken"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(content)
    assert (refused.value.field, refused.value.code) == ("file", code)


def test_too_many_rows_and_bytes_are_said() -> None:
    with pytest.raises(Refused, match="行数太多"):
        read(b"a\n" * 1001)
    with pytest.raises(Refused, match="超过 1 MB"):
        inspect(b"a" * (2**20 + 1), most_bytes=2**20)


def test_walking_away_leaves_no_reader_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    with opened(b"a\n" * 900, most_rows=1000) as book:
        next(book.rows)
        assert started[0].poll() is None or started[0].returncode == 0
    assert started[0].returncode is not None


def test_the_reader_takes_no_more_than_its_share() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    read(b"a,b\n")
    assert resource.getrlimit(resource.RLIMIT_AS) == before
    assert child.MEMORY < 2 * 2**30


def test_nothing_written_is_taken_for_a_formula() -> None:
    out = io.BytesIO()
    with writing.book(out) as book:
        sheet = book.add_worksheet("表")
        writing.heads(book, sheet, ["=HEAD", "b"])
        sheet.write_row(1, 0, ["=1+1", "http://x", "00123"])
    assert b"<f>" not in parts_of(out.getvalue())["xl/worksheets/sheet1.xml"]
    assert read(out.getvalue())[1][1][2] == ["=1+1", "http://x", "00123"]
    assert [writing.harmless(text) for text in ("=1", "-2", "甲")] == ["'=1", "'-2", "甲"]
