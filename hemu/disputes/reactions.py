"""What follows from an act by itself, written by the stage that knows, in the act's own transaction.

A stage registers a reaction in its AppConfig.ready(). Every reaction is called at the end of every
act, before the door writes; it looks at the turn and does its part, or nothing. So follow-up can plan
when a mediation ends, and routing can report when a rating turns red, without the stages knowing
each other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hemu.disputes.advance import Turn

Reaction = Callable[["Turn"], None]

_REACTIONS: dict[str, Reaction] = {}


def register_reaction(name: str, reaction: Reaction) -> None:
    """Have `reaction` called at the end of every act. Registering a name twice replaces it."""
    _REACTIONS[name] = reaction


def react(this: Turn) -> None:
    """Call every reaction, in the order of their names."""
    for name in sorted(_REACTIONS):
        _REACTIONS[name](this)
