"""表格导入: an old ledger brought in, one checked with wrong rows to be looked at, one just sent."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import xlsxwriter

from hemu.demo.wengan.desk import Desk
from hemu.kernel import clock
from hemu.loop.screening.importing import actions, work
from hemu.loop.screening.importing.actions import Arranged
from hemu.loop.screening.importing.models import RowKind, Upload

_HEAD = (
    "序号",
    "登记日期",
    "发生地点",
    "申请人",
    "被申请人",
    "联系电话",
    "纠纷类型",
    "简要情况",
    "化解结果",
    "责任人",
)
_ABOUT = (
    ("邻里纠纷", "两家为排水沟堵塞争吵。", "正在调处"),
    ("宅基地使用", "建房占了三十公分过道。", "调处中"),
    ("山林土地纠纷", "林地四至不清，各执一词。", "正在调处"),
    ("借贷及担保", "借款八千元到期未还。", "正在调处"),
    ("拖欠农民工工资", "拖欠两个月工资一万二千元。", "调处中"),
    ("分家与继承", "分家时漏分一间厢房。", "正在调处"),
)


class Ledgers:
    """What the township's centre had in spreadsheets."""

    def __init__(self, desk: Desk) -> None:
        self.desk = Desk(desk.places, desk.now, 19)
        self.by = self.desk.town.coordinator

    def write(self) -> None:
        """Three uploads."""
        with self.desk.ago(9):
            done = self._checked("珠藏镇上半年矛盾纠纷台账.xlsx", self._tidy(14))
            actions.begin(done, whole=False, by=self.by)
            _work()
        with self.desk.ago(0.4):
            self._checked("石门片区纠纷登记（手工）.xlsx", self._messy())
        with self.desk.ago(0.2):
            actions.upload(RowKind.PETITION, "信访件移交清单.xlsx", _book(self._petitions()), by=self.by)
            _work()

    def _checked(self, name: str, rows: Sequence[Sequence[Any]]) -> Upload:
        row = actions.upload(RowKind.DISPUTE, name, _book(rows), by=self.by)
        _work()
        row = _fresh(row)
        sheets = tuple(row.layout["sheets"])
        arranged = Arranged(
            sheets, tuple(row.layout["heads"][str(sheets[0])]), row.mapping, year=clock.today().year
        )
        actions.check(row, arranged, by=self.by)
        _work()
        return _fresh(row)

    def _row(self, number: int, **over: Any) -> tuple[Any, ...]:
        chance = self.desk.chance
        here = chance.choice(self.desk.near)
        kind, text, result = chance.choice(_ABOUT)
        day = clock.local(self.desk.now).date() - timedelta(days=60 + 3 * number)
        told = {
            "day": f"{day:%Y.%m.%d}",
            "place": f"珠藏镇{here.village.name}{chance.randrange(1, 8)}组",
            "phone": self.desk.names.phone(),
            "kind": kind,
            "result": result,
            **over,
        }
        return (
            number, told["day"], told["place"], self.desk.somebody(), self.desk.somebody(), told["phone"],
            told["kind"], text, told["result"], here.officer.name,
        )  # fmt: skip

    def _tidy(self, many: int) -> list[Sequence[Any]]:
        return [_HEAD, *(self._row(number) for number in range(1, many + 1))]

    def _messy(self) -> list[Sequence[Any]]:
        title = (f"石门片区{clock.today().year}年矛盾糾紛登记表", *("",) * 9)
        good = [self._row(number) for number in range(1, 10)]
        wrong = [
            self._row(10, day=f"{clock.today().year}年2月30日"),
            self._row(11, phone="1388542"),
            self._row(12, place="红旗公社五队"),
            self._row(13, kind="外来人员事项"),
        ]
        total = ("合计", "", "", "", "", "", "", "13件", "", "")
        return [title, _HEAD, *good[:5], ("",) * 10, *wrong[:2], *good[5:], *wrong[2:], total]

    def _petitions(self) -> list[Sequence[Any]]:
        head = ("信访编号", "收到日期", "交办单位", "乡镇", "村", "反映事项")
        day = clock.today() - timedelta(days=5)
        rows = [
            (f"QXF{day:%y%m%d}{n:02d}", f"{day:%Y-%m-%d}", "瓮安县信访局", "珠藏镇", here.village.name, text)
            for n, (here, text) in enumerate(
                zip(
                    self.desk.near,
                    ("反映路灯不亮。", "反映村务公开栏没有更新。", "反映河道有垃圾。"),
                    strict=False,
                ),
                1,
            )
        ]
        return [head, *rows]


def _book(rows: Sequence[Sequence[Any]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("台账")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def _work() -> None:
    """The worker, until nothing waits."""
    while work.work_once():
        pass


def _fresh(row: Upload) -> Upload:
    found: Upload = Upload.objects.unscoped(reason="the demonstration's own upload").get(id=row.id)
    return found
