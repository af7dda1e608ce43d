"""What lists are made of: pages, filters, tabs, sortable heads, timelines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class KeysetPage:
    """A page of a list too long to count its pages: cursors instead of numbers.

    `previous` and `next` are cursors for ``?after=``/``?before=``, empty at the ends; `total` is
    None when nobody counted.
    """

    rows: Sequence[Any]
    previous: str = ""
    next: str = ""
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force: what it is, and the address of the list without it."""

    label: str
    value: str
    remove: str


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of a list, with how many it holds."""

    label: str
    url: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a form in several pages. `state`: done, here, ahead."""

    label: str
    state: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of a timeline. `stage` is a loop position (0–5) or None; `facts` are shown as pairs."""

    at: datetime
    title: str
    actor: str = ""
    unit: str = ""
    text: str = ""
    stage: int | None = None
    number: int | None = None
    colour: int | None = None
    facts: tuple[tuple[str, str], ...] = field(default=())


def with_query(query: QueryDict, **changes: Any) -> str:
    """The present address's query with `changes`; None or empty drops a parameter."""
    copy = query.copy()
    for name, value in changes.items():
        if value in (None, ""):
            copy.pop(name, None)
        else:
            copy[name] = str(value)
    text = copy.urlencode()
    return f"?{text}" if text else "?"


def sort_link(query: QueryDict, key: str) -> tuple[str, str]:
    """(address, state) of a sortable head: ascending first, then descending. States: ``"", up, down``."""
    now = query.get("sort", "")
    state = "up" if now == key else "down" if now == f"-{key}" else ""
    wanted = f"-{key}" if state == "up" else key
    return with_query(query, sort=wanted, page=None, after=None, before=None), state
