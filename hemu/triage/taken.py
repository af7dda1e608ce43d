"""What a person made of a proposal: for the ledger, and so that the model learns from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hemu.triage.lexicon import lexicon
from hemu.triage.proposal import Proposal


def taken(proposal: Proposal, kind: int, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Codes and numbers alone: what was proposed, and which of it was recorded so, otherwise, or not at all.

    `kind` and `facts` are what the person recorded. None of the text's words are in it.
    """
    proposed = {fact.name: fact.value for fact in proposal.facts}
    return {
        "model": proposal.model,
        "lexicon": lexicon().fingerprint,
        "kind": proposal.kind.code if proposal.kind else None,
        "kind_taken": proposal.kind is not None and int(proposal.kind.code) == kind,
        "colour": proposal.colour,
        "facts": {name: _plain(value) for name, value in proposed.items()},
        "taken": sorted(name for name, value in proposed.items() if facts.get(name) == value),
        "changed": sorted(
            name for name, value in proposed.items() if facts.get(name) is not None and facts[name] != value
        ),
        "left": sorted(name for name in proposed if facts.get(name) is None),
        "added": sorted(name for name in facts if facts[name] is not None and name not in proposed),
    }


def _plain(value: bool | int | float) -> bool | int | str:
    """The ledger keeps no floats: an amount with fen is kept as text."""
    return str(value) if isinstance(value, float) else value
