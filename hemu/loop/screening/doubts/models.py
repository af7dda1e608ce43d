"""杜绝虚假走访: what is odd about a visit, with its evidence, and what a reviewer made of it.

A doubt belongs to a visit. Nobody's doubts are added up: there is no count of a person's, and no score.
"""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import AreaQuerySet, PartRow
from hemu.disputes.models.base import CountyRow


class DoubtKind(models.IntegerChoices):
    """What is odd. Numbers are stored; never reuse one."""

    FAR = 1, _("定位远离网格")
    SPEED = 2, _("两次走访相距太远")
    SAME_PHOTO = 3, _("照片重复")
    SAME_TEXT = 4, _("文字重复")
    TOO_MANY = 5, _("一小时内走访过多")
    CLOCK = 6, _("手机时钟异常")


class DoubtStatus(models.IntegerChoices):
    OPEN = 1, _("待核查")
    CONFIRMED = 2, _("属实")
    UNFOUNDED = 3, _("不属实")


class Doubt(CountyRow):
    """One doubt of one visit. `other_id` is the visit that it is held against, 0 when none.

    `evidence` holds what the page shows, by kind: metres, km and km/h, the photos' numbers and the
    distance of their hashes in bits, how alike the texts are in percent, how many an hour, the signs and
    milliseconds of the phone's clock. It names the value of the rulebook that was exceeded as `most`.
    """

    region = models.BigIntegerField(_("所在区划"))
    unit_id = models.BigIntegerField()
    unit_name = models.CharField(_("单位"), max_length=120)
    visit_id = models.BigIntegerField()
    edition = models.IntegerField()
    kind = models.SmallIntegerField(_("类别"), choices=DoubtKind.choices)
    other_county = models.BigIntegerField(default=0)
    other_id = models.BigIntegerField(default=0)
    evidence: models.JSONField[Any, Any] = models.JSONField(default=dict)
    found_at = models.DateTimeField(_("发现时间"))
    status = models.SmallIntegerField(_("核查结果"), choices=DoubtStatus.choices, default=DoubtStatus.OPEN)
    reason = models.CharField(_("核查情况"), max_length=500, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_unit = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = AreaQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint("county", "id", name="doubt_county_id"),
            models.UniqueConstraint(
                fields=["county", "visit_id", "edition", "kind", "other_id"], name="doubt_once"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "status", "-found_at"], name="doubt_region"),
            models.Index(
                fields=["county", "visit_id"],
                condition=models.Q(status=DoubtStatus.CONFIRMED),
                name="doubt_confirmed",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="decided",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status__df=DoubtStatus.OPEN),
            )
        ]


class Looked(PartRow):
    """That a visit's edition was looked at. `id` is the visit's.

    `empty`: its narrative holds nothing but what everybody writes (一切正常). Such texts are alike without
    meaning anything, so they are counted and raise no doubt.
    """

    region = models.BigIntegerField()
    edition = models.IntegerField()
    empty = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta(PartRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="looked_county_id")]


class PhotoPrint(PartRow):
    """The perceptual hash (64 bits, written as a signed number) of one photo of a visit.

    `pieces` are its four 16-bit pieces, each with its place (0 to 3) in the bits above them: what is
    looked up. See :mod:`hemu.loop.screening.doubts.photos`.
    """

    visit_id = models.BigIntegerField()
    number = models.SmallIntegerField()
    stored = models.CharField(max_length=100)
    hash = models.BigIntegerField()
    pieces = ArrayField(models.IntegerField(), size=4)
    started_at = models.DateTimeField()

    class Meta(PartRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="photoprint_county_id"),
            models.UniqueConstraint("county", "visit_id", "stored", name="photoprint_once"),
        ]
        indexes = [GinIndex(fields=["pieces"], name="photoprint_pieces")]


class ToLook(models.Model):
    """A visit that arrived and waits to be looked at: a queue, taken with SKIP LOCKED."""

    county = models.BigIntegerField()
    visit_id = models.BigIntegerField()
    put_at = models.DateTimeField()
