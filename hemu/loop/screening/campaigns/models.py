"""专项行动 and 重要节点: a period, an area, the kinds of place that must be entered, and the targets."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import AreaQuerySet, AreaRow, PartRow
from hemu.kernel.places import Span
from hemu.orgs.actor import Actor


class CampaignKind(models.IntegerChoices):
    CAMPAIGN = 1, _("专项行动")
    KEY_DATE = 2, _("重要节点")


class TargetKind(models.IntegerChoices):
    """What kind of thing must be visited. Numbers are stored; never reuse one."""

    BUILDING_SITE = 1, _("建筑工地")
    MINE = 2, _("矿山")
    BOUNDARY = 3, _("山林土地边界")
    VILLAGE = 4, _("矛盾多发村组")
    PLACE = 5, _("必进场所")
    HOUSEHOLD = 6, _("住户")
    OTHER = 9, _("其他")


WHOLE_AREA = (TargetKind.VILLAGE,)
"""Kinds that any visit to the area reaches: the area itself is the target."""


class CampaignQuerySet(AreaQuerySet):
    """A campaign is read by all whose area it touches: those who ordered it and those who walk it."""

    def concerning(self, actor: Actor) -> Self:
        """The campaigns over any part of the actor's area, and those of its own unit."""
        found = models.Q(unit_id=actor.unit_id)
        for span in actor.spans:
            found |= models.Q(region__lt=span.hi, hi__gt=span.lo)
        return self.filter(found).opened()


class Campaign(AreaRow):
    """One campaign over the places ``region <= place < hi``, on the days `since` to `until`, both included.

    `entries` are codes of the lists of places to be entered, written ``list:code``; an administrator
    edits those lists in the rulebook.
    """

    hi = models.BigIntegerField(editable=False)
    kind = models.SmallIntegerField(_("类别"), choices=CampaignKind.choices)
    name = models.CharField(_("名称"), max_length=100)
    occasion = models.CharField(max_length=40, blank=True, editable=False)
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("结束日期"))
    entries = ArrayField(models.CharField(max_length=60), verbose_name=_("必须进入的场所"), default=list)
    note = models.TextField(_("要求"), max_length=2000, blank=True)

    objects: ClassVar[Any] = CampaignQuerySet.as_manager()

    class Meta(AreaRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="campaign_county_id"),
            models.UniqueConstraint("county", "unit_id", "name", "since", name="campaign_once"),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="campaign_days_in_order"
            ),
        ]
        indexes = [models.Index(fields=["region", "-since"], name="campaign_region")]

    def __str__(self) -> str:
        return self.name

    @property
    def span(self) -> Span:
        """The places that it is about."""
        return Span(self.region, self.hi)


class Target(AreaRow):
    """One thing that must be visited. It lies at `region`; `hi` ends the places of that region.

    Position is WGS 84 in degrees, both or neither. `entry` is the code of the kind of place that it
    answers for (``list:code``), empty when none. `grounds` says why it was proposed, empty when typed.
    """

    campaign_county = models.BigIntegerField(editable=False)
    campaign_id = models.BigIntegerField(editable=False)
    hi = models.BigIntegerField(editable=False)
    kind = models.SmallIntegerField(_("类别"), choices=TargetKind.choices)
    name = models.CharField(_("名称"), max_length=100)
    entry = models.CharField(max_length=60, blank=True)
    latitude = models.FloatField(_("纬度"), null=True)
    longitude = models.FloatField(_("经度"), null=True)
    grounds = models.CharField(_("列入理由"), max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.CharField(max_length=80, blank=True, editable=False)
    removed_why = models.CharField(_("移出理由"), max_length=200, blank=True)

    class Meta(AreaRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="target_county_id"),
            models.UniqueConstraint(
                fields=["county", "campaign_id", "kind", "region", "name"],
                condition=models.Q(removed_at=None),
                name="target_once",
            ),
            models.CheckConstraint(
                name="target_position_whole",
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["campaign_id", "region"], name="target_campaign")]

    def __str__(self) -> str:
        return self.name


class Naming(PartRow):
    """A visit that says which target it answers. `county` and the visit's number; the target's beside it."""

    visit_id = models.BigIntegerField()
    target_county = models.BigIntegerField()
    target_id = models.BigIntegerField()
    campaign_id = models.BigIntegerField()

    class Meta(PartRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="naming_county_id"),
            models.UniqueConstraint("county", "visit_id", "target_id", name="naming_once"),
        ]
        indexes = [models.Index(fields=["campaign_id"], name="naming_campaign")]
