"""Rises that somebody was told of, and when each area was last looked at by the worker."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import AreaQuerySet
from hemu.disputes.models.base import CountyRow
from hemu.rulebook import codes


class Alarm(CountyRow):
    """One rise: an area and a first-level kind, from the day it was told until it is over (`ended_on`).

    As long as it stands nobody is told of it again. `seen_on` is the last day on which it was still there.
    """

    region = models.BigIntegerField(_("所在区划"))
    name = models.CharField(max_length=100)
    kind = models.SmallIntegerField(_("类型"))
    recent = models.PositiveIntegerField()
    expected = models.FloatField()
    q = models.FloatField()
    told_on = models.DateField(_("通知日期"))
    seen_on = models.DateField()
    ended_on = models.DateField(null=True)

    objects: ClassVar[Any] = AreaQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint("county", "id", name="trend_alarm_county_id"),
            models.UniqueConstraint(
                fields=["county", "region", "kind"],
                condition=models.Q(ended_on=None),
                name="trend_alarm_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}·{codes.label(codes.KINDS, self.kind)}"


class Checked(models.Model):
    """When the worker last looked at the rises right below a region."""

    region = models.BigIntegerField(primary_key=True)
    on = models.DateField()
