"""The pages of imports: who finds what, what a hostile file meets, the sheets that go out and come back."""

from __future__ import annotations

import io
import re
import zipfile
from urllib.parse import unquote

import pytest
import python_calamine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hemu.disputes.models import Dispute
from hemu.loop.screening.importing import actions
from hemu.loop.screening.importing.fields import FIELDS
from hemu.loop.screening.importing.models import RowKind, Step, Upload
from hemu.loop.screening.importing.tests.files import (
    HEADS,
    book,
    brought_in,
    checked,
    fresh,
    messy,
    plain,
    run,
)
from hemu.orgs.tests.test_pages import as_, text

pytestmark = [pytest.mark.django_db, pytest.mark.req("S14")]


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def send(client, content, name="台账.xlsx", kind=RowKind.DISPUTE):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("importing:new"), {"kind": str(int(kind)), "file": file})


def address(name, row, *more):
    return reverse(f"importing:{name}", args=[row.county, row.id, *more])


def answered(response):
    return b"".join(response.streaming_content)


def tables(content):
    found = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: found.get_sheet_by_name(name).to_python() for name in found.sheet_names}


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}


def test_the_way_by_its_pages(cast):
    client = as_(cast, "coordinator")
    answer = send(client, book(("台账", messy)))
    row = Upload.objects.unscoped(reason="test").get()
    assert answer.url == address("upload", row)
    assert "正在读取" in text(client.get(answer.url))
    run()
    assert client.get(address("progress", row)).headers["HX-Redirect"] == address("upload", row)
    page = text(client.get(address("upload", row)))
    assert "张三、李四诉王五" in page
    named = dict(
        re.findall(r'<select name="(column_\d+)"[^>]*>.*?<option value="([a-z_]*)" selected', page, re.S)
    )
    assert named["column_3"] == "parties"
    client.post(address("columns", row), {**named, "year": "2026", "with_ended": "0", "region": ""})
    assert fresh(row).step == Step.CHECKING
    run()
    shown = text(client.get(address("upload", row)))
    assert "有 10 位数字" in shown
    assert "没认出的词" in shown
    good = text(client.get(address("upload", row) + "?view=good"))
    assert "138****5521" in good
    assert "13885425521" not in good
    client.post(address("words", row), {"kind_0": "9900"})
    run()
    assert "外星人" not in str(fresh(row).choices["unknown"])
    answer = client.post(address("begin", row), {"whole": "1"}, follow=True)
    assert "还有 2 行有误" in text(answer)
    client.post(address("begin", row))
    run()
    assert "登记了 4 行" in text(client.get(address("upload", row)))
    assert Dispute.objects.visible_to(cast.officer).count() == 4
    assert "台账.xlsx" in text(client.get(reverse("importing:uploads")))


def test_what_is_wrong_comes_back_marked_and_is_known_when_mended(cast):
    row = brought_in(book(("台账", messy)), cast.coordinator)
    client = as_(cast, "coordinator")
    response = client.get(address("errors", row))
    assert unquote(response.headers["Content-Disposition"]).endswith("台账 有误的行.xlsx")
    content = answered(response)
    [rows] = tables(content).values()
    assert rows[0][-2:] == ["原行号", "问题"]
    assert [line[-2] for line in rows[1:]] == ["7", "9"]
    assert "身份证号码：号码被表格软件改成了科学计数法" in rows[1][-1]
    assert rows[2][-1].count("\n") == 4
    sheet = parts(content)["xl/worksheets/sheet1.xml"]
    marked = re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', sheet)
    usual = dict(marked)["A2"]
    assert {cell for cell, style in marked if style != usual and not cell.endswith("1")} == {
        "F2", "B3", "C3", "E3", "G3", "H3",
    }  # fmt: skip
    assert "没有这一天" in parts(content)["xl/comments1.xml"]
    assert "<f>" not in sheet
    rows[1][5], rows[2][1], rows[2][2] = "", "2026-02-28", "荣院村"
    rows[2][4], rows[2][6], rows[2][7] = "", "邻里", "争吵。"
    mended = checked(book(("改好", rows)), cast.coordinator)
    assert (mended.good, mended.wrong) == (2, 0)
    assert mended.choices["region"] is None


def test_results_say_what_every_row_became(cast):
    row = brought_in(book(("台账", messy)), cast.coordinator)
    [rows] = tables(answered(as_(cast, "coordinator").get(address("results", row)))).values()
    heads = {label: place for place, label in enumerate(rows[0])}
    said = {line[heads["原行号"]]: line[heads["导入结果"]] for line in rows[1:]}
    assert said["5"] == said["13"] == said["14"] == "已导入"
    assert (said["9"], said["10"], said["11"]) == ("有误，未导入", "台账注明已了结，未导入", "不是记录")
    refs = {line[heads["登记编号"]] for line in rows[1:]} - {""}
    assert refs == set(Dispute.objects.visible_to(cast.officer).values_list("ref", flat=True))


