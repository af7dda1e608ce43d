"""What the shell asks of the layers below, in one place."""

from __future__ import annotations

from django.http import HttpRequest

from hemu.kernel.places import COUNTRY
from hemu.notices.queries import unread_count
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post, Region


def unread(actor: Actor) -> int:
    """How many messages in the actor's inbox nobody has read."""
    return unread_count(actor) if actor.post_id else 0


def region_name(actor: Actor) -> str:
    """The area that the actor works for: the region when it is one, else the unit's name."""
    if len(actor.spans) != 1:
        return actor.unit_name
    span = actor.spans[0]
    found = Region.objects.filter(pk=span.lo, hi=span.hi).first()
    if found is None:
        return actor.unit_name
    return found.name if span == COUNTRY else found.full_name


def posts(request: HttpRequest) -> tuple[Post, ...]:
    """The posts that the person signed in may act under."""
    return tuple(getattr(request, "posts", ()))
