"""Code lists: words for codes, choices for forms, and counterparts in other lists."""

from __future__ import annotations

from datetime import date

from hemu.rulebook import store
from hemu.rulebook.store import CodeBook, CodeRow, NotInForce

KINDS = "kinds"
"""Kinds of dispute, two levels, four digits."""
MOJ = "moj"
"""The ministry's eighteen statistical kinds."""
REPORTS = "reports"
"""The seven kinds of the county reports."""
_OTHER = "18"


def book(list_name: str) -> CodeBook:
    """The code list of that name; raises NotInForce."""
    try:
        return store.snapshot().codes[list_name]
    except KeyError:
        raise NotInForce(f"no code list called {list_name}") from None


def row(list_name: str, code: str | int, on: date | None = None) -> CodeRow | None:
    """One code with its parent and maps, as it was `on` that day; None when the list lacks it."""
    return book(list_name).find(code, on)


def label(list_name: str, code: str | int | None, on: date | None = None) -> str:
    """The words for a code; the code itself when the list lacks it, empty for None."""
    if code is None or code == "":
        return ""
    found = row(list_name, code, on)
    return found.label if found else str(code)


def full_label(list_name: str, code: str | int | None, on: date | None = None) -> str:
    """The words with those of its parent before it: 「邻里纠纷 · 相邻土地建筑利用」."""
    found = None if code is None or code == "" else row(list_name, code, on)
    if found is None or not found.parent:
        return label(list_name, code, on)
    return f"{label(list_name, found.parent, on)} · {found.label}"


def _selectable(list_name: str, on: date | None) -> list[CodeRow]:
    rows = [item for item in book(list_name).rows if item.holds(on)]
    parents = {item.parent for item in rows}
    return [item for item in rows if item.code not in parents]


def choices(list_name: str, on: date | None = None) -> list[tuple[str, str]]:
    """(code, words) of what may be chosen, in order: leaves only, without grouping."""
    return [(item.code, item.label) for item in _selectable(list_name, on)]


def grouped_choices(list_name: str, on: date | None = None) -> list[tuple[str, list[tuple[str, str]]]]:
    """(words of the parent, [(code, words)]) for a select with groups."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for item in _selectable(list_name, on):
        groups.setdefault(item.parent or item.code, []).append((item.code, item.label))
    return [(label(list_name, parent, on), members) for parent, members in groups.items()]


def is_code(list_name: str, code: str | int, on: date | None = None) -> bool:
    """Whether the code may be chosen on that day: it holds, and nothing finer stands below it."""
    held = book(list_name)
    found = held.find(code, on)
    if found is None or not found.holds(on):
        return False
    return not any(item.parent == found.code and item.holds(on) for item in held.rows)


def mapped(list_name: str, code: str | int, to: str) -> str | None:
    """The code's counterpart in the list `to`, its parent's when it has none of its own."""
    found = row(list_name, code)
    while found is not None:
        if to in found.maps:
            return found.maps[to]
        found = row(list_name, found.parent) if found.parent else None
    return None


def moj_code(kind: int) -> str:
    """The ministry's statistical kind, 1 to 18."""
    return mapped(KINDS, kind, MOJ) or _OTHER


def moj_kind(kind: int) -> str:
    """The words of the ministry's statistical kind for a kind of dispute."""
    return label(MOJ, moj_code(kind))


def report_kind(kind: int) -> str:
    """The words of the county reports' kind, one of seven, for a kind of dispute."""
    return label(REPORTS, mapped(KINDS, kind, REPORTS) or "7")
