"""Asking a table: the one way that other parts of the house read rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hemu.rulebook import store
from hemu.rulebook.engine import Compiled, Verdict


def evaluate(table: str, facts: Mapping[str, object], *, on: date) -> Verdict:
    """What `table`, in the version in force `on` that day, answers on the recorded `facts`.

    A fact that is absent or None is unknown, and no rule fires on it. Raises facts.BadFact on a fact
    that isn't registered or has the wrong type, store.NotInForce when no version holds that day.
    """
    return in_force(table, on=on).evaluate(facts)


def in_force(table: str, *, on: date) -> Compiled:
    """The version of `table` in force `on` that day, for asking it of many; raises store.NotInForce."""
    return store.snapshot().table(table, on)
