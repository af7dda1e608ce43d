"""Which sheets are taken, where their heads are, which column says what: guessed, remembered, by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as Words
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from hemu.loop.screening.importing import chunks
from hemu.loop.screening.importing.fields import FIELDS, IGNORED, PARTY_KEYS
from hemu.loop.screening.importing.models import Mapping, RowKind, Upload
from hemu.loop.screening.importing.rules import heads, people
from hemu.loop.screening.importing.rules.dates import year_in
from hemu.loop.screening.importing.rules.heads import Guess, Head
from hemu.loop.screening.importing.rules.records import Line, Table

LOOKED_AT = 30
CORE: dict[RowKind, frozenset[str]] = {
    RowKind.DISPUTE: frozenset({"narrative", "title"}),
    RowKind.INCIDENT: frozenset({"number", "narrative"}),
    RowKind.PETITION: frozenset({"number", "narrative"}),
    RowKind.VISIT: frozenset({"object_name"}),
}
"""Of these a record must say one: a line without is no record of its own."""


@cache
def guess_of(kind: RowKind) -> Guess:
    """What heads mean for a kind of row."""
    return Guess({field.key: (field.label, *field.said) for field in FIELDS[kind]}, IGNORED)


def head_of(upload: Upload, sheet: int) -> Head:
    """The head of a sheet: where somebody said it is, else where it is found."""
    lines = list(chunks.lines(upload, sheet, most=LOOKED_AT))
    placed = upload.layout.get("heads", {}).get(str(sheet))
    if placed:
        first, last = placed
        block = [(line.number, line.cells) for line in lines if first <= line.number <= last]
        return heads.made(block) if block else Head(0, 0, ())
    return found_head(RowKind(upload.kind), lines)


def found_head(kind: RowKind, lines: Sequence[Line]) -> Head:
    """The head that the first lines of a sheet seem to have."""
    return heads.find([(line.number, line.cells) for line in lines], guess_of(kind))


def guessed(kind: RowKind, head: Head) -> dict[str, str]:
    """Which column says what, as far as its words tell."""
    return heads.map_columns(head, guess_of(kind), [field.key for field in FIELDS[kind] if field.many])


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the chosen sheets: its label, the sheet that has it first, its place there."""

    label: str
    sheet: int
    place: int


def columns(upload: Upload) -> list[Column]:
    """The columns of the first chosen sheet by place, then those that only further sheets have."""
    found: list[Column] = []
    for sheet in upload.layout["sheets"]:
        seen = {column.label for column in found}
        labels = enumerate(head_of(upload, sheet).labels)
        found += [Column(label, sheet, place) for place, label in labels if label and label not in seen]
    return found


def mapped(upload: Upload, known: Mapping | None) -> dict[str, str]:
    """What the columns of the chosen sheets say: as it was read before, else as guessed sheet by sheet."""
    kind = RowKind(upload.kind)
    said: dict[str, str] = {}
    settled: set[str] = set()
    for sheet in upload.layout["sheets"]:
        head = head_of(upload, sheet)
        found = recalled(known, head) if known else {}
        if known is None or sheet != upload.layout["sheets"][0]:
            taken = {said[label] for label in head.labels if label in said} | set(found.values())
            found |= _left_open(guessed(kind, head), settled | set(found), taken)
        said |= {label: key for label, key in found.items() if label not in settled}
        settled |= set(head.labels)
    return said


def _left_open(found: Words[str, str], settled: set[str], taken: set[str]) -> dict[str, str]:
    """Of what was guessed, the columns that aren't decided yet and say what no other of the sheet says."""
    return {label: key for label, key in found.items() if label not in settled and key not in taken}


def heads_hash(kind: RowKind, labels: Sequence[str]) -> bytes:
    """The same for files with the same columns, in whatever order and script."""
    guess = guess_of(kind)
    words = sorted(heads.bare(label) for label in labels if label and guess.exact((label,)) != "")
    return hashlib.sha256(f"{int(kind)}|{'|'.join(words)}".encode()).digest()


