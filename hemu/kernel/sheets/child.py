"""The reader: a program of its own, so that no file can take the site's memory or time with it.

``calamine`` keeps a sheet as one dense block: two cells in opposite corners of a file of 5 kB make it ask for
512 GiB, and the process is gone. Here that ends this process, which has its own limits, and nobody else.

Run by path, with the file on standard input; it imports nothing of ours. It answers JSON, a line each:
``{"sheets": [[name, hidden], …]}``, then a row as ``[sheet, number, [cell, …]]``, and ``{"end": true}``.
A cell is its text; ``[text]`` when a merged cell reaches down to it, ``[text, 1]`` when from the left. Rows
with nothing of their own are left out. ``{"error": word}`` ends it early.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

MEMORY = 1536 * 2**20
"""Bytes of address space. 100,000 rows of twenty columns take about a third of it."""
CPU_SECONDS = 120
MOST_COLUMNS = 200
MOST_TEXT = 300_000_000
"""Characters in all. One long text that every cell points to would otherwise be written a million times."""
LONGEST_CELL = 6000
"""Longer than any field of ours: what is cut is found to be too long all the same."""
EXACT = 10**15
"""A spreadsheet keeps fifteen digits of a number. What has more has lost some."""

Cell = Any
Merged = tuple[tuple[int, int], tuple[int, int]]

_CONTROL, _INVISIBLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f",
    "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff",
)
_UNSEEN = re.compile(f"[{_CONTROL}{_INVISIBLE}]")
_SPACES = re.compile("[ \t\xa0\u3000\u2000-\u200a]+")


class Unreadable(Exception):
    """The file can't be read; the argument is the word for it."""


def limit() -> None:
    """Take no more than our share, where the system knows such limits."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def text_of(value: Any) -> str:
    """What a cell says, as a person would type it."""
    if isinstance(value, str):
        plain = _UNSEEN.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
        return _SPACES.sub(" ", plain).strip()[:LONGEST_CELL]
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return ""


def _number(value: float) -> str:
    """13885425521.0 is a telephone number; a number too long for the spreadsheet keeps its exponent."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if abs(value) >= EXACT:
        return f"{value:.14E}"
    return str(int(value)) if float(value).is_integer() else f"{value:.12g}"


def reached(merged: Sequence[Merged]) -> Callable[[int], dict[int, tuple[Merged, bool]]]:
    """For a row, in rising order: which columns a merged cell reaches, and whether from the left."""
    waiting = sorted(merged, reverse=True)
    active: list[Merged] = []

    def at(row: int) -> dict[int, tuple[Merged, bool]]:
        while waiting and waiting[-1][0][0] <= row:
            active.append(waiting.pop())
        active[:] = [one for one in active if one[1][0] >= row]
        found: dict[int, tuple[Merged, bool]] = {}
        for one in active:
            (top, left), (_bottom, right) = one
            for column in range(left, min(right, left + MOST_COLUMNS) + 1):
                if (row, column) != (top, left):
                    found[column] = one, column > left
        return found

    return at


def filled(rows: Iterable[Sequence[Any]], merged: Sequence[Merged]) -> Iterator[tuple[int, list[Cell]]]:
    """Rows with something of their own, by number from 1, merged cells carried to where they reach."""
    at = reached(merged)
    masters: dict[tuple[int, int], str] = {}
    corners = {one[0] for one in merged}
    for number, row in enumerate(rows):
        cells: list[Cell] = [text_of(value) for value in row[:MOST_COLUMNS]]
        for column, cell in enumerate(cells):
            if (number, column) in corners:
                masters[number, column] = cell
        own = any(cells)
        for column, (one, sideways) in at(number).items() if merged else ():
            said = masters.get(one[0], "")
            if said and column < MOST_COLUMNS and not (column < len(cells) and cells[column]):
                cells += [""] * (column + 1 - len(cells))
                cells[column] = [said, 1] if sideways else [said]
        if own:
            while cells and not cells[-1]:
                cells.pop()
            yield number + 1, cells


def workbook(content: bytes) -> tuple[list[list[Any]], Iterator[tuple[int, int, list[Cell]]]]:
    """The sheets of an .xlsx or .xls, and their rows."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable("password" if "assword" in str(error) else "broken") from error
    seen = calamine.SheetVisibleEnum.Visible
    metadata = [one for one in book.sheets_metadata if one.typ == calamine.SheetTypeEnum.WorkSheet]
    sheets = [[one.name[:100], one.visible != seen] for one in metadata]

    def rows() -> Iterator[tuple[int, int, list[Cell]]]:
        for index, one in enumerate(metadata):
            try:
                sheet = book.get_sheet_by_name(one.name)
                merged = [(start, end) for start, end in sheet.merged_cell_ranges or ()]
            except (calamine.CalamineError, OSError, ValueError) as error:
                raise Unreadable("broken") from error
            # iter_rows gives the empty rows before the first cell, but not the empty columns
            lead = [""] * min(sheet.start[1] if sheet.start else 0, MOST_COLUMNS)
            for number, cells in filled(([*lead, *row] for row in sheet.iter_rows()), merged):
                yield index, number, cells

    return sheets, rows()


def decoded(content: bytes) -> str:
    """The text of a .csv: marked UTF-16, UTF-8, or else GB 18030, which holds GBK and GB 2312."""
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    encodings = ["utf-16"] if marked else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise Unreadable("broken")
        return text
    raise Unreadable("encoding")


def separated(content: bytes) -> Iterator[tuple[int, int, list[Cell]]]:
    """The rows of a .csv, by whichever mark divides its first lines."""
    text = decoded(content)
    head = re.sub(r'"[^"]*"', "", "\n".join(text.splitlines()[:20]))
    mark = max(",\t;|", key=head.count)
    try:
        for number, cells in filled(csv.reader(io.StringIO(text, newline=""), delimiter=mark), ()):
            yield 0, number, cells
    except csv.Error as error:
        raise Unreadable("broken") from error


def answers(content: bytes, most_rows: int) -> Iterator[Any]:
    """Everything there is to say of a file."""
    if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        sheets, rows = workbook(content)
    else:
        sheets, rows = [["", False]], separated(content)
    yield {"sheets": sheets}
    said = 0
    for count, row in enumerate(rows, start=1):
        said += sum(len(cell) for cell in row[2] if isinstance(cell, str))
        if count > most_rows:
            raise Unreadable("too_many_rows")
        if said > MOST_TEXT:
            raise Unreadable("too_much_text")
        yield row
    yield {"end": True}


def main() -> int:
    """Read the file on standard input and say what is in it."""
    limit()
    out = sys.stdout
    try:
        for answer in answers(sys.stdin.buffer.read(), int(sys.argv[1])):
            out.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")) + "\n")
    except Unreadable as error:
        out.write(json.dumps({"error": str(error)}) + "\n")
    except MemoryError:
        return 1
    out.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
