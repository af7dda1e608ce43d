"""How a dispute is put to each table: the same facts that the stages ask with, as they are recorded today."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hemu.disputes.models import ENDED, ClockKind, Dispute, State
from hemu.disputes.rating import known_facts

Facts = dict[str, Any]
Asked = Iterator[tuple[str, Facts]]
"""Questions: each with its name (empty where a table has one question of a dispute) and its facts."""

_READ = ("county", "id", "facts", "kind", "source", "returns", "colour", "proposed_colour", "outcome")
COLUMNS = (*_READ, "state")
"""What is read of a dispute to ask every table."""


def _held_colour(dispute: Dispute) -> int:
    return int(dispute.colour or dispute.proposed_colour)


def _rating(dispute: Dispute) -> Asked:
    yield "", known_facts(dispute)


def _coloured(dispute: Dispute) -> Asked:
    yield "", {**known_facts(dispute), "colour": _held_colour(dispute)}


def _reporting(dispute: Dispute) -> Asked:
    yield "", {**dispute.facts, "colour": _held_colour(dispute)}


def _followup(dispute: Dispute) -> Asked:
    yield "", {**known_facts(dispute), "colour": _held_colour(dispute), "outcome": int(dispute.outcome)}


def _clock(dispute: Dispute) -> Asked:
    """Every clock that may run on it along the loop, not only the one that runs today."""
    facts = {
        "colour": _held_colour(dispute),
        "kind": int(dispute.kind),
        "hop": int(dispute.returns) + 1,
        "state": int(dispute.state),
    }
    for kind in ClockKind:
        if kind != ClockKind.STATE:
            yield kind.name.lower(), {**facts, "clock": kind.name.lower()}
    for state in State:
        if state not in ENDED:
            yield f"state:{state.value}", {**facts, "clock": "state", "state": int(state)}


QUESTIONS: Mapping[str, Callable[[Dispute], Asked]] = {
    "rating": _rating,
    "routing": _coloured,
    "reporting": _reporting,
    "clock": _clock,
    "followup": _followup,
    "review": _coloured,
}
"""Tables that are asked about disputes. The others can't be tried on any."""


def named(question: str) -> str:
    """A question in words; empty for a table's only one."""
    if not question:
        return ""
    kind, _colon, state = question.partition(":")
    label = str(ClockKind[kind.upper()].label)
    return f"{label} · {State(int(state)).label}" if state else label
