"""Which disputes are worth comparing: those that share a key. Pure.

A key is 64 bits of a keyed hash: it tells nothing of a name or number without the installation's secret, and
is looked up within a county. Keys of persons reach over the county or a township, keys of what happened only
over a village, so that no key grows with the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import combinations

from hemu.kernel.crypto import keyed_hash
from hemu.loop.screening.links import texts
from hemu.loop.screening.links.matter import Matter, Person

MOST_PERSONS = 6
"""Parties that get keys of their own; a crowd's others are found by the first six."""


class KeyKind(IntEnum):
    """What a key is made of. The numbers go into the hash and are kept for ever."""

    IDENTITY = 1
    PHONE = 2
    PAIR = 3
    NAME = 4
    NAME_PART = 5
    SURNAME = 6
    KIND_AND_MONTH = 7
    SPOT = 8
    FIGURE = 9
    WORDS = 10


STRENGTH = {
    KeyKind.IDENTITY: 12,
    KeyKind.PHONE: 9,
    KeyKind.PAIR: 9,
    KeyKind.NAME: 6,
    KeyKind.NAME_PART: 3,
    KeyKind.SURNAME: 2,
    KeyKind.KIND_AND_MONTH: 2,
    KeyKind.SPOT: 3,
    KeyKind.FIGURE: 3,
    KeyKind.WORDS: 2,
}
"""How much a shared key speaks for comparing, when there are too many to compare all."""

BEYOND_COUNTY = frozenset({KeyKind.IDENTITY, KeyKind.PHONE, KeyKind.PAIR})
"""Keys strong enough to be sought in the other counties of a prefecture too."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key; `person` is the party that it is of, -1 for none."""

    kind: KeyKind
    value: int
    person: int = -1


@lru_cache(maxsize=50_000)
def hashed(kind: KeyKind, scope: int, text: str) -> int:
    """64 bits, signed, of the keyed hash of a key's words."""
    return _head(keyed_hash(f"{int(kind)}|{scope}|{text}", purpose="link"))


def _head(digest: bytes) -> int:
    return int.from_bytes(digest[:8], "big", signed=True)


def keys_of(matter: Matter) -> list[Key]:
    """The keys under which a dispute is found, each once."""
    found = [*_of_persons(matter), *_of_pairs(matter), *_of_event(matter, (0,))]
    return list({key.value: key for key in reversed(found)}.values())


def sought(matter: Matter) -> list[Key]:
    """The keys under which others like it are looked for: its own, and those of the months around."""
    found = [*_of_persons(matter), *_of_pairs(matter), *_of_event(matter, (0, -1, 1))]
    return list({key.value: key for key in reversed(found)}.values())


def _of_persons(matter: Matter) -> Iterator[Key]:
    for n, one in enumerate(matter.persons[:MOST_PERSONS]):
        if one.identity:
            yield Key(KeyKind.IDENTITY, _head(one.identity), n)
        if one.phone:
            yield Key(KeyKind.PHONE, _head(one.phone), n)
        if not one.name.is_empty:
            yield from _of_name(matter, one, n)


def _of_name(matter: Matter, one: Person, n: int) -> Iterator[Key]:
    name, village, township = one.name, matter.village, matter.township
    if one.is_organisation:
        yield Key(KeyKind.NAME, hashed(KeyKind.NAME, 0, name.full), n)
        return
    for alias in name.aliases:
        yield Key(KeyKind.NAME, hashed(KeyKind.NAME, village, alias), n)
    if name.surname:
        group = f"{name.surname_near}|{matter.kind // 100}"
        yield Key(KeyKind.SURNAME, hashed(KeyKind.SURNAME, village, group), n)
    if name.is_address:
        return
    if len(name.full) == 2 and not name.surname:
        yield Key(KeyKind.NAME, hashed(KeyKind.NAME, village, name.full), n)
    if len(name.near) > 1:
        yield Key(KeyKind.NAME, hashed(KeyKind.NAME, 0, " ".join(name.near)), n)
    given = name.near[len(name.surname) :]
    if len(given) > 1:
        yield Key(KeyKind.NAME_PART, hashed(KeyKind.NAME_PART, township, "-" + " ".join(given)), n)
    if not name.surname and len(name.near) > 1:
        yield Key(KeyKind.NAME_PART, hashed(KeyKind.NAME_PART, township, "-" + " ".join(name.near)), n)
    for syllable in set(given) if name.surname else ():
        yield Key(
            KeyKind.NAME_PART, hashed(KeyKind.NAME_PART, township, f"{name.surname_near} {syllable}"), n
        )


def _of_pairs(matter: Matter) -> Iterator[Key]:
    """Two parties together, whichever side each stands on."""
    whole = [" ".join(one.name.near) or one.name.full for one in matter.persons if not one.name.is_address]
    for pair in combinations(sorted(set(filter(None, whole[:3]))), 2):
        yield Key(KeyKind.PAIR, hashed(KeyKind.PAIR, 0, "|".join(pair)))


def _of_event(matter: Matter, months: tuple[int, ...]) -> Iterator[Key]:
    village = matter.village
    month = matter.day.year * 12 + matter.day.month
    for step in months:
        words = f"{matter.kind // 100}|{month + step}"
        yield Key(KeyKind.KIND_AND_MONTH, hashed(KeyKind.KIND_AND_MONTH, village, words))
    if len(matter.spot) > 1:
        yield Key(KeyKind.SPOT, hashed(KeyKind.SPOT, village, matter.spot))
    for figure in sorted(matter.figures)[:3]:
        yield Key(KeyKind.FIGURE, hashed(KeyKind.FIGURE, matter.township, figure))
    for gram in texts.sketch(matter.grams):
        yield Key(KeyKind.WORDS, hashed(KeyKind.WORDS, village, gram))
