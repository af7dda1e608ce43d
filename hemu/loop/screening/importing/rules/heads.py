"""Finding a table's head: under titles, over one to three rows, merged or not; and what each column may say. Pure."""

# ruff: noqa: E501  # patterns read whole

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hemu.loop.screening.importing.rules.people import plain
from hemu.loop.screening.links.names import simplified

Cell = str | list[object]
WITHIN = 20
"""Rows among which the head is looked for."""
TALLEST = 3
LONGEST_HEAD = 24
_DATA = re.compile(r"\d{4}[-./年]\d|\d{6,}|^\d{5}(?:\.\d+)?$|[。！？]|^\d+$|^无$")
_NOISE = re.compile(r"[\s*＊:：、,，.。_\-—/\\]+|[(（](?:必填|选填|可选|请.*|如.*|例.*|填.*|.*格式.*)[)）]")
_BRACKET = re.compile(r"[(（][^()（）]*[)）]")
_ENUMERATED = re.compile(r"^[(（]?[\d一二三四五六七八九十]{1,2}[)）.、]")


@dataclass(frozen=True, slots=True)
class Head:
    """Rows of the head by their numbers in the file (both included; 0 and 0 for none), and each column's words.

    `columns` has for each column the words from the top down, repeated ones once: ``("当事人", "姓名")``.
    """

    first: int
    last: int
    columns: tuple[tuple[str, ...], ...]

    @property
    def labels(self) -> list[str]:
        """One name for each column, each of its own; empty for a column without words."""
        seen: dict[str, int] = {}
        found: list[str] = []
        for words in self.columns:
            label = " / ".join(words)
            if label:
                seen[label] = seen.get(label, 0) + 1
                label += f" #{seen[label]}" if seen[label] > 1 else ""
            found.append(label)
        return found


def bare(text: str) -> str:
    """A head without what doesn't matter: spaces, stars, colons, instructions in brackets, script."""
    return _NOISE.sub("", simplified(plain(text)).lower())


class Guess:
    """What heads mean, by the words of a kind's fields."""

    def __init__(self, words: Mapping[str, Iterable[str]], ignored: Iterable[str]) -> None:
        """`words`: for each field its heads, the best first; `ignored`: heads that say nothing."""
        self._exact: dict[str, list[str]] = {}
        for key, heads in words.items():
            for head in heads:
                self._exact.setdefault(bare(head), []).append(key)
        self._ignored = {bare(head) for head in ignored}
        self._inner = sorted((head for head in self._exact if len(head) > 1), key=len, reverse=True)

    def exact(self, words: Sequence[str]) -> str | None:
        """The field that a column's words name outright; empty text for heads to pass over."""
        return next(iter(self.named(words)), None)

    def named(self, words: Sequence[str]) -> list[str]:
        """Every field that a column's words name outright, the best first; empty text for heads to pass over."""
        for text in _ways(words):
            if text in self._ignored:
                return [""]
            if text in self._exact:
                return self._exact[text]
        return []

    def likely(self, words: Sequence[str]) -> list[str]:
        """The fields whose head stands inside the column's words, by the longest such head."""
        for text in _ways(words):
            for head in self._inner:
                if head in text:
                    return self._exact[head]
        return []


def _ways(words: Sequence[str]) -> list[str]:
    """What a column's words may be read as, the fullest first: all together, the last alone, without brackets."""
    if not words:
        return []
    cleaned = [_ENUMERATED.sub("", bare(word)) or bare(word) for word in words]
    ways = ["".join(cleaned), *("".join(cleaned[n:]) for n in range(1, len(cleaned)))]
    ways += [bare(_BRACKET.sub("", words[-1])), cleaned[0]]
    return [way for way in dict.fromkeys(ways) if way]


def find(rows: Sequence[tuple[int, Sequence[Cell]]], guess: Guess) -> Head:
    """The head among the first rows of a sheet: where most columns say something known and nothing is data."""
    best, best_score = Head(0, 0, ()), 0.0
    for start in range(min(len(rows), WITHIN)):
        for height in range(1, TALLEST + 1):
            block = rows[start : start + height]
            if len(block) < height or block[-1][0] - block[0][0] >= TALLEST:
                continue
            head = made(block)
            score = _score(block, head, guess)
            if score > best_score:
                best, best_score = head, score
    return best


def made(block: Sequence[tuple[int, Sequence[Cell]]]) -> Head:
    """The head that these rows make together."""
    width = max((len(cells) for _number, cells in block), default=0)
    lines = [
        _spread([_text(cells, place) for place in range(width)], block, level)
        for level, (_n, cells) in enumerate(block)
    ]
    columns = []
    for place in range(width):
        words = [line[place] for line in lines if line[place]]
        columns.append(tuple(dict.fromkeys(words)))
    if not block:
        return Head(0, 0, ())
    return Head(block[0][0], block[-1][0], tuple(columns))


def _text(cells: Sequence[Cell], place: int) -> str:
    cell = cells[place] if place < len(cells) else ""
    return re.sub(r"\s+", "", cell if isinstance(cell, str) else str(cell[0]))


def _spread(line: list[str], block: Sequence[tuple[int, Sequence[Cell]]], level: int) -> list[str]:
    """An upper line whose groups reach over blank cells, where the line below has heads: a .csv has no merged cells."""
    if level + 1 >= len(block):
        return line
    below = block[level + 1][1]
    out, group = list(line), ""
    for place, text in enumerate(line):
        if text:
            group = text
        elif group and _text(below, place):
            out[place] = group
        else:
            group = ""
    return out


def _score(block: Sequence[tuple[int, Sequence[Cell]]], head: Head, guess: Guess) -> float:
    """How much these rows look like a head."""
    own = [[cell for cell in cells if isinstance(cell, str) and cell] for _number, cells in block]
    begun_above = any(not isinstance(cell, str) and len(cell) == 1 for cell in block[0][1])
    if begun_above or (len(own[0]) < 2 <= sum(map(bool, head.columns))):
        return 0.0
    texts = [text for line in own for text in line]
    data = sum(bool(_DATA.search(text)) or len(text) > LONGEST_HEAD for text in texts)
    known: set[str] = set()
    passed = likely = 0
    for words in head.columns:
        key = guess.exact(words)
        if key:
            known.add(key)
        elif key == "":
            passed += 1
        elif guess.likely(words):
            likely += 1
    return 2 * len(known) + 0.5 * passed + 0.6 * likely - 3 * data - 0.6 * (len(block) - 1)


def map_columns(head: Head, guess: Guess, many: Iterable[str]) -> dict[str, str]:
    """Which column says what, as far as can be guessed: label → field. One column a field, but for `many`."""
    repeatable, taken = set(many), set[str]()
    found: dict[str, str] = {}
    for outright in (True, False):
        for label, words in zip(head.labels, head.columns, strict=True):
            if not label or label in found:
                continue
            keys = guess.named(words) if outright else guess.likely(words)
            may = [key for key in keys if not key or key not in taken or (outright and key in repeatable)]
            if may:
                found[label] = may[0]
                taken.add(may[0])
    return {label: key for label, key in found.items() if key}