@pytest.mark.parametrize("kind", list(RowKind))
def test_a_template_that_is_filled_in_as_its_example_comes_back_whole(cast, kind):
    client = as_(cast, "coordinator")
    content = answered(client.get(reverse("importing:template", args=[int(kind)])))
    sheets = tables(content)
    assert list(sheets) == ["填写", "示例", "填写说明", "选项"]
    labels = [head.rstrip("*") for head in sheets["填写"][0]]
    assert labels == [field.label for field in FIELDS[kind] if field.in_template]
    assert "荣院村" in {cell for line in sheets["选项"] for cell in line}
    assert "下司村" not in str(sheets["选项"])
    assert "dataValidation" in parts(content)["xl/worksheets/sheet1.xml"]
    filled = checked(book(("填写", [sheets["填写"][0], sheets["示例"][1]])), cast.coordinator, kind)
    assert set(filled.mapping.values()) == {field.key for field in FIELDS[kind] if field.in_template}
    assert (filled.good, filled.wrong) == (1, 0)


def test_strangers_find_nothing(cast):
    row = checked(book(("一", plain(2))), cast.officer)
    names = ("upload", "progress", "sheets", "columns", "words", "begin", "errors", "results")
    for who in ("stranger", "coordinator", "grid_member", "county_coordinator"):
        client = as_(cast, who)
        for name in names:
            assert client.get(address(name, row)).status_code == 404, (who, name)
        for name in ("columns", "begin", "words", "sheets"):
            assert client.post(address(name, row)).status_code == 404, (who, name)
        assert client.post(address("act", row, "give-up")).status_code == 404
    assert as_(cast, "county_viewer").get(reverse("importing:new")).status_code == 403
    assert as_(cast, "administrator").get(reverse("importing:uploads")).status_code == 403
    head = as_(cast, "station_head")
    assert head.get(address("upload", row)).status_code == 200
    assert head.post(address("act", row, "give-up")).status_code == 403
    assert fresh(row).step == Step.CHECKED


def test_a_wrong_decision_comes_back_on_the_form_with_what_was_chosen(cast):
    client = as_(cast, "coordinator")
    send(client, book(("一", plain(1))))
    run()
    row = Upload.objects.unscoped(reason="test").get()
    answer = client.post(
        address("columns", row), {"column_6": "narrative", "column_5": "narrative", "with_ended": "1"}
    )
    assert answer.status_code == 200 or answer.status_code == 302
    row = fresh(row)
    assert row.step == Step.CHECKING
    run()
    client.post(address("act", row, "go-back"))
    answer = client.post(address("columns", row), {"column_6": "kind", "column_5": "kind", "with_ended": "1"})
    assert answer.status_code == 422
    assert "两列都对应了“纠纷类型”" in text(answer)
    answer = client.post(address("sheets", row), {"sheets": ["0"], "head_first": "70", "head_last": "71"})
    assert answer.status_code == 422
    assert "没有列名" in text(answer)
    answer = client.post(
        address("columns", row), {"column_6": "narrative", "region": "522725110201000", "with_ended": "0"}
    )
    assert answer.status_code == 422
    assert "默认地点不在您的管辖范围内" in text(answer)


def two_corners(made, sheet):
    sheet.write(0, 0, "a")
    sheet.write(1_048_575, 16_383, "b")


def test_hostile_files_end_with_words_and_the_site_goes_on(cast):
    client = as_(cast, "coordinator")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b" " * 2**20)
        for n in range(140):
            package.writestr(f"x{n}", b" " * 2**23)
    for content, words in (
        (bomb.getvalue(), "解开后太大"),
        (b"\x00\x01\x02", "打不开"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"", "空的"),
    ):
        answer = send(client, content)
        assert answer.status_code == 422, words
        assert words in text(answer)
    assert not Upload.objects.unscoped(reason="test").exists()
    send(client, book(("一", two_corners)), "../../etc/passwd\x00.xlsx")
    run()
    row = Upload.objects.unscoped(reason="test").get()
    assert (row.step, row.file_name) == (Step.FAILED, "passwd.xlsx")
    assert "太大或已损坏" in text(client.get(address("upload", row)))


def test_formulas_are_read_as_what_the_file_says_they_gave_and_go_out_as_text(cast):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("一")
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, ("1", "", "荣院村", "张三与李四", "", "邻里", "", ""))
        sheet.write_formula("G2", '=HYPERLINK("http://x","点我")&CMD|1', None, "=cmd|' /C calc'!A0")
        sheet.write_row(2, 0, ("2", "", "荣院村", "=1+1", "", "邻里", "争吵", ""))
    row = brought_in(out.getvalue(), cast.coordinator)
    dispute = Dispute.objects.visible_to(cast.officer).get()
    assert dispute.narrative == "=cmd|' /C calc'!A0\n【原台账】编号：1"
    sheet = parts(answered(as_(cast, "coordinator").get(address("errors", row))))["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet


def test_five_files_at_a_time(cast):
    for _ in range(5):
        actions.upload(RowKind.DISPUTE, "a.csv", b"a,b\n1,2\n", by=cast.coordinator)
    answer = send(as_(cast, "coordinator"), b"a,b\n1,2\n", "a.csv")
    assert "还有 5 个文件正在处理" in text(answer)


def test_a_page_of_many_rows_opens_only_what_it_shows(cast, monkeypatch, django_assert_max_num_queries):
    from hemu.loop.screening.importing import chunks

    monkeypatch.setattr(chunks, "RECORDS", 10)
    row = checked(book(("一", plain(75))), cast.coordinator)
    client = as_(cast, "coordinator")
    page = text(client.get(address("upload", row) + "?view=good&page=4"))
    assert "第 62 行" in page
    assert "第 61 行" not in page
    with django_assert_max_num_queries(45):
        client.get(address("upload", row) + "?view=good&page=2")