def recalled(known: Mapping, head: Head) -> dict[str, str]:
    """The columns as they were read before; their order and script may be another."""
    said = {heads.bare(label): key for label, key in known.columns.items()}
    return {label: said[heads.bare(label)] for label in head.labels if label and heads.bare(label) in said}


def remembered(upload: Upload, labels: Sequence[str]) -> Mapping | None:
    """How the unit last read a file with these columns."""
    kind = RowKind(upload.kind)
    key = heads_hash(kind, labels)
    return Mapping.objects.filter(unit_id=upload.unit_id, kind=kind, heads_hash=key).first()


def arrange(upload: Upload) -> None:
    """Fill in layout, mapping and choices of a file that was just read, for a person to look over."""
    sheets = like(upload, best_sheet(upload))
    sheet = sheets[0]
    head = head_of(upload, sheet)
    known = remembered(upload, head.labels)
    upload.layout = {"sheets": sheets, "heads": {str(sheet): [head.first, head.last]}}
    upload.mapping = mapped(upload, known)
    upload.choices = {"language": upload.choices["language"]} if "language" in upload.choices else {}
    if known is not None:
        upload.choices |= {
            **known.choices, "remembered": [known.person_name, known.saved_at.isoformat()],
        }  # fmt: skip
    titles = [str(upload.sheets[sheet]["name"]), upload.file_name, *_titles(upload, sheet, head)]
    upload.choices |= {"year": year_in(*titles)}


def _titles(upload: Upload, sheet: int, head: Head) -> list[str]:
    above = [line for line in chunks.lines(upload, sheet, most=LOOKED_AT) if line.number < head.first]
    return [text for line in above for place in range(len(line.cells)) if (text := line.own(place))]


def best_sheet(upload: Upload) -> int:
    """The sheet to begin with: of those that are shown, the one whose columns say most, then the longest."""

    def worth(sheet: int) -> tuple[int, int]:
        told = upload.sheets[sheet]
        return (0 if told["hidden"] else int(told["known"]), int(told["rows"]))

    return max(range(len(upload.sheets)), key=worth)


def like(upload: Upload, best: int) -> list[int]:
    """The sheets that are shown and have the best one's columns: twelve months of one ledger."""
    kind = RowKind(upload.kind)
    wanted = heads_hash(kind, head_of(upload, best).labels)
    return [
        sheet
        for sheet, told in enumerate(upload.sheets)
        if sheet == best
        or (
            told["rows"]
            and not told["hidden"]
            and told["known"]
            and heads_hash(kind, head_of(upload, sheet).labels) == wanted
        )
    ]


def table_of(upload: Upload, head: Head) -> Table:
    """How the lines under a head are read."""
    fields = {
        place: upload.mapping[label] for place, label in enumerate(head.labels) if upload.mapping.get(label)
    }
    kind = RowKind(upload.kind)
    more = PARTY_KEYS if kind == RowKind.DISPUTE else frozenset()
    return Table(fields, dict(enumerate(head.labels)), CORE[kind], more)


def samples(upload: Upload, sheet: int, most: int = 3) -> list[list[str]]:
    """For each column of a sheet the first things that it says, the middle of numbers hidden."""
    head = head_of(upload, sheet)
    found: list[list[str]] = [[] for _column in head.columns]
    for line in chunks.lines(upload, sheet, most=LOOKED_AT):
        if line.number <= head.last:
            continue
        for place, said in enumerate(found):
            text = people.masked(line.carried(place))
            if text and len(said) < most and text not in said:
                said.append(text)
    return found


def remember(upload: Upload, labels: Sequence[str], person_name: str, at: Any) -> None:
    """Keep how this file was read, for the next with the same columns."""
    kind = RowKind(upload.kind)
    kept = ("region", "kind", "kind_from_text", "from_unit", "with_ended", "kinds", "places")
    Mapping.objects.update_or_create(
        unit_id=upload.unit_id,
        kind=kind,
        heads_hash=heads_hash(kind, labels),
        defaults={
            "columns": upload.mapping,
            "choices": {name: upload.choices[name] for name in kept if name in upload.choices},
            "person_name": person_name,
            "saved_at": at,
        },
    )
