"""What else happens when a visit arrives, in its own transaction: parts of screening register themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arrival:
    """A visit that was written or changed, and what of a list it says that it answers, if anything."""

    county: int
    visit_id: int
    target: str = ""


Handler = Callable[[Sequence[Arrival]], None]

_HANDLERS: dict[str, Handler] = {}


def register_arrival(name: str, handler: Handler) -> None:
    """Have `handler` told of every visit. Called in AppConfig.ready(); it must be quick."""
    _HANDLERS[name] = handler


def arrived(came: Sequence[Arrival]) -> None:
    """Tell everybody who registered. Called within the transaction that wrote the visits."""
    if came:
        for handler in _HANDLERS.values():
            handler(came)
