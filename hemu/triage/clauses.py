"""Clauses and sentences of a normalised text: how far a "not" or a "they say" reaches."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_COMMA = re.compile(r"(?<!\d)[,:]|[,:](?!\d)|[;。!?\n]")
_ENDS = frozenset(";。!?\n")


@dataclass(frozen=True, slots=True)
class Clauses:
    """Where each clause begins (`starts`) and ends (`ends`), and the number of its sentence."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[int, ...]

    def at(self, position: int) -> int:
        """The number of the clause that a position lies in."""
        return max(bisect_right(self.starts, position) - 1, 0)

    def sentence_start(self, number: int) -> int:
        """The number of the first clause of the sentence that clause `number` belongs to."""
        first = number
        while first and self.sentences[first - 1] == self.sentences[number]:
            first -= 1
        return first

    def sentence_span(self, number: int) -> tuple[int, int]:
        """Where the sentence of clause `number` begins and ends."""
        last = number
        while last + 1 < len(self.starts) and self.sentences[last + 1] == self.sentences[number]:
            last += 1
        return self.starts[self.sentence_start(number)], self.ends[last]


def clauses_of(text: str) -> Clauses:
    """The clauses of a normalised text; one at least."""
    starts, ends, sentences, sentence = [0], [], [0], 0
    for match in _COMMA.finditer(text):
        ends.append(match.start())
        starts.append(match.end())
        sentence += match[0] in _ENDS
        sentences.append(sentence)
    ends.append(len(text))
    return Clauses(text, tuple(starts), tuple(ends), tuple(sentences))
