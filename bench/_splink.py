"""Splink 5 on the same records, set up as its documentation says: a comparison a field, u by random sampling,
m by expectation maximisation (or from labels), blocking by exploded arrays and by place, kind and month.

It gets the fields that the product's own comparing gets: names in simplified characters and as sounded,
hashed numbers, place in its levels, kind in its two, days apart, shared pairs of characters, sums.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from hemu.loop.screening.links.matter import Matter, Person

Pair = tuple[int, int]


def frame(matters: Iterable[Matter]) -> pd.DataFrame:
    """One row a record."""
    return pd.DataFrame([_row(one) for one in matters])


def _row(one: Matter) -> dict[str, Any]:
    return {
        "unique_id": one.dispute_id,
        "names": sorted({person.name.full for person in one.persons if not person.name.is_address}),
        "sounds": sorted({_sound(person) for person in one.persons if not person.name.is_address}),
        "surnames": sorted({person.name.surname_near or _sound(person) for person in one.persons}),
        "phones": sorted({person.phone.hex() for person in one.persons if person.phone}),
        "ids": sorted({person.identity.hex() for person in one.persons if person.identity}),
        "grid": str(one.region) if one.region % 1000 else None,
        "village": str(one.village),
        "township": str(one.township),
        "kind": str(one.kind),
        "kind_group": str(one.kind // 100),
        "month": f"{one.day:%Y%m}",
        "day": pd.Timestamp(one.day),
        "spot": one.spot or None,
        "grams": sorted(one.grams),
        "figures": sorted(one.figures),
        "first_phone": next((person.phone.hex() for person in one.persons if person.phone), None),
        "first_sound": min((_sound(person) for person in one.persons), default=None),
    }


def _sound(person: Person) -> str:
    return " ".join(person.name.near) or person.name.full


def _levels(name: str, *levels: tuple[str, str], null: str) -> Any:
    made = [cll.CustomLevel(null, "missing").configure(is_null_level=True)]
    made += [cll.CustomLevel(sql, label) for label, sql in levels]
    return cl.CustomComparison([*made, cll.ElseLevel()], output_column_name=name)


def _shared(column: str) -> str:
    return f"len(list_intersect({column}_l, {column}_r))"


def _empty(column: str) -> str:
    return f"len({column}_l) = 0 OR len({column}_r) = 0"


def _of_parties(*, joint: bool) -> list[Any]:
    """Names, numbers and phones each by themselves; or all as one, since they agree together when they do."""
    near = (
        "list_max(flatten(list_transform(sounds_l, lambda a:"
        " list_transform(sounds_r, lambda b: jaro_winkler_similarity(a, b)))))"
    )
    two_surnames = f"{_shared('surnames')} >= 2"
    names = [
        ("a name, two surnames", f"{_shared('names')} = 1 AND {two_surnames}"),
        ("a sound, two surnames", f"{_shared('sounds')} = 1 AND {two_surnames}"),
        ("a name", f"{_shared('names')} = 1"),
        ("a sound", f"{_shared('sounds')} = 1"),
        ("two surnames, near", f"{two_surnames} AND {near} > 0.88"),
        ("two surnames", two_surnames),
        ("near", f"{near} > 0.88"),
        ("a surname", f"{_shared('surnames')} = 1"),
    ]
    none = "len(surnames_l) = 0 OR len(surnames_r) = 0"
    if joint:
        two = f"greatest({_shared('names')}, {_shared('sounds')}, {_shared('ids')}, {_shared('phones')}) >= 2"
        number = f"({_shared('ids')} + {_shared('phones')}) >= 1"
        sure = [
            ("two persons", two),
            ("a number, two surnames", f"{number} AND {two_surnames}"),
            ("a number", number),
        ]
        return [_levels("parties", *sure, *names, null=none)]
    both = [("two names", f"{_shared('names')} >= 2"), ("two sounds", f"{_shared('sounds')} >= 2")]
    return [
        _levels("parties", *both, *names, null=none),
        *(
            _levels(
                column,
                ("two", f"{_shared(column)} >= 2"),
                ("one", f"{_shared(column)} = 1"),
                null=_empty(column),
            )
            for column in ("ids", "phones")
        ),
    ]


def _comparisons(*, joint: bool) -> list[Any]:
    share = f"{_shared('grams')} / least(len(grams_l), len(grams_r))"
    place = [
        ("grid", "grid_l = grid_r"),
        ("village", "village_l = village_r"),
        ("township", "township_l = township_r"),
    ]
    spot = [("same", "spot_l = spot_r"), ("close", "jaro_winkler_similarity(spot_l, spot_r) > 0.85")]
    return [
        *_of_parties(joint=joint),
        _levels("place", *place, null="village_l IS NULL"),
        _levels(
            "kind",
            ("same", "kind_l = kind_r"),
            ("group", "kind_group_l = kind_group_r"),
            null="kind_l IS NULL",
        ),
        _levels(
            "days",
            *((f"{days} days", f"abs(date_diff('day', day_l, day_r)) <= {days}") for days in (1, 7, 31, 183)),
            null="day_l IS NULL",
        ),
        _levels(
            "text",
            *((f"{least}", f"{share} >= {least}") for least in (0.7, 0.45, 0.3, 0.2, 0.1)),
            null="least(len(grams_l), len(grams_r)) < 6",
        ),
        _levels("spot", *spot, null="spot_l IS NULL OR spot_r IS NULL"),
        _levels("figures", ("shared", f"{_shared('figures')} >= 1"), null=_empty("figures")),
    ]


def _settings(blocking: list[Any], *, joint: bool) -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=_comparisons(joint=joint),
        blocking_rules_to_generate_predictions=blocking,
        retain_matching_columns=False,
        max_iterations=50,
    )


def rules() -> list[Any]:
    """Its blocking: any shared name as sounded, phone or number; village, group of kinds and month; spot."""
    return [
        *(block_on(column, arrays_to_explode=[column]) for column in ("sounds", "phones", "ids")),
        block_on("village", "kind_group", "month"),
        block_on("village", "surnames", "kind_group", arrays_to_explode=["surnames"]),
        block_on("village", "spot"),
        block_on("township", "figures", arrays_to_explode=["figures"]),
    ]


def trained(data: pd.DataFrame, labels: Iterable[Pair] | None = None, *, joint: bool = False) -> Any:
    """A linker with its parameters estimated; with labels m comes from them, as its documentation offers."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI()
    linker = Linker(api.register(data), _settings(rules(), joint=joint), log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(
        [
            block_on("ids", "kind", arrays_to_explode=["ids"]),
            block_on("phones", "kind", arrays_to_explode=["phones"]),
        ],
        recall=0.5,
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    if labels is not None:
        table = pd.DataFrame([{"unique_id_l": one, "unique_id_r": two} for one, two in labels])
        linker.training.estimate_m_from_pairwise_labels(api.register(table))
        return linker
    for rule in (block_on("first_phone"), block_on("village", "kind", "month"), block_on("first_sound")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=5e6)
    return linker


def predicted(linker: Any) -> Mapping[Pair, float]:
    """What it says of each pair that its blocking offers: the chance of a match."""
    found = linker.inference.predict(threshold_match_probability=0.0001).as_pandas_dataframe()
    return {
        (min(one, two), max(one, two)): float(chance)
        for one, two, chance in zip(
            found.unique_id_l, found.unique_id_r, found.match_probability, strict=True
        )
    }
