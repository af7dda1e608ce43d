"""Taking out of a narrative whatever says who, where and when. Pure.

Two ways together: what is known of the dispute (its parties, its place) is looked for as it is; the rest is
recognised by how it is written. When in doubt something is taken out: a person sees each replacement
beside the original, and puts back what was nobody. What kind of thing it is stays readable, since a
story that says nothing teaches nothing: 甲 stays 甲 throughout, 三万元 becomes 数万元.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from hemu.outreach.stories import recognising
from hemu.outreach.stories.aliases import Aliases


class Sort(StrEnum):
    """What was taken out."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    TIME = "time"
    NUMBER = "number"
    AMOUNT = "amount"
    PLATE = "plate"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Known:
    """What the dispute's record says: persons and organisations by side, names of its places, longest first."""

    persons: Sequence[str] = ()
    organisations: Sequence[str] = ()
    places: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text: as it was, and as it is told. `sort` None: left as it was."""

    was: str
    now: str
    sort: Sort | None = None

    @property
    def changed(self) -> bool:
        """Whether something was taken out here."""
        return self.sort is not None


@dataclass(frozen=True, slots=True)
class Masked:
    """A text in pieces, in order."""

    pieces: tuple[Piece, ...] = field(default=())

    @property
    def text(self) -> str:
        """As it is told."""
        return "".join(piece.now for piece in self.pieces)

    @property
    def original(self) -> str:
        """As it was."""
        return "".join(piece.was for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    now: str
    sort: Sort


class Masker:
    """Masks the texts of one story, so that 甲 of its title is 甲 of its narrative.

    `by_hand` are words that a person wants replaced, with what; `kept` words that are to stay.
    """

    def __init__(self, known: Known, by_hand: Mapping[str, str], kept: Iterable[str] = ()) -> None:
        self.known, self.by_hand, self.kept = known, dict(by_hand), frozenset(kept)
        self.aliases = Aliases(known.persons)

    def mask(self, text: str) -> Masked:
        """`text` with everything taken out."""
        found = [one for one in self._all(text) if text[one.start : one.end] not in self.kept]
        return Masked(tuple(_cut(text, _apart(found))))

    def _all(self, text: str) -> Iterator[_Found]:
        """Everything that is to go, the surest first: a later one that overlaps an earlier is dropped."""
        for word, now in sorted(self.by_hand.items(), key=lambda pair: -len(pair[0])):
            yield from _literal(text, word, now, Sort.BY_HAND)
        yield from self._known(text)
        for pattern, sort, told in recognising.PATTERNS:
            for match in pattern.finditer(text):
                yield _Found(match.start(), match.end(), told(match[0]), Sort(sort))
        for start, end in recognising.persons(text):
            yield _Found(start, end, self.aliases.of(text[start:end]), Sort.PERSON)
        for pattern, sort, told in recognising.REST:
            for match in pattern.finditer(text):
                yield _Found(match.start(), match.end(), told(match[0]), Sort(sort))

    def _known(self, text: str) -> Iterator[_Found]:
        for name in self.known.organisations:
            yield from _literal(text, name, recognising.organisation(name), Sort.ORGANISATION)
        for word, alias in self.aliases.known():
            yield from _literal(text, word, alias, Sort.PERSON)
        for name in self.known.places:
            yield from _literal(text, name, recognising.place(name), Sort.PLACE)


def _literal(text: str, word: str, now: str, sort: Sort) -> Iterator[_Found]:
    if word:
        for match in re.finditer(re.escape(word), text):
            yield _Found(match.start(), match.end(), now, sort)


def _apart(found: Sequence[_Found]) -> list[_Found]:
    """Without overlaps, in order of the text; of two that overlap the earlier given stays."""
    taken: list[_Found] = []
    for one in found:
        if one.end > one.start and all(one.end <= other.start or one.start >= other.end for other in taken):
            taken.append(one)
    return sorted(taken, key=lambda one: one.start)


def _cut(text: str, found: Sequence[_Found]) -> Iterator[Piece]:
    at = 0
    for one in found:
        if one.start > at:
            yield Piece(text[at : one.start], text[at : one.start])
        yield Piece(text[one.start : one.end], one.now, one.sort)
        at = one.end
    if at < len(text):
        yield Piece(text[at:], text[at:])
