"""The lexicon: what the data files say, ready to be found in a text in one pass."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from ahocorasick import Automaton

from hemu.triage import notation
from hemu.triage.normal import normalise

FACTS, KINDS, CUES = "facts", "kinds", "cues"
"""The families of entries; words of one family never hide words of another."""
SURE, FAIR, HINT, NOT, DENIED = "sure", "fair", "hint", "not", "denied"
_FILES = ("classes", "strengths", FACTS, KINDS, CUES, "numbers")
_NOT_SEARCHED = frozenset(
    {
        *(("after", "words"), ("after", "before"), ("after", "middle"), ("fillers", "words")),
        *(("officials", "taken"), ("officials", "before"), ("question", "last")),
    }
)
"""Parts of cues.toml that are only looked at beside something found."""


class Entry(NamedTuple):
    """What a pattern means: of which family, about what, how, and how strongly (0: that says nothing)."""

    family: str
    name: str
    how: str
    weight: float


class Hit(NamedTuple):
    """A pattern in a text, from `start` up to `end`. `plain`: without a gap inside."""

    start: int
    end: int
    entry: Entry
    plain: bool


@dataclass(frozen=True, slots=True)
class FactSpec:
    """How the words for one fact are to be read (see facts.toml)."""

    name: str
    counts: frozenset[str] = frozenset()
    by_officials: bool = True
    deniable: bool = True


class Lexicon:
    """Every pattern of the project's own, in one automaton."""

    def __init__(self, files: Mapping[str, Any], fingerprint: str) -> None:
        self.files = files
        self.fingerprint = fingerprint
        self.classes = {name: normalise(words).split() for name, words in files["classes"]["classes"].items()}
        self.strengths: Mapping[str, Mapping[str, float]] = files["strengths"]
        self.facts = {
            name: FactSpec(
                name,
                frozenset(said.get("counts", ())),
                said.get("by_officials", True),
                said.get("deniable", True),
            )
            for name, said in files[FACTS].items()
        }
        self.kinds: tuple[str, ...] = tuple(sorted(files[KINDS]))
        self._automaton = _automaton(self._patterns(), self.classes)

    def words(self, cue: str, part: str = "words") -> list[str]:
        """The plain words of one part of cues.toml."""
        found: str = self.files[CUES][cue][part]
        return found.split()

    def hits(self, text: str) -> list[Hit]:
        """Every pattern found in a normalised text, in no order."""
        found = []
        for last, (length, entries) in self._automaton.iter(text):
            end = last + 1
            for entry, tail in entries:
                if tail is None:
                    found.append(Hit(end - length, end, entry, True))
                elif match := tail.match(text, end):
                    found.append(Hit(end - length, match.end(), entry, False))
        return found

    def _patterns(self) -> Iterator[tuple[str, Entry]]:
        for family in (FACTS, KINDS):
            for name, said in self.files[family].items():
                for how in (SURE, FAIR, HINT, NOT, DENIED):
                    weight = self.strengths[family].get(how, 0.0)
                    for written in said.get(how, "").split():
                        yield written, Entry(family, name, how, weight)
        for name, said in self.files[CUES].items():
            for how, words in said.items():
                if (name, how) not in _NOT_SEARCHED:
                    for written in words.split():
                        yield written, Entry(CUES, name, how, 0.0)


def _automaton(patterns: Iterable[tuple[str, Entry]], classes: Mapping[str, list[str]]) -> Any:
    heads: dict[str, list[tuple[Entry, re.Pattern[str] | None]]] = defaultdict(list)
    for written, entry in patterns:
        pattern = notation.read(normalise(written), classes)
        tail = re.compile(pattern.tail) if pattern.tail else None
        for head in pattern.heads:
            heads[head].append((entry, tail))
    automaton = Automaton()
    for head, entries in heads.items():
        automaton.add_word(head, (len(head), tuple(entries)))
    automaton.make_automaton()
    return automaton


def outermost(hits: Iterable[Hit]) -> list[Hit]:
    """The hits that don't lie inside a longer plain one, from left to right: 劳动合同 is no mere 合同."""
    found = []
    reach, widest = -1, (-1, -1)
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.end > reach or (hit.start, hit.end) == widest:
            found.append(hit)
        if hit.plain and hit.end > reach:
            reach, widest = hit.end, (hit.start, hit.end)
    return found


@cache
def lexicon() -> Lexicon:
    """The lexicon of this release, read once a process."""
    folder = resources.files("hemu.triage") / "lexicon"
    texts = {name: (folder / f"{name}.toml").read_text(encoding="utf-8") for name in _FILES}
    fingerprint = hashlib.sha256("".join(texts[name] for name in _FILES).encode()).hexdigest()[:16]
    return Lexicon({name: tomllib.loads(text) for name, text in texts.items()}, fingerprint)
