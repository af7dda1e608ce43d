"""From lines of a sheet to records: totals left out, merged cells carried down, parties gathered. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from hemu.loop.screening.links.names import simplified

Cell = str | list[object]
_TOTAL = re.compile(r"^(?:合计|小计|总计|共计|累计|总数|汇总|本页合计|本月合计)[：:]?")
_TOTAL_NUMBER = re.compile(r"^(?:合计|共计|总计|共)[：:]?\s*\d+\s*(?:件|起|条|户|人)")
_FOOT = re.compile(
    r"^(?:填表|制表|填报|审核|审批|复核|统计|报送|录入)(?:人|单位|时间|日期|员)?\s*[：:]|^(?:注|说明|备注|填表说明)\s*[：:]|^单位(?:（盖章）|\(盖章\)|负责人)"
)
_DITTO = frozenset({"同上", "〃", "″", '"', "''", "同前", "同 上", "”", "“"})
_COUNTS = re.compile(r"^\d{1,6}[.、]?$")
LONGEST_TOTAL = 40
"""A cell with more says more than that it is a total or a foot."""
FEW = 3
"""A line with no more cells of its own than this, none where a record must say something, is no record: a
date and a place that somebody filled in beforehand."""


class Left(IntEnum):
    """Why a line isn't a record. Numbers are stored."""

    TOTAL = 1
    HEAD = 2
    FOOT = 3
    SECTION = 4
    NOTHING = 5
    """Blank, or only counted: not worth a word."""
    EMPTY = 6


@dataclass(slots=True)
class Line:
    """One line of the sheet: its number, and its cells as the reader gives them."""

    number: int
    cells: Sequence[Cell]

    def own(self, place: int) -> str:
        """What stands in the cell itself."""
        cell = self.cells[place] if place < len(self.cells) else ""
        return cell if isinstance(cell, str) else ""

    def carried(self, place: int) -> str:
        """What stands in it, or what a merged cell carries down to it."""
        cell = self.cells[place] if place < len(self.cells) else ""
        if isinstance(cell, str):
            return cell
        return str(cell[0]) if len(cell) == 1 else ""


@dataclass(frozen=True, slots=True)
class Said:
    """What one cell says of a field."""

    text: str
    row: int
    place: int


@dataclass(slots=True)
class Record:
    """One thing that the ledger speaks of: its lines, what they say by field. `left`: no record, and why."""

    rows: list[int]
    said: dict[str, list[Said]] = field(default_factory=dict)
    left: Left | None = None
    words: str = ""

    def text(self, key: str, between: str = "\n") -> str:
        """Everything said of a field."""
        return between.join(said.text for said in self.said.get(key, ()))


@dataclass(frozen=True, slots=True)
class Table:
    """How one sheet is read: `fields` from a column's place to what it says, `labels` its heads.

    `core` are the fields of which a record must say one; `more` those that a further line may add to.
    """

    fields: Mapping[int, str]
    labels: Mapping[int, str]
    core: Collection[str]
    more: Collection[str]


def gather(lines: Iterable[Line], table: Table) -> Iterator[Record]:
    """The records of a sheet in order, and among them the lines that are none, each with why."""
    current: Record | None = None
    above: dict[int, str] = {}
    for line in lines:
        left = why_left(line, table)
        if left is None and current is not None and _continues(line, table, current):
            _add(current, line, table, above, further=True)
            continue
        if left is not None:
            if left != Left.NOTHING:
                if current is not None:
                    yield current
                    current = None
                words = next((line.own(place) for place in range(len(line.cells)) if line.own(place)), "")
                yield Record([line.number], left=left, words=words[:40])
            continue
        if current is not None:
            yield current
        current = Record([])
        _add(current, line, table, above, further=False)
    if current is not None:
        yield current


def why_left(line: Line, table: Table) -> Left | None:
    """Why a line is no record; None for one that is."""
    own = {place: line.own(place) for place in range(len(line.cells)) if line.own(place)}
    filled = list(own.values())
    if not filled or all(_COUNTS.match(text) and place not in table.fields for place, text in own.items()):
        return Left.NOTHING
    if _is_total(filled):
        return Left.TOTAL
    same = sum(_bare(text) == _bare(table.labels.get(place, "")) for place, text in own.items())
    if same >= max(2, 0.6 * len(filled)):
        return Left.HEAD
    rest = [text for place, text in own.items() if table.fields.get(place) in table.core]
    if _is_foot(filled[0]) and all(_is_foot(text) for text in rest):
        return Left.FOOT
    reached = any(not isinstance(cell, str) and len(cell) > 1 for cell in line.cells)
    if len(filled) == 1 and reached:
        return Left.SECTION
    if not rest and len(filled) <= FEW and not any(table.fields.get(place) in table.more for place in own):
        return Left.EMPTY
    return None


def _is_total(filled: Sequence[str]) -> bool:
    """Whether a line's cells add up others: by a word in the first three, or by a number when few."""
    said = [re.sub(r"\s", "", simplified(text)) for text in filled[: FEW + 1] if len(text) <= LONGEST_TOTAL]
    by_number = len(filled) <= FEW and any(_TOTAL_NUMBER.match(text) for text in said)
    return by_number or any(_TOTAL.match(text) for text in said[:3])


def _is_foot(text: str) -> bool:
    return bool(_FOOT.match(simplified(text[:LONGEST_TOTAL])))


def _bare(label: str) -> str:
    return re.sub(r"[\s*]", "", label.rsplit(" / ", 1)[-1].partition(" #")[0])


def _continues(line: Line, table: Table, current: Record) -> bool:
    """Whether a line only adds to the record above it: nothing of its own but further parties."""
    keys = {table.fields[place] for place in table.fields if line.own(place)}
    stray = any(
        line.own(place) and not _COUNTS.match(line.own(place))
        for place in range(len(line.cells))
        if place not in table.fields
    )
    if not keys or stray or not keys <= set(table.more):
        return False
    return any(key in current.said for key in table.core)


def _add(record: Record, line: Line, table: Table, above: dict[int, str], *, further: bool) -> None:
    record.rows.append(line.number)
    for place, key in table.fields.items():
        text = line.own(place) if further else line.carried(place)
        if text.strip() in _DITTO:
            text = above.get(place, "")
        if text:
            above[place] = text
            record.said.setdefault(key, []).append(Said(text, line.number, place))
