"""What the shell asks of the layers below, in one place."""

from __future__ import annotations

from django.http import HttpRequest

from hemu.kernel.places import county_of
from hemu.notices.queries import unread_count
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post, Region

PLACES_PER_COUNTY = 10**9


def unread(actor: Actor) -> int:
    """How many messages in the actor's inbox nobody has read."""
    return unread_count(actor) if actor.post_id else 0


def region_name(actor: Actor) -> str:
    """The area that the actor works for, from its county down; the unit's name when it isn't one region."""
    if len(actor.spans) != 1:
        return actor.unit_name
    span = actor.spans[0]
    county = county_of(span.lo) * PLACES_PER_COUNTY
    rows = {row.pk: row for row in Region.objects.filter(pk__in={span.lo, county})}
    own = rows.get(span.lo)
    if own is None or own.hi != span.hi:
        return actor.unit_name
    if own.pk == county or county not in rows:
        return own.name
    return f"{rows[county].name}{own.local_name}"


def posts(request: HttpRequest) -> tuple[Post, ...]:
    """The posts that the person signed in may act under."""
    return tuple(getattr(request, "posts", ()))
