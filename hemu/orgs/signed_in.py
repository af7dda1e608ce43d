"""Who acts in a request, for views."""

from __future__ import annotations

from django.http import HttpRequest

from hemu.kernel.errors import Missing
from hemu.orgs.actor import Actor


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request. Views behind ActorMiddleware always have one; raises Missing elsewhere."""
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        raise Missing("")
    return actor
