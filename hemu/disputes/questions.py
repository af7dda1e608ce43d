"""The facts of a rating as questions of a form: yes, no, or not known; numbers; amounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.kernel.wording import noted
from hemu.rulebook.facts import FACTS, Fact, FactType

PREFIX = "fact-"
COUNTED_BY_US = frozenset(
    {
        *("colour", "kind", "hop", "state", "clock", "matter", "source", "outcome", "returns", "relapses"),
        *("linked_disputes", "no_answer", "refused", "not_kept", "discontent"),
    }
)
"""Facts that the loop itself records; nobody is asked for them."""
ANSWERS = (("", _("未了解")), ("yes", _("是")), ("no", _("否")))
"""What a question of a fact can be answered: a fact left open stays unknown."""
_MOST = 10**9


def asked() -> list[Fact]:
    """The facts that people are asked for, in the registry's order."""
    return [fact for fact in FACTS.values() if fact.name not in COUNTED_BY_US and fact.type != FactType.CODE]


def fields(known: Mapping[str, Any]) -> dict[str, forms.Field]:
    """A form field for every fact that is asked for, with what is known as its first value."""
    return {PREFIX + fact.name: _field(fact, known.get(fact.name)) for fact in asked()}


def _field(fact: Fact, value: Any) -> forms.Field:
    if fact.type == FactType.FLAG:
        initial = {True: "yes", False: "no"}.get(value, "")
        return forms.ChoiceField(label=str(fact.label), choices=ANSWERS, required=False, initial=initial)
    label = noted(fact.label, fact.unit)
    if fact.type == FactType.AMOUNT:
        return forms.DecimalField(
            label=label, required=False, min_value=0, max_value=_MOST, decimal_places=2, initial=value
        )
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=_MOST, initial=value)


def answers(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that a cleaned form states; None for those left open."""
    return {fact.name: _answer(fact, cleaned.get(PREFIX + fact.name)) for fact in asked()}


def _answer(fact: Fact, value: Any) -> Any:
    if value in (None, ""):
        return None
    if fact.type == FactType.FLAG:
        return value == "yes"
    return int(value) if value == int(value) else float(value)


def changed(cleaned: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that differ from what is known: what an amendment writes."""
    return {name: value for name, value in answers(cleaned).items() if value != known.get(name)}
