"""The rules, codes and clocks that a new installation starts with, as data.

A row says where it comes from: an article of law, the county reports, or 「本地规定」 for what we
chose ourselves and every office is expected to set for itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hemu.rulebook.defaults import (
    asking,
    clock,
    doubts,
    followup,
    key,
    mediable,
    quiet,
    rating,
    reporting,
    routing,
    working,
)

Row = Mapping[str, Any]

TABLES: Mapping[str, tuple[Sequence[Row], Sequence[Row]]] = {
    "rating": (rating.ROWS, rating.EXAMPLES),
    "routing": (routing.ROWS, routing.EXAMPLES),
    "reporting": (reporting.ROWS, reporting.EXAMPLES),
    "clock": (clock.ROWS, clock.EXAMPLES),
    "mediable": (mediable.ROWS, mediable.EXAMPLES),
    "followup": (followup.ROWS, followup.EXAMPLES),
    "review": (followup.REVIEW_ROWS, followup.REVIEW_EXAMPLES),
    "asking": (asking.ROWS, asking.EXAMPLES),
    "key": (key.ROWS, key.EXAMPLES),
    "doubts": (doubts.ROWS, doubts.EXAMPLES),
    "worktime": (working.ROWS, working.EXAMPLES),
    "quiet": (quiet.ROWS, quiet.EXAMPLES),
}
"""Rows and examples of version 1 of every table."""
