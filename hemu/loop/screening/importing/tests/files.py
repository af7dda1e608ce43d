"""Ledgers as townships keep them, made for tests: every mess in them is one that real files have."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from hemu.loop.screening.importing import work
from hemu.loop.screening.importing.models import Upload

GOOD_ID, OTHER_ID = "11010519491231002X", "522725199003071232"
"""Two numbers whose check digit holds."""

HEADS = (
    "序号",
    "登记时间",
    "发生地点",
    "当事人",
    "联系电话",
    "身份证号码",
    "纠纷类型",
    "简要情况",
    "是否化解",
    "责任人",
)


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
    for column, head in zip(
        "ABGHIJ", ("序号", "时间", "纠纷類型", "简要情况", "是否化解", "责任人"), strict=True
    ):
        sheet.merge_range(f"{column}3:{column}4", head)
    sheet.merge_range("C3:F3", "当事人及地点")
    sheet.write_row("C4", ("发生地点", "当事人姓名", "联系电话", "身份证号码"))
    rows: list[tuple[Any, ...]] = [
        (
            1,
            "2026.3.5",
            "荣院村三组",
            "张三、李四诉王五",
            13885425521.0,
            "",
            "山林土地纠纷",
            "林地边界不清，多次争吵。",
            "否",
            "王德明",
        ),
        (
            2,
            "二〇二六年三月六日",
            "珠藏镇桐梓坡村",
            "張國強与李長河",
            "13885425522、13985425523",
            GOOD_ID,
            "邻里纠纷",
            "排水沟堵塞引起口角。",
            "正在调处",
            "王德明",
        ),
        (3, 46088, "荣院", "赵大", "无", 522725199003071232, "宅基地", "建房占用通道。", "否", ""),
        ("", "", "", "", "", "", "", "", "", ""),
        (4, "2026年2月30日", "猴场镇下司村", "吴强与周丽", "1388542552", "", "外星人纠纷", "", "否", ""),
        (
            5,
            "2026/3/8",
            "荣院村",
            "钱七、孙八",
            "",
            "",
            "拖欠农民工工资",
            "拖欠三个月工资共3.5万元。",
            "已化解",
            "王德明",
        ),
        ("合计", "", "", "", "", "", "", "5件", "", ""),
        (6, "3月9日", "荣院村", "冯九", "", "", "婚姻家庭", "与前妻争吵。", "调解不成", ""),
    ]
    for number, row in enumerate(rows, start=4):
        sheet.write_row(number, 0, row)
    sheet.write_datetime("B8", _day(), day)
    for column, text in (
        ("A", "7"),
        ("B", "2026-03-10"),
        ("C", "荣院村"),
        ("G", "邻里"),
        ("H", "两家为晒坝争吵。"),
        ("I", "否"),
        ("J", ""),
    ):
        sheet.merge_range(f"{column}13:{column}14", text)
    sheet.write_row("D13", ("陈一", 13885425531.0))
    sheet.write_row("D14", ("卫二", 13885425532.0))
    sheet.write("A16", "填表人：周丽")
    sheet.write("H16", "审核：赵勇")


def _day() -> Any:
    from datetime import date

    return date(2026, 3, 7)


def run() -> None:
    """The worker, until nothing waits."""
    while work.work_once():
        pass


def fresh(row: Upload) -> Upload:
    """The upload as it is now."""
    found: Upload = Upload.objects.unscoped(reason="a test looks").get(id=row.id)
    return found
