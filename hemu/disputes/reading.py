"""Who is told of each dispute that is read, and by whom: what lies above decides what of it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hemu.disputes.models import Dispute
from hemu.orgs.actor import Actor

Listener = Callable[[Dispute, Actor], None]
_LISTENERS: dict[str, Listener] = {}


def register_listener(name: str, listener: Listener) -> None:
    """Have `listener` told of every dispute that is about to be shown. Called in AppConfig.ready()."""
    _LISTENERS[name] = listener


def about_to_show(disputes: Iterable[Dispute], by: Actor) -> None:
    """Say that these, which were read within the actor's scope, are shown to the actor in this request."""
    for dispute in disputes:
        for listener in _LISTENERS.values():
            listener(dispute, by)
