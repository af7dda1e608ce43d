"""Chinese search: two characters find it.

The index holds pairs of neighbouring characters (and words and numbers whole), each with the county's
code in front: inside one county a search touches only that county's postings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db.models import Func, TextField, Value

_HAN = re.compile(r"[㐀-鿿豈-﫿]+")
_WORD = re.compile(r"[0-9a-z]+")


def _grams(text: str) -> Iterable[str]:
    lowered = text.lower()
    for run in _HAN.findall(lowered):
        yield from (run[i : i + 2] for i in range(len(run) - 1))
        yield run[-1]
    yield from _WORD.findall(lowered)


def tokens(county: int, *texts: str) -> list[str]:
    """The index terms of some texts: pairs of characters, last characters of runs, words."""
    return sorted({f"{county}{gram}" for text in texts for gram in _grams(text)})


class Terms(Func):
    """The expression that stores index terms as a tsvector."""

    function = "array_to_tsvector"

    def __init__(self, terms: list[str], **extra: Any) -> None:
        self.terms = terms
        super().__init__(Value(terms, output_field=ArrayField(TextField())), **extra)

    def as_text(self) -> str:
        """The same as PostgreSQL writes a tsvector. Terms hold neither quotes nor backslashes."""
        return " ".join(f"'{term}'" for term in self.terms)


def vector(county: int, *texts: str) -> Terms:
    """The expression that stores :func:`tokens` as a tsvector."""
    return Terms(tokens(county, *texts))


class Sought(SearchQuery):
    """Terms as the index holds them; ``to_tsquery`` would parse them and read 522725e7arn as a number."""

    template = "%(expressions)s::tsquery"

    def __init__(self, terms: str) -> None:
        super().__init__(terms, search_type="raw")


def query(text: str, counties: Iterable[int]) -> Sought | None:
    """The query for what a person typed, in these counties; None when nothing in it can be sought."""
    wanted: list[str] = []
    lowered = text.lower()
    for run in _HAN.findall(lowered):
        wanted += [run[i : i + 2] for i in range(len(run) - 1)] or [f"{run}*"]
    wanted += [f"{word}*" for word in _WORD.findall(lowered)]
    if not wanted:
        return None
    per_county = ["(" + " & ".join(_term(county, gram) for gram in wanted) + ")" for county in counties]
    return Sought(" | ".join(per_county)) if per_county else None


def _term(county: int, gram: str) -> str:
    return f"'{county}{gram[:-1]}':*" if gram.endswith("*") else f"'{county}{gram}'"
