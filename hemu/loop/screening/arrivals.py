"""What else happens when a visit arrives, in its own transaction: parts of screening register themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from hemu.loop.screening.models import Visit

Handler = Callable[[Sequence[Visit], Mapping[int, str]], None]
"""Gets visits that were written or changed, and by visit the target that it names, if any."""

_HANDLERS: dict[str, Handler] = {}


def register_arrival(name: str, handler: Handler) -> None:
    """Have `handler` told of every visit. Called in AppConfig.ready(); it must be quick."""
    _HANDLERS[name] = handler


def arrived(rows: Sequence[Visit], named: Mapping[int, str] | None = None) -> None:
    """Tell everybody who registered. Called within the transaction that wrote the visits."""
    if rows:
        for handler in _HANDLERS.values():
            handler(rows, named or {})
