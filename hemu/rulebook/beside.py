"""Parts of a version's page that other houses give: a trial on past disputes, how far new rules have come.

The rulebook knows nothing of disputes; who does registers what it shows, in its AppConfig.ready().
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hemu.orgs.actor import Actor
from hemu.rulebook.models import RuleTable

ContextOf = Callable[[RuleTable, Actor], dict[str, Any] | None]
"""Answers what the template needs, or None when there is nothing to show."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A part that has something to show: the template finds its context under ``beside.context``."""

    name: str
    template: str
    context: dict[str, Any]


_PARTS: dict[str, tuple[str, ContextOf]] = {}


def register_beside(name: str, template: str, context_of: ContextOf) -> None:
    """Add a part to the page of every version. Registering a name twice replaces it."""
    _PARTS[name] = (template, context_of)


def parts_for(held: RuleTable, actor: Actor) -> list[Beside]:
    """The parts that have something to show, by name."""
    found = [(name, template, of(held, actor)) for name, (template, of) in sorted(_PARTS.items())]
    return [Beside(name, template, context) for name, template, context in found if context is not None]
