"""What the shell asks of the layers below, in one place."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def unread(actor: Any) -> int:
    """How many messages in the actor's inbox nobody has read."""
    return 0


def region_name(actor: Any) -> str:
    """The name of the area that the actor works for."""
    return str(actor.unit_name)


def posts(request: HttpRequest) -> tuple[Any, ...]:
    """The posts that the person signed in may act under, when there are several."""
    return tuple(getattr(request, "posts", ()))
