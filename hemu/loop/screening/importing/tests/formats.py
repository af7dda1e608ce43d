"""The same messy ledger as each program would have saved it: .xlsx, .xls, and a .csv in GB 18030."""

# ruff: noqa: E501  # rows of a ledger read one a line

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import xlsxwriter
import xlwt

TITLE = "珠藏鎮2026年矛盾糾紛排查調處臺賬"
GROUP, GROUPED = "當事人雙方", ("姓名", "身份證號碼", "聯繫電話")
HEADS = (
    "序號",
    "排查時間",
    GROUP,
    "",
    "",
    "糾紛發生地點（村、組）",
    "糾紛類型",
    "簡要情況",
    "涉及人數",
    "涉及金額（萬元）",
    "是否化解",
    "化解情況",
    "備註",
)
FIRST = 5
"""The row under the head."""
LOST = 522725199001011239
"""Eighteen digits, as a number: a spreadsheet keeps fifteen of them."""
ROWS: tuple[tuple[Any, ...], ...] = (
    (1, "2026.3.5", "張大山、張小山訴李長河", LOST, 13885425521.0, "榮院村三組大田壩", "鄰里糾紛", "兩家因田坎多次爭吵。", 3, "", "否", "正在調處", ""),
    (2, "二〇二六年三月六日", "王富贵与陈有才", "'11010519491231002X", "13885425522、13985425523", "珠藏镇荣院村", "山林土地糾紛", "為林地界限，扬言拿刀拼命。", "约12人", 3.5, "未化解", "", ""),
    (3, date(2026, 3, 7), "1、罗正华 2、周廷贵", "", "1388-542-5524", "桐梓坡村", "拖欠農民工工資", "拖欠八名工人工資。", 8.0, "3.5", "", "", ""),
    ("二、四月份", "", "", "", "", "", "", "", "", "", "", "", ""),
    (4, "2026年4月31日", "吴强与周丽", "1.23E+17", "138****5525", "猴场镇下司村", "外星人纠纷", "", "若干", "面议", "否", "", ""),
    (5, "4月9日", "钱七——孙八", "", "", "荣院", "婚姻家庭", "与前妻爭吵。", "2", "", "部分化解", "", ""),
    (6, 46120, "冯九（13885425529）与卫十一", "", "", "荣院村", "其他", "停车占道。", "2", "2000元/月", "√", "已調解", ""),
    ("", "", "", "", "", "", "", "", "", "", "", "", ""),
    ("小計", "", "", "", "", "", "", "6件", 26, "", "", "", ""),
    (7, "2026-4-12", "荣院村三组村民与贵州某某矿业有限公司", "", "", "荣院村", "矿产", "放炮震裂房屋。", "30余人", "12万余元", "", "", ""),
    (8, "2026/4/13", "甲：王小二；乙：张麻子", "", "", "同上", "同上", "排水沟堵塞。", "", "", "", "", ""),
    (9, "2026/4/13", "", "", "", "荣院村", "邻里", "没写是谁。", "", "", "", "", ""),
    (2, "2026-03-06", "王富貴與陳有才", "11010519491231002X", "13885425522、13985425523", "荣院村", "山林土地", "为林地界限，扬言拿刀拼命。", "", "", "", "", "重复"),
    ("合計", "", "", "", "", "", "", "", "", "", "", "", ""),
    ("填表人：周麗", "", "", "", "", "", "", "", "審核：趙勇", "", "", "", ""),
)  # fmt: skip
COUNTS = (5, 1, 3, 1, 4)
"""What comes of them: good, there already, wrong, ended, no records."""
WRONG = {
    (5, 3, "lost_digits"),
    (9, 3, "lost_digits"),
    (9, 4, "starred"),
    (9, 5, "outside_area"),
    (9, 6, "unknown_kind"),
    (9, 7, "required"),
    (16, 2, "required"),
}
"""(line, column, word) of everything that is wrong."""


def xlsx() -> bytes:
    """As today's Excel saves it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("填表說明").write(0, 0, "請各村於每月25日前上報。")
        sheet = book.add_worksheet("臺賬")
        sheet.merge_range(0, 0, 0, 12, TITLE)
        sheet.write(1, 0, "填報單位：珠藏鎮綜治中心")
        for column, head in enumerate(HEADS):
            if head and head != GROUP:
                sheet.merge_range(2, column, 3, column, head)
        sheet.merge_range(2, 2, 2, 4, GROUP)
        sheet.write_row(3, 2, GROUPED)
        day = book.add_format({"num_format": "yyyy/m/d"})
        for at, row in enumerate(ROWS, start=FIRST - 1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, column, cell, day)
                elif cell != "":
                    sheet.write(at, column, cell)
    return out.getvalue()


def xls() -> bytes:
    """As Excel of twenty years ago saved it."""
    book = xlwt.Workbook(encoding="utf-8")
    book.add_sheet("填表說明").write(0, 0, "請各村於每月25日前上報。")
    sheet = book.add_sheet("臺賬")
    sheet.write_merge(0, 0, 0, 12, TITLE)
    sheet.write(1, 0, "填報單位：珠藏鎮綜治中心")
    for column, head in enumerate(HEADS):
        if head and head != GROUP:
            sheet.write_merge(2, 3, column, column, head)
    sheet.write_merge(2, 2, 2, 4, GROUP)
    for column, head in enumerate(GROUPED, start=2):
        sheet.write(3, column, head)
    day = xlwt.easyxf(num_format_str="YYYY/M/D")
    for at, row in enumerate(ROWS, start=FIRST - 1):
        for column, cell in enumerate(row):
            if cell != "":
                sheet.write(at, column, cell, day) if isinstance(cell, date) else sheet.write(
                    at, column, cell
                )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def gb18030() -> bytes:
    """As Excel exports it on a Chinese machine: no merged cells, long numbers as it shows them."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([TITLE])
    writer.writerow(["填報單位：珠藏鎮綜治中心"])
    writer.writerow(HEADS)
    writer.writerow(["", "", *GROUPED])
    writer.writerows([_shown(cell) for cell in row] for row in ROWS)
    return out.getvalue().encode("gb18030")


def _shown(cell: Any) -> str:
    if isinstance(cell, date):
        return f"{cell.year}/{cell.month}/{cell.day}"
    if cell == LOST:
        return "5.22725E+17"
    return f"{cell:g}" if isinstance(cell, float) and cell < 10**6 else str(cell).removesuffix(".0")
