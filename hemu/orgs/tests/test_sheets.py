"""Spreadsheets of units and people: templates, previews, faults, nothing twice, and back out again."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
import python_calamine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.orgs import queries
from hemu.orgs.models import CommitteeKind, ImportDraft, Person, Post, Role, SheetKind, Unit, UnitKind
from hemu.orgs.sheets import drafts, reading, writing
from hemu.orgs.sheets.columns import CHINESE, COLUMNS, PEOPLE, UNITS
from hemu.orgs.tests.cast import Cast
from hemu.orgs.tests.test_pages import as_, text

pytestmark = [pytest.mark.django_db, pytest.mark.req("O2"), pytest.mark.req("O3")]


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = False


def book(rows: list[list[str | float]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def table(content: bytes, sheet: int = 0) -> list[list[Any]]:
    found = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return found.get_sheet_by_index(sheet).to_python()


PEOPLE_ROWS: list[list[str | float]] = [
    ["姓名*", "手机号码", "单位*", "岗位*", "负责区域", "语言"],
    ["韦小妹", 13800990001, "荣院村村民委员会", "网格员", "522725106201002", "布依语、汉语"],
    ["韦大哥", "13800990002", "荣院村人民调解委员会", "调解员", "", ""],
    ["李建军", "13800000005", "瓮安县公安局珠藏派出所", "民警", "", ""],
    ["白某某", "138", "瓮安县公安局珠藏派出所", "民警", "", ""],
    ["黑某某", "", "没有的单位", "网格员", "", ""],
    ["灰某某", "", "荣院村村民委员会", "大王", "", ""],
]


def upload(client: Client, kind: SheetKind, content: bytes, name: str = "人员.xlsx") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("orgs:import"), {"kind": str(int(kind)), "file": file}, follow=True)


def test_people_come_in_after_a_preview_and_only_once(cast: Cast) -> None:
    admin = as_(cast, "administrator")
    before = Person.objects.count()
    shown = text(upload(admin, SheetKind.PEOPLE, book(PEOPLE_ROWS)))
    assert "只导入无误的 2 行" in shown
    assert "没有的单位" in shown
    assert "138****0001" in shown
    assert "13800990001" not in shown
    assert Person.objects.count() == before
    draft = ImportDraft.objects.get()
    assert (draft.good, draft.same, draft.wrong) == (2, 1, 3)
    answer = admin.post(reverse("orgs:import-apply", args=[draft.pk]), {"good_only": "1"}, follow=True)
    assert "已导入 2 行" in text(answer)
    person = Person.objects.get(name="韦小妹")
    post = Post.objects.get(person=person)
    assert (person.phone, person.languages) == ("13800990001", ["布依语", "汉语"])
    assert (post.lo, post.role) == (522725106201002, Role.GRID_MEMBER)
    again = admin.post(reverse("orgs:import-apply", args=[draft.pk]), {"good_only": "1"}, follow=True)
    assert "已经导入过" in text(again)
    upload(admin, SheetKind.PEOPLE, book(PEOPLE_ROWS))
    second = ImportDraft.objects.exclude(pk=draft.pk).get()
    assert (second.good, second.same, second.wrong) == (0, 3, 3)


def test_all_or_nothing_unless_the_good_rows_are_asked_for(cast: Cast) -> None:
    admin = as_(cast, "administrator")
    upload(admin, SheetKind.PEOPLE, book(PEOPLE_ROWS))
    draft = ImportDraft.objects.get()
    answer = admin.post(reverse("orgs:import-apply", args=[draft.pk]), follow=True)
    assert "第 5 行" in text(answer)
    assert not Person.objects.filter(name="韦小妹").exists()


def test_what_is_wrong_comes_back_as_a_sheet_that_can_be_sent_again(cast: Cast) -> None:
    admin = as_(cast, "administrator")
    upload(admin, SheetKind.PEOPLE, book(PEOPLE_ROWS))
    draft = ImportDraft.objects.get()
    rows = table(admin.get(reverse("orgs:import-faults", args=[draft.pk])).content)
    assert rows[0][-2:] == ["行号", "问题"]
    assert [row[0] for row in rows[1:]] == ["白某某", "黑某某", "灰某某"]
    assert [row[-2] for row in rows[1:]] == ["5", "6", "7"]
    assert "电话号码应为" in rows[1][-1]
    assert rows[3][-1] == "岗位：“大王”不在可选范围内。"
    rows[1][1] = "13800990009"
    upload(admin, SheetKind.PEOPLE, book(rows[:2]))
    assert ImportDraft.objects.exclude(pk=draft.pk).get().good == 1


def test_what_was_uploaded_is_sealed_and_gone_once_it_is_in(cast: Cast) -> None:
    from django.db import connection

    admin = as_(cast, "administrator")
    upload(admin, SheetKind.PEOPLE, book(PEOPLE_ROWS[:3]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM orgs_importdraft")
        assert b"13800990001" not in bytes(cursor.fetchone()[0])
    draft = ImportDraft.objects.get()
    admin.post(reverse("orgs:import-apply", args=[draft.pk]))
    assert drafts.rows_of(ImportDraft.objects.get()) == []


def test_nobody_sees_the_upload_of_another(cast: Cast) -> None:
    upload(as_(cast, "administrator"), SheetKind.PEOPLE, book(PEOPLE_ROWS))
    Post.objects.create(
        person=cast.people["cadre"], unit=cast.county_centre, role=Role.ADMINISTRATOR, since="2000-01-01"
    )
    Post.objects.filter(person=cast.people["cadre"]).exclude(role=Role.ADMINISTRATOR).delete()
    url = reverse("orgs:import-preview", args=[ImportDraft.objects.get().pk])
    assert as_(cast, "cadre").get(url).status_code == 404


UNIT_ROWS: list[list[str | float]] = [
    ["单位名称*", "单位类别*", "调委会类别", "所在区划*", "上级单位", "辖区", "办公电话"],
    ["猴场镇人民政府", "乡镇人民政府", "", "522725110", "", "", "0854-2000001"],
    ["猴场镇人民调解委员会", "人民调解委员会", "乡镇（街道）调解委员会", "猴场镇", "猴场镇人民政府", "", ""],
    ["跨镇巡回法庭", "人民法院(法庭)", "", "猴场镇", "瓮安县人民法院", "猴场镇、珠藏镇", ""],
    ["贵定县综治中心", "县级综治中心", "", "522723", "", "", ""],
]


def test_units_come_in_with_parents_and_areas_from_the_same_sheet(cast: Cast) -> None:
    admin = as_(cast, "administrator")
    upload(admin, SheetKind.UNITS, book(UNIT_ROWS), "单位.xlsx")
    draft = ImportDraft.objects.get()
    assert (draft.good, draft.wrong) == (3, 1)
    admin.post(reverse("orgs:import-apply", args=[draft.pk]), {"good_only": "1"})
    committee = Unit.objects.get(name="猴场镇人民调解委员会")
    assert committee.parent is not None
    assert (committee.parent.name, committee.committee_kind) == ("猴场镇人民政府", CommitteeKind.TOWNSHIP)
    court = Unit.objects.get(name="跨镇巡回法庭")
    assert {area.lo for area in court.areas.all()} == {cast.township.lo, cast.sibling_township.lo}
    changed = [*UNIT_ROWS[:1], [*UNIT_ROWS[1][:6], "0854-2999999"]]
    upload(admin, SheetKind.UNITS, book(changed), "单位.xlsx")
    latest = ImportDraft.objects.order_by("-id").first()
    assert latest is not None
    admin.post(reverse("orgs:import-apply", args=[latest.pk]))
    assert Unit.objects.get(name="猴场镇人民政府").phone == "0854-2999999"


def test_what_goes_out_comes_back_in_as_nothing_new(cast: Cast) -> None:
    admin = as_(cast, "administrator")
    for kind, name in ((SheetKind.UNITS, "units"), (SheetKind.PEOPLE, "people"), (SheetKind.GRIDS, "grids")):
        content = admin.get(reverse("orgs:export", args=[name])).content
        upload(admin, kind, content)
        draft = ImportDraft.objects.get(kind=kind)
        assert (draft.good, draft.wrong) == (0, 0)
        assert draft.same == len(table(content)) - 1 > 10


@pytest.mark.req("O1")
def test_grids_come_in_and_go_out(cast: Cast) -> None:
    admin = as_(cast, "administrator")
    rows: list[list[str | float]] = [
        ["村(社区)*", "网格名称*", "网格编号"],
        ["荣院村", "第一网格", 1],
        ["荣院村", "第九网格", 9],
        ["522725106204", "第四网格", ""],
        ["荣院村", "第十网格", "2"],
        ["珠藏镇", "第一网格", ""],
    ]
    upload(admin, SheetKind.GRIDS, book(rows), "网格.xlsx")
    draft = ImportDraft.objects.get()
    assert (draft.same, draft.good, draft.wrong) == (1, 2, 2)
    admin.post(reverse("orgs:import-apply", args=[draft.pk]), {"good_only": "1"})
    assert queries.region(522725106201009).name == "第九网格"
    assert queries.region(522725106204004).name == "第四网格"
    out = table(admin.get(reverse("orgs:export", args=["grids"])).content)
    assert ["522725106201", "第九网格", "9"] in out


def test_uploads_that_nobody_confirms_are_forgotten(cast: Cast) -> None:
    upload(as_(cast, "administrator"), SheetKind.PEOPLE, book(PEOPLE_ROWS))
    assert drafts.forget_old() == 0
    with clock.at(clock.now() + timedelta(days=3)):
        assert drafts.forget_old() == 1


@pytest.mark.req("O4")
def test_an_export_holds_what_the_list_shows_with_phones_masked(cast: Cast) -> None:
    content = as_(cast, "coordinator").get(reverse("orgs:export", args=["people"])).content
    rows = table(content)[1:]
    assert "李建军" in {row[0] for row in rows}
    assert "吴强" not in {row[0] for row in rows}
    assert all("****" in row[1] for row in rows)


def test_a_template_has_every_column_and_its_choices(cast: Cast) -> None:
    admin = as_(cast, "administrator")
    content = admin.get(reverse("orgs:import-template", args=["people"])).content
    assert [head.rstrip("*") for head in table(content)[0]] == [column.label for column in PEOPLE]
    with pytest.raises(Refused, match="没有内容"):
        reading.read(content, PEOPLE)


def test_csv_in_either_encoding_is_read() -> None:
    out = io.StringIO()
    heads = ["单位名称", "单位类别", "所在区划"]
    csv.writer(out).writerows([["说明"], heads, ["珠藏站", "派出所", "珠藏镇"]])
    for encoding in ("utf-8-sig", "gb18030"):
        (row,) = reading.read(out.getvalue().encode(encoding), UNITS)
        assert (row.number, row.values["name"]) == (3, "珠藏站")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x00\x01not a workbook", "打不开"),
        ("姓名,电话\n张三,1\n".encode(), "标题行"),
        (b"\xff\xff\xff\x80", "编码"),
    ],
)
def test_a_file_that_is_not_one_says_so(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        reading.read(content, PEOPLE)


def test_formulas_in_names_stay_text() -> None:
    content = writing.table(["a"], [["=1+1"], ["@SUM(A1)"]], name="x")
    assert [row[0] for row in table(content)] == ["a", "'=1+1", "'@SUM(A1)"]


def test_the_words_of_the_files_are_those_of_the_pages() -> None:
    for kinds in (UnitKind, CommitteeKind, Role):
        assert {int(member): str(member.label) for member in kinds} == CHINESE[kinds]
    assert set(COLUMNS) == set(SheetKind)
