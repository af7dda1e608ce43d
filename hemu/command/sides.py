"""The sides that disputes are counted by."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

Counts = dict[int, Counter[int]]
"""Place code of a region → value of the side → how many disputes."""


class Side(StrEnum):
    """One thing to tell disputes apart by. Values are the words of the addresses."""

    COLOUR = "colour"
    STATE = "state"
    KIND = "kind"
    MEASURE = "measure"


HERE = -1
"""Stands in Counts for what lies in a region but in none of the children asked for."""
