"""The short words of villages, for posters."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.kernel.ids import short_code
from hemu.loop.screening.villagers.models import VillageCode
from hemu.orgs.actor import Actor
from hemu.orgs.models import Level, Region
from hemu.orgs.permissions import Permission

LENGTH = 7
"""Letters and digits: short enough to type, and not to be run through (35 bits)."""


def _village(code: int, by: Actor) -> Region:
    by.require(Permission.REGISTER)
    region = Region.objects.current().filter(pk=code).first()
    if region is None:
        raise Missing(_("没有这个村（社区）。"))
    if not by.covers_span(region.span):
        raise Forbidden(_("这个地点不在您的管辖范围内。"), field="region", code="outside_area")
    if region.level != Level.VILLAGE:
        raise Refused(_("海报按村（社区）制作。"), field="region", code="not_a_village")
    return region


def village_code(region: int, *, by: Actor) -> VillageCode:
    """The current word of a village, made now if it has none."""
    village = _village(region, by)
    found = VillageCode.objects.filter(region=village.code, ended_at=None).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return VillageCode.objects.create(
                code=short_code(LENGTH).lower(), region=village.code, made_by=by.name, made_at=clock.now()
            )
    except IntegrityError:
        return VillageCode.objects.get(region=village.code, ended_at=None)


def end_code(region: int, *, by: Actor) -> VillageCode:
    """End a village's word (its posters were defaced or put up elsewhere) and make another."""
    village = _village(region, by)
    with transaction.atomic():
        VillageCode.objects.filter(region=village.code, ended_at=None).update(ended_at=clock.now())
        return village_code(village.code, by=by)
