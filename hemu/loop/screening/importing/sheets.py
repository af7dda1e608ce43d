"""Sheets that go out: templates to fill in, what is wrong to send back, and what came of every row."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _

from hemu.kernel.sheets import writing
from hemu.loop.screening.importing import chunks, layout
from hemu.loop.screening.importing.checking import Verdict
from hemu.loop.screening.importing.fields import FIELDS, Field
from hemu.loop.screening.importing.models import RowKind, Upload
from hemu.loop.screening.importing.rules.records import Line
from hemu.loop.screening.models import IncidentTier, ObjectKind, VisitReason, VisitResult
from hemu.orgs import queries as orgs
from hemu.orgs.actor import Actor
from hemu.orgs.models import Level
from hemu.rulebook import codes

MOST_VILLAGES = 1000
_ROWS = (1, 5000)
_NOTE_WIDTH, _NARROW = 100, 22
_NOT_LISTED = ("不在列表里", "列表里没有这个词。可以照写，上传后系统会尽量认。")
"""A list that helps without refusing: ledgers have words of their own, and the check reads them."""
_OUTCOMES = ("正在调处", "已化解", "调解不成", "已向法院起诉", "撤回")
_TRUTH = ("是", "否")
VERDICTS = {
    Verdict.GOOD: "未导入",
    Verdict.SAME: "原来已有，未重复导入",
    Verdict.WRONG: "有误，未导入",
    Verdict.OVER: "台账注明已了结，未导入",
    Verdict.LEFT: "不是记录",
    Verdict.CAME: "已导入",
}
"""Words of the files, in Chinese whatever the page's language: the sheet goes back to the village."""
ADDED = ("原行号", "问题")
RESULT = ("导入结果", "登记编号")


def _choices(field: Field, by: Actor) -> tuple[str, ...]:
    """What may be chosen in a column."""
    if field.key == "village":
        rows = orgs.search_regions(by.spans, "", levels=(Level.VILLAGE,))[:MOST_VILLAGES]
        return tuple(row.name for row in rows)
    lists = {
        "kinds": tuple(label for _code, label in codes.choices(codes.KINDS)),
        "truth": _TRUTH,
        "outcome": _OUTCOMES,
        "tier": tuple(str(tier.label) for tier in IncidentTier),
        "object_kind": tuple(str(kind.label) for kind in ObjectKind),
        "reason": tuple(str(reason.label) for reason in VisitReason),
        "result": tuple(str(result.label) for result in VisitResult),
    }
    return lists.get(field.choices, ())


_NOTES = (
    "在“填写”表里从第 2 行开始填，一行一件；不要改第 1 行的列名，不用的列可以留空或删掉。",
    "带 * 的列必须填。有下拉列表的列从列表里选，也可照自己的台账写，系统会尽量认。",
    "日期写成 2026-03-05、2026.3.5、2026年3月5日 都可以，必须有年、月、日。",
    "身份证号、电话所在的列请先设成“文本”格式再填：18 位号码当数字存，后几位会丢失，无法恢复。",
    "乡镇、村写在各自的列里，或一起写在“详细地点”里。只能导入自己辖区内的地点。",
    "一件纠纷有多名当事人的，用、隔开；每人一行时，其余列合并单元格或留空。",
    "上传后先检查，列出每一行的问题；确认后才登记。同一行不会登记两次。",
    "登记进台账的纠纷不能整批撤销，只能逐件更正或并案。",
)


def template(kind: RowKind, by: Actor) -> IO[bytes]:
    """An empty sheet with lists to choose from, an example, and notes."""
    out = tempfile.TemporaryFile()  # noqa: SIM115  # closed by the answer that sends it
    fields = [field for field in FIELDS[kind] if field.in_template]
    with writing.book(out) as book:
        sheet = book.add_worksheet("填写")
        example, notes, lists = (book.add_worksheet(name) for name in ("示例", "填写说明", "选项"))
        writing.heads(book, sheet, [field.label + ("*" if field.needed else "") for field in fields])
        writing.heads(book, example, [field.label for field in fields])
        for place, field in enumerate(fields):
            example.write_string(1, place, field.example)
            if field.hint:
                sheet.write_comment(0, place, str(field.hint))
            if words := _choices(field, by):
                writing.choices(lists, sheet, place, words, rows=_ROWS, loosely=_NOT_LISTED)
        _write_notes(book, notes, fields)
        lists.hide()
    out.seek(0)
    return out


