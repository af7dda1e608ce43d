"""What there is to be visited: how many of each kind a grid holds, and single places where they are listed.

A register of places, not of people: a household has a name by which its door is found, nothing of who
lives behind it.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import AreaRow
from hemu.loop.screening.models import ObjectKind

KINDS = (ObjectKind.HOUSEHOLD, ObjectKind.EMPLOYER, ObjectKind.RENTED_HOME)
"""What coverage is reckoned of."""
_CHOICES = [(kind.value, kind.label) for kind in KINDS]


class Count(AreaRow):
    """How many of a kind a grid (or a village without grids) holds, as last counted."""

    kind = models.SmallIntegerField(_("类别"), choices=_CHOICES)
    number = models.PositiveIntegerField(_("数量"))
    people = models.PositiveIntegerField(_("人数"), default=0)

    class Meta(AreaRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="count_county_id"),
            models.UniqueConstraint("county", "region", "kind", name="count_once"),
        ]
        indexes = [models.Index(fields=["region", "kind"], name="count_region")]


class Listed(AreaRow):
    """One place of a grid, by the name under which it is visited and its house number (`place`)."""

    kind = models.SmallIntegerField(_("类别"), choices=_CHOICES)
    name = models.CharField(_("户主或单位名称"), max_length=100)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta(AreaRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="listed_county_id"),
            models.UniqueConstraint(
                fields=["county", "region", "kind", "name", "place"],
                condition=models.Q(removed_at=None),
                name="listed_once",
            ),
        ]
        indexes = [models.Index(fields=["region", "kind"], name="listed_region")]

    def __str__(self) -> str:
        return self.name
