"""The second step: every row is understood, held against the rules of its act, and known again if it's there.

Nothing is registered. A record is kept as: ``s`` sheet, ``r`` lines, ``v`` verdict, ``n`` what the act is
given, ``p`` problems ``[field, word, text, line, column]``, ``w`` remarks ``[field, text]``, ``u`` the colour
that its account speaks for above blue, ``m`` its mark, ``k`` the mark of its own number, ``i`` the number
made for what it will become, ``o`` where it is already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import IntEnum
from typing import Any

from django.utils.translation import gettext as _

from hemu.kernel import clock, crypto
from hemu.kernel.errors import Refused
from hemu.kernel.ids import new_id
from hemu.kernel.places import county_of
from hemu.loop.screening.importing import chunks, layout
from hemu.loop.screening.importing.frames import frame_of
from hemu.loop.screening.importing.models import CheckedChunk, ImportedRow, RowKind, Step, Upload
from hemu.loop.screening.importing.rows import READERS
from hemu.loop.screening.importing.rows.common import Frame, Note, Understood, place_words
from hemu.loop.screening.importing.rules.records import Left, Record, gather
from hemu.orgs.actor import Actor

MOST_WORDS = 60
"""Words that nobody understood, shown to be given a meaning by hand."""
_LEARNABLE = {"unknown_kind": "kind", "no_place": "place", "which_place": "place"}


class Verdict(IntEnum):
    """What becomes of a record. Numbers are stored."""

    GOOD = 1
    SAME = 2
    WRONG = 3
    OVER = 4
    LEFT = 5
    CAME = 6


class Check:
    """One checking of one upload."""

    def __init__(self, upload: Upload, by: Actor) -> None:
        self.upload, self.by = upload, by
        self.kind = RowKind(upload.kind)
        self.reader = READERS[self.kind]
        self.counts: Counter[Verdict] = Counter()
        self.words: dict[str, Counter[str]] = {"kind": Counter(), "place": Counter()}
        self._marks: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        self._number_columns: dict[int, int] = {}

    def run(self) -> None:
        """Every record of the chosen sheets, in chunks."""
        waiting: list[tuple[dict[str, Any], Understood | None]] = []
        number = 0
        for sheet in self.upload.layout["sheets"]:
            for found in self._sheet(sheet):
                waiting.append(found)
                if len(waiting) == chunks.RECORDS:
                    number = self._keep(number, waiting)
                    waiting = []
        if waiting:
            self._keep(number, waiting)

    def _sheet(self, sheet: int) -> Iterator[tuple[dict[str, Any], Understood | None]]:
        head = layout.head_of(self.upload, sheet)
        table = layout.table_of(self.upload, head)
        for place, key in table.fields.items():
            if key == "number":
                self._number_columns[sheet] = place
        frame = frame_of(self.upload, self.by, table.labels, table.fields)
        lines = (line for line in chunks.lines(self.upload, sheet) if line.number > head.last)
        for record in gather(lines, table):
            if record.left is not None:
                yield _left(sheet, record), None
            else:
                yield self._understood(sheet, record, frame)

    def _understood(self, sheet: int, record: Record, frame: Frame) -> tuple[dict[str, Any], Understood]:
        found = self.reader.understand(record, frame)
        kept: dict[str, Any] = {"s": sheet, "r": record.rows, "v": int(Verdict.GOOD)}
        if found.over and not frame.with_ended:
            kept["v"] = int(Verdict.OVER)
            return kept, found
        if not found.problems:
            try:
                self.reader.check(found.new, self.by)
            except Refused as refused:
                found.problems.append(Note(refused.field, refused.code, str(refused)))
        if found.problems:
            kept["v"] = int(Verdict.WRONG)
            kept["p"] = [_placed(problem, record, frame) for problem in found.problems]
            self._learn(found, record)
        if found.remarks:
            kept["w"] = [[remark.key, remark.text] for remark in found.remarks]
        return kept, found

    def _learn(self, found: Understood, record: Record) -> None:
        for problem in found.problems:
            about = _LEARNABLE.get(problem.code)
            word = (
                "".join(place_words(record)) if about == "place" else record.text("kind", between="").strip()
            )
            if about and word:
                self.words[about][word] += 1

    def _keep(self, number: int, found: list[tuple[dict[str, Any], Understood | None]]) -> int:
        good = [(kept, one) for kept, one in found if one is not None and kept["v"] == Verdict.GOOD]
        self._recognise(good)
        for kept, one in good:
            if one is not None and kept["v"] == Verdict.GOOD:
                kept["n"], kept["i"] = one.new, new_id()
                if one.urgent:
                    kept["u"] = one.urgent
        records = [kept for kept, _one in found]
        self.counts.update(Verdict(kept["v"]) for kept in records)
        CheckedChunk(
            county=self.upload.county,
            upload_id=self.upload.id,
            number=number,
            records=chunks.pack(records),
            counts=chunks.tally(records),
        ).save(force_insert=True)
        mine = Upload.objects.unscoped(reason="the worker notes how far it has come")
        mine.filter(county=self.upload.county, id=self.upload.id).update(done=sum(self.counts.values()))
        return number + 1

    def _recognise(self, good: list[tuple[dict[str, Any], Any]]) -> None:
        """Find the records that are there already: in this file, or brought in or written down before."""
        for kept, one in good:
            self._known_in_file(kept, one)
        left = [(kept, one) for kept, one in good if kept["v"] == Verdict.GOOD]
        there = already(self.kind, [(one.new["region"], kept["m"], kept.get("k", "")) for kept, one in left])
        taken = self._taken([one for _kept, one in left])
        for kept, one in left:
            where = there.get(kept["m"]) or there.get(kept.get("k", "")) or taken.get(one.number)
            if where:
                kept["v"], kept["o"] = int(Verdict.SAME), where

    def _known_in_file(self, kept: dict[str, Any], one: Understood) -> None:
        county = county_of(one.new["region"])
        kept["m"] = mark(county, self.kind, one.mark)
        here = _where(self.upload, kept)
        twin = self._marks.setdefault(kept["m"], here)
        if twin != here:
            kept["v"], kept["w"] = int(Verdict.SAME), [["", _("与%(where)s相同。") % {"where": twin}]]
            return
        if one.number:
            kept["k"] = number_mark(county, self.kind, self.upload.unit_id, one.number)
            other = self._numbers.setdefault(kept["k"], here)
            if other != here:
                told = _("编号与%(where)s重复，内容却不同。") % {"where": other}
                column = self._number_columns.get(kept["s"])
                kept["p"] = [["number", "number_twice", told, kept["r"][0], column]]
                kept["v"] = int(Verdict.WRONG)

    def _taken(self, found: list[Any]) -> dict[str, list[Any]]:
        """Numbers that records of the county carry already, whoever wrote them down."""
        if self.reader.known is None or not found:
            return {}
        taken: dict[str, list[Any]] = {}
        for county in {county_of(one.new["region"]) for one in found}:
            inside = [one for one in found if county_of(one.new["region"]) == county]
            known = self.reader.known(inside[0].new["region"], [one.number for one in inside])
            taken |= {number: [county, str(record_id), number, ""] for number, record_id in known.items()}
        return taken


def _left(sheet: int, record: Record) -> dict[str, Any]:
    return {
        "s": sheet,
        "r": record.rows,
        "v": int(Verdict.LEFT),
        "l": int(record.left or Left.NOTHING),
        "x": record.words,
    }


def _placed(problem: Note, record: Record, frame: Frame) -> list[Any]:
    """A problem with the cell that it is about: the field's own, else the column where it should stand."""
    said = record.said.get(problem.key)
    if said:
        return [problem.key, problem.code, problem.text, said[0].row, said[0].place]
    columns = [place for place, key in frame.fields.items() if key == problem.key]
    return [problem.key, problem.code, problem.text, record.rows[0], columns[0] if columns else None]