def _write_notes(book: Any, notes: Any, fields: list[Field]) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True})
    notes.set_column(0, 0, _NARROW)
    notes.set_column(1, 1, _NOTE_WIDTH, wrapped)
    row = 0
    for number, text in enumerate(_NOTES, start=1):
        notes.write_number(row, 0, number)
        notes.write_string(row, 1, text, wrapped)
        row += 1
    row += 1
    notes.write_row(row, 0, ("列", "说明"), bold)
    for field in fields:
        row += 1
        said = [str(field.hint), "必填" if field.needed else "", "、".join(field.said[:6])]
        notes.write_string(row, 0, field.label)
        notes.write_string(
            row, 1, "；".join(text for text in said[:2] if text) or f"也认：{said[2]}", wrapped
        )


def errors(upload: Upload) -> IO[bytes]:
    """The rows that can't come in, with their own columns and what is wrong, cells marked, to send back."""
    out = tempfile.TemporaryFile()  # noqa: SIM115  # closed by the answer that sends it
    with writing.book(out, constant_memory=True) as book:
        for sheet in upload.layout.get("sheets", ()):
            _error_sheet(book, upload, sheet)
    out.seek(0)
    return out


def _error_sheet(book: Any, upload: Upload, sheet: int) -> None:
    into = book.add_worksheet(_sheet_name(upload, sheet))
    labels = layout.head_of(upload, sheet).labels
    marked = book.add_format({"bg_color": "#F6D9D2", "num_format": "@", "text_wrap": True, "border": 1})
    plain = book.add_format({"num_format": "@"})
    writing.heads(book, into, [*labels, *ADDED])
    at = 0
    for record, lines in _with_lines(upload, sheet, Verdict.WRONG):
        wrong: dict[tuple[int, int], list[str]] = {}
        for problem in record["p"]:
            if problem[4] is not None:
                wrong.setdefault((problem[3], problem[4]), []).append(problem[2])
        said = "\n".join(_told(problem, labels) for problem in record["p"])
        for line in lines:
            at += 1
            for place in range(len(labels)):
                texts = wrong.get((line.number, place))
                into.write_string(at, place, line.carried(place), marked if texts else plain)
                if texts:
                    into.write_comment(at, place, "\n".join(texts))
            into.write_string(at, len(labels), str(line.number), plain)
            into.write_string(at, len(labels) + 1, said if line is lines[0] else "", plain)


def _told(problem: list[Any], labels: list[str]) -> str:
    """A problem with its column's name before it."""
    label = labels[problem[4]] if problem[4] is not None and problem[4] < len(labels) else ""
    return f"{label}：{problem[2]}" if label else str(problem[2])


def results(upload: Upload) -> IO[bytes]:
    """Every row of the ledger with what came of it, and the number under which it is registered."""
    out = tempfile.TemporaryFile()  # noqa: SIM115  # closed by the answer that sends it
    with writing.book(out, constant_memory=True) as book:
        for sheet in upload.layout.get("sheets", ()):
            into = book.add_worksheet(_sheet_name(upload, sheet))
            labels = layout.head_of(upload, sheet).labels
            writing.heads(book, into, [*labels, ADDED[0], *RESULT, ADDED[1]])
            at = 0
            for record, lines in _with_lines(upload, sheet):
                there = record.get("o") or ["", "", ""]
                said = "\n".join(_told(problem, labels) for problem in record.get("p", ()))
                for line in lines:
                    at += 1
                    cells = [line.carried(place) for place in range(len(labels))]
                    into.write_row(
                        at, 0, [*cells, str(line.number), VERDICTS[Verdict(record["v"])], str(there[2]), said]
                    )
    out.seek(0)
    return out


def _with_lines(
    upload: Upload, sheet: int, verdict: Verdict | None = None
) -> Iterator[tuple[dict[str, Any], list[Line]]]:
    """The records of a sheet with their lines as the file has them, both walked once and in order."""
    lines = chunks.lines(upload, sheet)
    for record in chunks.every_record(upload):
        if record["s"] != sheet or (verdict is not None and record["v"] != verdict):
            continue
        wanted, found = set(record["r"]), []
        for line in lines:
            if line.number in wanted:
                found.append(line)
            if line.number >= record["r"][-1]:
                break
        yield record, found


def _sheet_name(upload: Upload, sheet: int) -> str:
    name = "".join(c for c in str(upload.sheets[sheet]["name"]) if c not in "[]:*?/\\'")[:28]
    several = len(upload.layout["sheets"]) > 1
    return (f"{sheet + 1} {name}" if several else name) or _("台账")
