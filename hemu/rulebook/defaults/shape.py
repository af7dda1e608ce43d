"""Short ways to write rows, so that a table reads like a table."""

from __future__ import annotations

from typing import Any

LOCAL = "本地规定"
REPORTS = "县乡通行做法"
Row = dict[str, Any]


def yes(name: str) -> Row:
    """The flag is recorded as true."""
    return {"fact": name, "op": "is", "value": True}


def equal(name: str, value: object) -> Row:
    """The fact is recorded as exactly this."""
    return {"fact": name, "op": "is", "value": value}


def at_least(name: str, value: int) -> Row:
    """The number is recorded as this or more."""
    return {"fact": name, "op": "at_least", "value": value}


def between(name: str, low: int, high: int) -> Row:
    """The number is recorded between the two, both included."""
    return {"fact": name, "op": "between", "value": [low, high]}


def one_of(name: str, *values: object) -> Row:
    """The fact is recorded as one of these."""
    return {"fact": name, "op": "one_of", "value": list(values)}


def row(id_: str, text: str, when: list[Row], then: Row, source: str, note: str = "") -> Row:
    """One rule. `text` is shown to users as the ground, `note` says why an office chose it."""
    return {"id": id_, "text": text, "when": when, "then": then, "source": source, "note": note}


def otherwise(id_: str, text: str, then: Row, source: str) -> Row:
    """What holds when nothing else was said."""
    return {**row(id_, text, [], then, source), "otherwise": True}


def example(name: str, facts: Row, expect: Row) -> Row:
    """Facts, and what the table must answer; other parts of the answer are free."""
    return {"name": name, "facts": facts, "expect": expect}
