"""What is compared: a dispute with its parties, brought to the form that comparing needs. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from hemu.loop.screening.links import names, texts
from hemu.loop.screening.links.names import Name

VILLAGE = 1000
"""A place of 15 digits without its grid, by whole division."""
TOWNSHIP = 1_000_000


@dataclass(frozen=True, slots=True)
class Person:
    """A party. `identity` and `phone` are keyed hashes (None: not known); `sex` 1, 2 or anything else."""

    name: Name
    written: str
    identity: bytes | None = None
    phone: bytes | None = None
    born: date | None = None
    sex: int = 9
    address: str = ""
    is_organisation: bool = False
    party_id: int = 0


@dataclass(frozen=True, slots=True)
class Matter:
    """A dispute. `region` is its place (15 digits), `day` when it happened, else when it was registered.

    `text` is title and narrative in simplified characters; `grams` its pairs of characters without names,
    `figures` its sums and measures, `spot` the core of the place's text.
    """

    county: int
    dispute_id: int
    region: int
    kind: int
    day: date
    persons: tuple[Person, ...]
    spot: str
    text: str
    grams: frozenset[str]
    figures: frozenset[str]

    @property
    def key(self) -> tuple[int, int]:
        return self.county, self.dispute_id

    @property
    def village(self) -> int:
        return self.region // VILLAGE

    @property
    def township(self) -> int:
        return self.region // TOWNSHIP


def person(written: str, *, is_organisation: bool = False, address: str = "", **more: object) -> Person:
    """A party as it was written down."""
    if is_organisation:
        core = names.organisation_core(written)
        name = Name(core, "", core, False, (), (), ())
    else:
        name = names.parsed(written)
    return Person(
        name=name,
        written=written,
        is_organisation=is_organisation,
        address=texts.place_core(address) if address else "",
        **more,  # type: ignore[arg-type]  # the other fields of Person, as they are
    )


def matter(
    *,
    county: int,
    dispute_id: int,
    region: int,
    kind: int,
    day: date,
    persons: Sequence[Person],
    place: str,
    words: str = "",
) -> Matter:
    """A dispute as it was written down; `words` are its title and narrative."""
    bare = Matter(
        county=county,
        dispute_id=dispute_id,
        region=region,
        kind=kind,
        day=day,
        persons=tuple(persons),
        spot=texts.place_core(place),
        text="",
        grams=frozenset(),
        figures=frozenset(),
    )
    return with_words(bare, words) if words else bare


def with_words(bare: Matter, words: str) -> Matter:
    """The same with its title and narrative."""
    text = names.simplified(words)
    called = {one.name.full for one in bare.persons} | {one.written for one in bare.persons}
    called |= {alias for one in bare.persons for alias in one.name.aliases}
    grams = texts.grams(text, sorted(called, key=len, reverse=True))
    return replace(bare, text=text, grams=grams, figures=texts.figures(text))
