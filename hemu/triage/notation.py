"""The notation in which the lexicon writes what to look for.

``(a|b)`` is either, ``(a|)`` may be missing, ``{name}`` is a class of words, ``…`` stands for up to eight
characters of the same clause, ``~`` for up to three. What comes before the first gap is written out as plain
words, so that one pass over a text finds the beginnings of every pattern; the rest is a small regular
expression tried only there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

GAPS = {"…": 8, "~": 3}
"""The characters that a gap may leave out, at most."""
STOPS = ",。;!?:\n，；！？："
"""What ends a clause; no gap reaches across it."""
_SPECIAL = frozenset("(){}|") | GAPS.keys()


class BadPattern(ValueError):
    """A pattern of the lexicon can't be read."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Plain words that begin it, and the expression that must follow, empty when nothing must."""

    heads: tuple[str, ...]
    tail: str


def read(written: str, classes: Mapping[str, Sequence[str]]) -> Pattern:
    """The pattern as it can be looked for. Raises BadPattern."""
    cut = next((at for at, sign in enumerate(written) if sign in GAPS), len(written))
    reader = _Reader(written[:cut], classes)
    heads = reader.words()
    reader.must_be_done()
    if "" in heads:
        raise BadPattern(f"it could begin with nothing: {written}")
    return Pattern(tuple(dict.fromkeys(heads)), _tail(written[cut:], classes))


def _tail(rest: str, classes: Mapping[str, Sequence[str]]) -> str:
    parts = re.split("([…~])", rest)[1:]
    found = ""
    for gap, words in zip(parts[::2], parts[1::2], strict=True):
        reader = _Reader(words, classes)
        every = sorted(set(reader.words()), key=len, reverse=True)
        reader.must_be_done()
        if "" in every:
            raise BadPattern(f"nothing stands after the gap: {rest}")
        found += f"[^{STOPS}]{{0,{GAPS[gap]}}}?(?:{'|'.join(map(re.escape, every))})"
    return found


class _Reader:
    """Reads alternatives and classes, answering every plain word that they stand for."""

    def __init__(self, text: str, classes: Mapping[str, Sequence[str]]) -> None:
        self.text, self.classes, self.at = text, classes, 0

    def must_be_done(self) -> None:
        if self.at < len(self.text):
            raise BadPattern(f"unexpected {self.text[self.at]!r} in {self.text}")

    def words(self) -> list[str]:
        found = [""]
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            piece = self._piece()
            found = [before + word for before in found for word in piece]
        return found

    def _piece(self) -> Sequence[str]:
        sign = self.text[self.at]
        if sign == "(":
            return self._either()
        if sign == "{":
            return self._class()
        if sign in _SPECIAL:
            raise BadPattern(f"unexpected {sign!r} in {self.text}")
        self.at += 1
        return (sign,)

    def _either(self) -> list[str]:
        found: list[str] = []
        while self.at < len(self.text) and self.text[self.at] in "(|":
            self.at += 1
            found += self.words()
        if self.at >= len(self.text):
            raise BadPattern(f"a parenthesis stays open in {self.text}")
        self.at += 1
        return found

    def _class(self) -> Sequence[str]:
        end = self.text.find("}", self.at)
        name = self.text[self.at + 1 : end]
        if end < 0 or name not in self.classes:
            raise BadPattern(f"no class called {name!r} in {self.text}")
        self.at = end + 1
        return self.classes[name]
