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

from hemu.outreach.stories import places, recognising
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
    """What the dispute's record says: persons by side, organisations, names of its places, longest first."""

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
        """`text` with everything taken out. Each step looks only at what the steps before left."""
        kept = [one for word in self.kept for one in _literal(text, word, word, Sort.BY_HAND)]
        taken: list[_Found] = []
        for step in (self._given, self._known, self._shapes, self._persons, self._places, self._last):
            taken = _apart([*taken, *step(_blanked(text, [*kept, *taken]))])
        return Masked(tuple(_cut(text, taken)))

    def _given(self, text: str) -> Iterator[_Found]:
        for word, now in sorted(self.by_hand.items(), key=lambda pair: -len(pair[0])):
            yield from _literal(text, word, now, Sort.BY_HAND)

    def _shapes(self, text: str) -> Iterator[_Found]:
        yield from _matches(text, recognising.SHAPES)

    def _persons(self, text: str) -> Iterator[_Found]:
        for start, end in recognising.persons(text):
            yield _Found(start, end, self.aliases.of(text[start:end]), Sort.PERSON)

    def _places(self, text: str) -> Iterator[_Found]:
        for start, end in places.organisations(text):
            yield _Found(start, end, places.organisation(text[start:end]), Sort.ORGANISATION)
        for start, end in places.places(text):
            yield _Found(start, end, places.place(text[start:end]), Sort.PLACE)

    def _last(self, text: str) -> Iterator[_Found]:
        yield from _matches(text, recognising.LAST)

    def _known(self, text: str) -> Iterator[_Found]:
        for name in self.known.organisations:
            yield from _literal(text, name, places.organisation(name), Sort.ORGANISATION)
        for word, alias in self.aliases.known():
            yield from _literal(text, word, alias, Sort.PERSON)
        for name in self.known.places:
            yield from _literal(text, name, places.place(name), Sort.PLACE)


_BLANK = "\0"


def _blanked(text: str, taken: Sequence[_Found]) -> str:
    """`text` with what was taken out made unreadable; every position stays."""
    for one in taken:
        text = text[: one.start] + _BLANK * (one.end - one.start) + text[one.end :]
    return text


def _matches(text: str, among: Sequence[tuple[re.Pattern[str], str, recognising.Told]]) -> Iterator[_Found]:
    for pattern, sort, told in among:
        for match in pattern.finditer(text):
            yield _Found(match.start(), match.end(), told(match[0]), Sort(sort))


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
