"""Ledgers as townships keep them, made for tests: every mess in them is one that real files have."""

# ruff: noqa: E501  # rows of a ledger read one a line

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from hemu.loop.screening.importing import actions, work
from hemu.loop.screening.importing.actions import Arranged
from hemu.loop.screening.importing.models import RowKind, Upload
from hemu.orgs.actor import Actor

IDENTITY = "11010519491231002X"
"""A number whose check digit holds."""
HEADS = ("编号", "登记日期", "地点", "当事人", "联系电话", "纠纷类型", "简要情况", "化解结果")


def book(*sheets: tuple[str, Any], **options: Any) -> bytes:
    """An .xlsx of named sheets, each filled by a function or from rows."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as made:
        for name, fill in sheets:
            sheet = made.add_worksheet(name)
            if callable(fill):
                fill(made, sheet)
            else:
                for number, row in enumerate(fill):
                    sheet.write_row(number, 0, row)
    return out.getvalue()


def messy(made: Any, sheet: Any) -> None:
    """A township's ledger: titles, a head over two rows, merged cells, dates of every sort, totals between."""
    day = made.add_format({"num_format": "yyyy/m/d"})
    sheet.merge_range("A1:J1", "珠藏镇2026年矛盾糾紛排查化解台账")
    sheet.write("A2", "填报单位：珠藏镇综治中心")
    sheet.write("H2", "填报时间：2026年3月31日")
    heads = ("序号", "时间", "纠纷類型", "简要情况", "是否化解", "责任人")
    for column, head in zip("ABGHIJ", heads, strict=True):
        sheet.merge_range(f"{column}3:{column}4", head)
    sheet.merge_range("C3:F3", "当事人及地点")
    sheet.write_row("C4", ("发生地点", "当事人姓名", "联系电话", "身份证号码"))
    for number, row in enumerate(MESSY, start=4):
        sheet.write_row(number, 0, row)
    sheet.write_datetime("B7", date(2026, 3, 7), day)
    merged = (("A", "7"), ("B", "2026-03-10"), ("C", "荣院村"), ("G", "邻里"), ("H", "两家为晒坝争吵。"))
    for column, text in (*merged, ("I", "否"), ("J", "")):
        sheet.merge_range(f"{column}13:{column}14", text)
    sheet.write_row("D13", ("陈一", 13885425531.0))
    sheet.write_row("D14", ("卫二", 13885425532.0))
    sheet.write("A16", "填表人：周丽")
    sheet.write("H16", "审核：赵勇")


_PHONE = 13885425521.0
_LOST = 522725199003071232
MESSY: tuple[tuple[Any, ...], ...] = (
    (1, "2026.3.5", "荣院村三组", "张三、李四诉王五", _PHONE, "", "山林土地纠纷", "林地边界不清，多次争吵。", "否", "王德明"),
    (2, "二〇二六年三月六日", "珠藏镇桐梓坡村", "張國強与李長河", "13885425522、13985425523", IDENTITY, "邻里纠纷", "排水沟堵塞引起口角。", "正在调处", ""),
    (3, "", "荣院", "赵大", "无", _LOST, "宅基地", "建房占用通道。", "否", ""),
    ("", "", "", "", "", "", "", "", "", ""),
    (4, "2026年2月30日", "猴场镇下司村", "吴强与周丽", "1388542552", "", "外星人纠纷", "", "否", ""),
    (5, "2026/3/8", "荣院村", "钱七、孙八", "", "", "拖欠农民工工资", "拖欠三个月工资共3.5万元。", "已化解", "王德明"),
    ("合计", "", "", "", "", "", "", "5件", "", ""),
    (6, "3月9日", "荣院村", "冯九", "", "", "婚姻家庭", "与前妻争吵。", "调解不成", ""),
)  # fmt: skip


def plain(count: int, *, first: int = 1, place: str = "荣院村") -> list[Sequence[Any]]:
    """A tidy ledger of `count` different disputes, numbered from `first`."""
    rows: list[Sequence[Any]] = [HEADS]
    rows += [
        (f"珠调{n:05}", "2026-03-05", f"{place}{n}组", f"张{_name(n)}与李{_name(n + 7)}", "", "邻里纠纷", f"第{n}件：两家为水沟争吵。", "正在调处")
        for n in range(first, first + count)
    ]  # fmt: skip
    return rows


def _name(n: int) -> str:
    return "一二三四五六七八九十"[n % 10] + "甲乙丙丁戊己庚辛"[n // 10 % 8]


def csv(rows: Sequence[Sequence[Any]], encoding: str = "gb18030") -> bytes:
    """The same as a .csv of an old machine."""
    return "\r\n".join(",".join(str(cell) for cell in row) for row in rows).encode(encoding)


def run() -> None:
    """The worker, until nothing waits."""
    while work.work_once():
        pass


def fresh(row: Upload) -> Upload:
    """The upload as it is now."""
    found: Upload = Upload.objects.unscoped(reason="a test looks").get(id=row.id)
    return found


def arranged(row: Upload, **over: Any) -> Arranged:
    """What the page of columns would send, unchanged but for `over`."""
    first = row.layout["sheets"][0]
    given = {
        "sheets": tuple(row.layout["sheets"]),
        "head": tuple(row.layout["heads"][str(first)]),
        "columns": row.mapping,
        "year": row.choices.get("year"),
        "region": row.choices.get("region"),
        "kind": row.choices.get("kind"),
    }
    return Arranged(**{**given, **over})


def checked(content: bytes, by: Actor, rows_are: RowKind = RowKind.DISPUTE, **over: Any) -> Upload:
    """A file sent, read, and checked as it was guessed."""
    row = actions.upload(rows_are, "台账.xlsx", content, by=by)
    run()
    row = fresh(row)
    actions.check(row, arranged(row, **over), by=by)
    run()
    return fresh(row)


def brought_in(content: bytes, by: Actor, rows_are: RowKind = RowKind.DISPUTE, **over: Any) -> Upload:
    """The same, with its good rows brought in."""
    row = checked(content, by, rows_are, **over)
    actions.begin(row, whole=False, by=by)
    run()
    return fresh(row)
