"""The division tree: country, province, prefecture, county, township, village, grid."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemu.kernel.ids import new_id
from hemu.kernel.places import Span, show_code
from hemu.orgs.models.base import Period, PeriodQuerySet


class Level(models.IntegerChoices):
    """How high in the tree. Nothing may depend on every level being there."""

    COUNTRY = 0, _("全国")
    PROVINCE = 1, _("省")
    PREFECTURE = 2, _("市（州）")
    COUNTY = 3, _("县（市、区）")
    TOWNSHIP = 4, _("乡镇（街道）")
    VILLAGE = 5, _("村（社区）")
    GRID = 6, _("网格")


class RegionQuerySet(PeriodQuerySet["Region"]):
    """Queries over the tree."""

    def at_level(self, level: int) -> Self:
        """Rows of this level, among them those that stand for it too (Dongguan as a county)."""
        return self.filter(Q(level=level) | Q(also_levels__contains=[level]))

    def within(self, span: Span) -> Self:
        """Rows inside a range of places."""
        return self.filter(lo__gte=span.lo, hi__lte=span.hi)


class Region(Period):
    """One division or grid, by its place code (15 digits, see ``kernel.places``).

    Its subtree is the half-open range ``lo <= place < hi``. A few divisions have one code for two
    levels (Dongguan is a prefecture and, in the bureau's tables, its only county): one row, at the
    higher level, with the other in `also_levels`.
    """

    code = models.BigIntegerField(_("区划代码"), primary_key=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", db_index=False
    )
    level = models.PositiveSmallIntegerField(_("层级"), choices=Level.choices)
    also_levels = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    name = models.CharField(_("名称"), max_length=80)
    official_name = models.CharField(_("正式名称"), max_length=80)
    local_name = models.CharField(_("县内名称"), max_length=200)
    full_name = models.CharField(_("全称"), max_length=300)
    lo = models.BigIntegerField()
    hi = models.BigIntegerField()

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("区划")
        ordering = ["code"]
        indexes = [
            models.Index(fields=["parent", "code"], name="region_children"),
            models.Index(fields=["level", "code"], name="region_level"),
            GinIndex(fields=["also_levels"], name="region_also"),
            models.Index(fields=["name"], name="region_name", opclasses=["varchar_pattern_ops"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="region_span", condition=Q(lo__lt=models.F("hi")) & Q(lo=models.F("code"))
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.name

    @property
    def span(self) -> Span:
        """The places of the subtree."""
        return Span(self.lo, self.hi)

    @property
    def shown_code(self) -> str:
        """The code as people write it."""
        return show_code(self.code)

    @property
    def also_county(self) -> bool:
        """Whether a row above the county stands for a county too."""
        return Level.COUNTY in self.also_levels


class ChangeKind(models.IntegerChoices):
    """What became of a code."""

    SPLIT = 1, _("拆分")
    MERGE = 2, _("合并")
    RENAME = 3, _("更名")
    WITHDRAWN = 4, _("撤销")
    CREATED = 5, _("新设")
    RESTORED = 6, _("恢复")


class RegionChange(models.Model):
    """One old code that became one new code on a day; a split in three is three rows of one `batch`.

    Who did it is copied as text: the record outlives the post.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    batch = models.BigIntegerField()
    kind = models.PositiveSmallIntegerField(_("变更"), choices=ChangeKind.choices)
    old = models.ForeignKey(Region, models.PROTECT, null=True, related_name="changes_from")
    new = models.ForeignKey(Region, models.PROTECT, null=True, related_name="changes_to")
    on = models.DateField(_("生效日期"))
    reason = models.CharField(_("原因"), max_length=400, blank=True)
    old_name = models.CharField(max_length=80, blank=True)
    new_name = models.CharField(max_length=80, blank=True)
    by_name = models.CharField(max_length=80)
    by_unit = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("区划变更")
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.old_name} → {self.new_name}"
