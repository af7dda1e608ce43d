"""Reading uploads within an actor's scope, and their records a page at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from hemu.kernel.errors import Missing
from hemu.loop.screening.importing import chunks, layout
from hemu.loop.screening.importing.checking import Verdict
from hemu.loop.screening.importing.fields import field_of
from hemu.loop.screening.importing.models import RowKind, Upload
from hemu.loop.screening.importing.rows import READERS
from hemu.loop.screening.importing.rules import people
from hemu.loop.screening.importing.rules.records import Left, Line
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

ROWS = 20
"""Records on a page."""


def upload(county: int, upload_id: int, *, by: Actor) -> Upload:
    """One upload; raises Missing for a stranger."""
    by.require(Permission.REGISTER)
    found: Upload | None = Upload.objects.visible_to(by).filter(county=county, id=upload_id).first()
    if found is None:
        raise Missing(_("没有这次导入。"))
    return found


def uploads(*, by: Actor) -> Any:
    """One's own uploads, and the unit's for those who review its work; newest first, for paging."""
    by.require(Permission.REGISTER)
    return Upload.objects.visible_to(by).order_by("-made_at", "-id")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the file: its column, what it says, what is wrong with it."""

    label: str
    text: str
    problems: list[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """One record as its page shows it: where it stands in the file, and what is said of it.

    `wrong` and `cells` are the file's cells with and without something wrong; `problems` belong to no cell.
    """

    where: str
    verdict: Verdict
    parts: list[tuple[str, str]]
    wrong: list[Cell]
    cells: list[Cell]
    problems: list[str]
    remarks: list[str]
    url: str = ""
    ref: str = ""
    why_left: str = ""


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A page of the records of one verdict."""

    rows: list[Shown]
    number: int
    pages: int
    total: int

    @property
    def heads(self) -> list[str]:
        """What the parts of the records are called; empty when they are shown as the file has them."""
        return [label for label, _text in self.rows[0].parts] if self.rows else []


def counts(row: Upload) -> dict[Verdict | None, int]:
    """How many records of each verdict, and (None) how many speak of something to be looked at first."""
    found: dict[Verdict | None, int] = {None: 0, **dict.fromkeys(Verdict, 0)}
    for told in chunks.checked(row).values_list("counts", flat=True):
        found[None] += told.get(chunks.URGENT, 0)
        for verdict, n in chunks.verdicts(told).items():
            found[Verdict(verdict)] += n
    return found


def records(row: Upload, wanted_is: Verdict | None, page: int = 1) -> RecordPage:
    """A page of the records of one verdict, or of the urgent (None); only chunks that hold it are opened."""
    total = counts(row)[wanted_is]
    key = chunks.URGENT if wanted_is is None else str(int(wanted_is))
    pages = max(1, -(-total // ROWS))
    page = min(max(page, 1), pages)
    skip, wanted = (page - 1) * ROWS, ROWS
    found: list[dict[str, Any]] = []
    for number, told in chunks.checked(row).values_list("number", "counts"):
        here = told.get(key, 0)
        if skip >= here:
            skip -= here
            continue
        chunk = chunks.checked(row).get(number=number)
        some = [record for record in chunks.records(chunk) if _is(record, wanted_is)][skip:]
        found += some[: wanted - len(found)]
        skip = 0
        if len(found) == wanted:
            break
    return RecordPage(_shown(row, found), page, pages, total)


def _is(record: dict[str, Any], wanted: Verdict | None) -> bool:
    return bool(record.get("u")) if wanted is None else record["v"] == wanted


_LEFT = {
    Left.TOTAL: _("合计行"),
    Left.HEAD: _("重复的表头"),
    Left.FOOT: _("填表说明"),
    Left.SECTION: _("小标题"),
    Left.EMPTY: _("没有内容"),
    Left.NOTHING: _("空行"),
}


def _shown(row: Upload, found: list[dict[str, Any]]) -> list[Shown]:
    labels = {sheet: layout.head_of(row, sheet).labels for sheet in {record["s"] for record in found}}
    wanted: dict[int, set[int]] = {}
    as_filed = any("n" not in record for record in found)
    for record in found:
        if as_filed and record["v"] != Verdict.LEFT:
            wanted.setdefault(record["s"], set()).update(record["r"])
    lines = {sheet: chunks.some_lines(row, sheet, rows) for sheet, rows in wanted.items()}
    shown = [_one(row, record, labels[record["s"]], lines.get(record["s"], {})) for record in found]
    return [replace(one, parts=[]) for one in shown] if as_filed else shown


def _one(row: Upload, record: dict[str, Any], labels: list[str], lines: dict[int, Line]) -> Shown:
    there = record.get("o")
    where = place_of(row, record)
    cells = _cells(record, labels, lines)
    return Shown(
        where=where,
        verdict=Verdict(record["v"]),
        parts=READERS[RowKind(row.kind)].show(record["n"]) if "n" in record else [],
        wrong=[cell for cell in cells if cell.problems],
        cells=[cell for cell in cells if not cell.problems],
        problems=[problem[2] for problem in record.get("p", ()) if problem[4] is None],
        remarks=[*(_remark(RowKind(row.kind), *told) for told in record.get("w", ())), *_known(there)],
        url=record_url(RowKind(row.kind), there) if there else "",
        ref=there[2] if there else "",
        why_left=str(_LEFT.get(record.get("l", 0), "")) + (f"：{record['x']}" if record.get("x") else ""),
    )


def _remark(kind: RowKind, key: str, text: str) -> str:
    field = field_of(kind, key)
    return f"{field.label}：{text}" if field else text


def _known(there: list[Any] | None) -> list[str]:
    if not there or not there[3]:
        return []
    return [_("%(when)s 已导入，编号 %(ref)s。") % {"when": there[3], "ref": there[2]}]


def _cells(record: dict[str, Any], labels: list[str], lines: dict[int, Line]) -> list[Cell]:
    """The first line of a record as the file has it."""
    line = lines.get(record["r"][0])
    if line is None:
        return []
    wrong: dict[int, list[str]] = {}
    for problem in record.get("p", ()):
        wrong.setdefault(problem[4], []).append(problem[2])
    return [
        Cell(label, _readable(line.carried(place), place in wrong), wrong.get(place, []))
        for place, label in enumerate(labels)
        if label and (line.carried(place) or place in wrong)
    ]


def _readable(text: str, is_wrong: bool) -> str:
    """What a cell says; numbers hidden unless something is wrong with them."""
    return text if is_wrong else people.masked(text)


def place_of(row: Upload, record: dict[str, Any]) -> str:
    """Where a record stands in the file."""
    first, last = record["r"][0], record["r"][-1]
    numbers = {"first": first, "last": last}
    rows = _("第 %(first)s 行") % numbers if first == last else _("第 %(first)s–%(last)s 行") % numbers
    several = len(row.layout.get("sheets", ())) > 1
    return f"{row.sheets[record['s']]['name']} {rows}" if several else rows


def record_url(kind: RowKind, there: list[Any]) -> str:
    """The page of what a row became."""
    county, record_id = there[0], there[1]
    if kind == RowKind.DISPUTE:
        return f"/disputes/{county}/{record_id}/"
    if kind == RowKind.VISIT:
        return f"/visits/{county}/{record_id}/"
    return f"/records/{'incidents' if kind == RowKind.INCIDENT else 'petitions'}/{county}/{record_id}/"
