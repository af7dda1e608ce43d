"""Records that lie somewhere but belong to no dispute yet: a visit, an incident, a small service."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.base import CountyRow
from hemu.kernel.places import county_of
from hemu.kernel.scoped import ScopedQuerySet
from hemu.orgs.actor import Actor


class AreaQuerySet(ScopedQuerySet[Any]):
    """Read by those whose area holds the place, and by the unit that made the record."""

    def in_area(self, actor: Actor) -> Self:
        """The records of the actor's area."""
        return self.filter(_area(actor)).opened()

    def visible_to(self, actor: Actor) -> Self:
        """What the actor may see: the area of the post, and what its own unit wrote."""
        return self.filter(_area(actor) | models.Q(unit_id=actor.unit_id)).opened()


def _area(actor: Actor) -> models.Q:
    area = models.Q(pk__in=())
    for span in actor.spans:
        counties = span.counties
        area |= models.Q(
            county__gte=counties.lo, county__lt=counties.hi, region__gte=span.lo, region__lt=span.hi
        )
    return area


class AreaRow(CountyRow):
    """A record at a place (15 digits), written by a person of a unit whose names are copied in."""

    region = models.BigIntegerField(_("所在区划"))
    place = models.CharField(_("详细地点"), max_length=200, blank=True)
    unit_id = models.BigIntegerField(_("登记单位"))
    unit_name = models.CharField(max_length=120)
    person_id = models.BigIntegerField(_("登记人"))
    person_name = models.CharField(max_length=80)
    made_at = models.DateTimeField(_("登记时间"))

    objects = AreaQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The county follows from the place, once."""
        if self._state.adding:
            self.county = county_of(self.region)
        super().save(*args, **kwargs)

    @classmethod
    def made_by(cls, by: Actor, **fields: Any) -> Self:
        """A new row, unsaved, signed by the actor."""
        return cls(
            unit_id=by.unit_id,
            unit_name=by.unit_name,
            person_id=by.person_id,
            person_name=by.name,
            **fields,
        )


class PartQuerySet(ScopedQuerySet[Any]):
    """Rows that belong to a record are read through the record that the reader was allowed to see."""

    def in_county(self, county: int, **of: Any) -> Self:
        """The rows of a record (or of a unit) that was itself read within a scope."""
        return self.filter(county=county, **of).opened()


class PartRow(CountyRow):
    """A row that belongs to one record of its county."""

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