def _where(upload: Upload, kept: dict[str, Any]) -> str:
    name = upload.sheets[kept["s"]]["name"] if len(upload.layout["sheets"]) > 1 else ""
    row = _("第 %(n)s 行") % {"n": kept["r"][0]}
    return f"“{name}”{row}" if name else row


def mark(county: int, kind: RowKind, text: str) -> str:
    """By what a row is known again (64 hexadecimal characters); says nothing without our key."""
    return crypto.keyed_hash(f"{county}|{int(kind)}|{text}", purpose="imported-row").hex()


def number_mark(county: int, kind: RowKind, unit_id: int, number: str) -> str:
    """By what a number that a unit's ledger gives is known again."""
    return crypto.keyed_hash(f"{county}|{int(kind)}|{unit_id}|{number}", purpose="imported-number").hex()


def already(kind: RowKind, wanted: list[tuple[int, str, str]]) -> dict[str, list[Any]]:
    """Where rows were brought in before, by mark and by the mark of their number: [county, id, ref, when]."""
    found: dict[str, list[Any]] = {}
    for county in {county_of(region) for region, _mark, _number in wanted}:
        inside = [(m, k) for region, m, k in wanted if county_of(region) == county]
        rows = ImportedRow.objects.in_county(county, kind=kind)
        for column, marks in (
            ("mark", [m for m, _k in inside]),
            ("own_number", [k for _m, k in inside if k]),
        ):
            known = rows.filter(**{f"{column}__in": [bytes.fromhex(one) for one in marks]})
            for row in known.order_by("id"):
                key = bytes(getattr(row, column)).hex()
                found.setdefault(key, [county, str(row.record_id), row.ref, row.made_at.date().isoformat()])
    return found


def run(upload: Upload, by: Actor) -> None:
    """Check the whole upload anew, and say what importing it would do."""
    chunks.forget_checked(upload)
    upload.total = sum(upload.sheets[sheet]["rows"] for sheet in upload.layout["sheets"])
    upload.done = 0
    upload.save()
    check = Check(upload, by)
    check.run()
    counts = check.counts
    upload.good, upload.same = counts[Verdict.GOOD], counts[Verdict.SAME]
    upload.wrong, upload.ended, upload.skipped = (
        counts[Verdict.WRONG],
        counts[Verdict.OVER],
        counts[Verdict.LEFT],
    )
    upload.choices = {
        **upload.choices,
        "unknown": {about: words.most_common(MOST_WORDS) for about, words in check.words.items() if words},
    }
    upload.step, upload.touched_at, upload.failures = Step.CHECKED, clock.now(), 0
    upload.save()
