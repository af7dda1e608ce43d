"""The actor for what villagers write themselves: no account, one village, and nothing but reporting."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hemu.kernel.places import county_of
from hemu.orgs.actor import Actor
from hemu.orgs.models import Level, Region
from hemu.orgs.permissions import Permission


def villager_of(village: Region) -> Actor:
    """Somebody of this village, whom the records name only as that."""
    return Actor(
        person_id=0,
        name=_("村民"),
        post_id=0,
        unit_id=0,
        unit_name=_("村民说事"),
        role=0,
        permissions=frozenset({Permission.REGISTER}),
        spans=(village.span,),
        county=county_of(village.code),
    )


def village_at(place: int) -> Region | None:
    """The village (社区) that holds a place of 15 digits, or None above the villages."""
    holding = Region.objects.filter(level=Level.VILLAGE, lo__lte=place, hi__gt=place)
    return holding.order_by("-lo").first()
