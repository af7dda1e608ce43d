"""The colour that the rules propose, kept current with the facts. A person confirms it or overrides it."""

from __future__ import annotations

from datetime import date
from typing import Any

from hemu.disputes.models import Dispute, Source
from hemu.rulebook import evaluate


def known_facts(dispute: Dispute) -> dict[str, Any]:
    """The recorded facts, with those that stand in the dispute's own columns."""
    return {
        **dispute.facts,
        "kind": int(dispute.kind),
        "source": Source(dispute.source).name.lower(),
        "returns": dispute.returns,
    }


def propose(dispute: Dispute, on: date, details: dict[str, Any]) -> set[str]:
    """Set the proposed colour and its grounds from the facts; answers the columns that changed.

    When the proposal changed, `details` (the ledger entry's) says so, with the version of the rules.
    """
    verdict = evaluate("rating", known_facts(dispute), on=on)
    colour = int(verdict.value.get("colour", 0))
    grounds = [ground.as_json() for ground in verdict.grounds]
    if (colour, grounds) == (dispute.proposed_colour, dispute.proposed_grounds):
        return set()
    dispute.proposed_colour, dispute.proposed_grounds = colour, grounds
    details["proposed"] = {
        "colour": colour,
        "rules": verdict.version,
        "grounds": [g["rule"] for g in grounds],
    }
    return {"proposed_colour", "proposed_grounds"}
