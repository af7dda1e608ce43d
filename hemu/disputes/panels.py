"""Parts of a dispute's page that the stages give: sessions, agreement, performance, follow-ups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from hemu.disputes.models import Dispute
from hemu.orgs.actor import Actor

ContextOf = Callable[[Dispute, Actor], dict[str, Any] | None]
"""Answers what the template needs, or None when there is nothing to show yet."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of the page: the template gets the dispute, the actor and what `context_of` answers."""

    name: str
    title: str | Promise
    template: str
    context_of: ContextOf
    order: int = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel that has something to show, with its context."""

    panel: Panel
    context: dict[str, Any]


_PANELS: dict[str, Panel] = {}


def register_panel(
    name: str, template: str, context_of: ContextOf, order: int = 50, *, title: str | Promise = ""
) -> None:
    """Add a part to every dispute's page. Called in a stage's AppConfig.ready()."""
    _PANELS[name] = Panel(name, title, template, context_of, order)


def for_dispute(dispute: Dispute, actor: Actor) -> list[Shown]:
    """The panels that have something to show, in their order."""
    shown = []
    for panel in sorted(_PANELS.values(), key=lambda panel: (panel.order, panel.name)):
        context = panel.context_of(dispute, actor)
        if context is not None:
            shown.append(Shown(panel, context))
    return shown
