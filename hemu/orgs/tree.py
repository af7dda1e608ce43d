"""Rows of the division tree made from codes and names: pure, used by the loader, grids and tests."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from hemu.kernel.places import PLACE_DIGITS, PLACE_END
from hemu.orgs.models.regions import Level, Region
from hemu.orgs.names import village_name

LONG_AGO = date(2000, 1, 1)
"""The first day of divisions whose beginning nobody recorded: before every record that we keep."""

DIGITS = {
    Level.PROVINCE: 2,
    Level.PREFECTURE: 4,
    Level.COUNTY: 6,
    Level.TOWNSHIP: 9,
    Level.VILLAGE: 12,
    Level.GRID: 15,
}
"""How many digits of a code name a level, in the tables of the statistics bureau."""

UNSPOKEN = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
"""Names of rows that only group: nobody says them in an address."""

COUNTRY_NAME = "全国"
GRIDS_PER_VILLAGE = 999


class Row(NamedTuple):
    """One region, in the order of the columns that the loader copies."""

    code: int
    parent_id: int | None
    level: int
    name: str
    official_name: str
    local_name: str
    full_name: str
    lo: int
    hi: int


COUNTRY_ROW = Row(
    0, None, Level.COUNTRY, COUNTRY_NAME, COUNTRY_NAME, COUNTRY_NAME, COUNTRY_NAME, 0, PLACE_END
)


def row(digits: str, level: Level, official: str, parent: Row) -> Row:
    """The row of a division by its digits (``522725106``) under `parent`."""
    width = 10 ** (PLACE_DIGITS - DIGITS[level])
    lo = int(digits[: DIGITS[level]].ljust(DIGITS[level], "0")) * width
    name = village_name(official) if level == Level.VILLAGE else official
    full = _joined("" if parent.level == Level.COUNTRY else parent.full_name, name)
    local = _joined(parent.local_name, name) if parent.level >= Level.TOWNSHIP else name
    return Row(lo, parent.code, level, name, official, local, full, lo, lo + width)


def grid_row(number: int, name: str, village: Row) -> Row:
    """The row of grid `number` (1 to 999) of a village."""
    if not 1 <= number <= GRIDS_PER_VILLAGE:
        raise ValueError("a village has grids 1 to 999")
    code = village.code + number
    return Row(
        code,
        village.code,
        Level.GRID,
        name,
        name,
        village.local_name + name,
        village.full_name + name,
        code,
        code + 1,
    )


def _joined(before: str, name: str) -> str:
    if name in UNSPOKEN:
        return before or name
    return name if name == before else before + name


def as_row(region: Region) -> Row:
    """The same region as a plain row."""
    return Row(*(getattr(region, field) for field in Row._fields))


def as_region(made: Row, *, since: date = LONG_AGO) -> Region:
    """An unsaved region."""
    return Region(**made._asdict(), since=since)
