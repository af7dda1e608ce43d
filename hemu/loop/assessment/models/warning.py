"""预警提示单: a higher level points lower units to named disputes, with analysis and guidance."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow
from hemu.disputes.models.area import AreaQuerySet, AreaRow, PartRow
from hemu.orgs.actor import Actor


class WarningNoticeQuerySet(AreaQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The issuer's unit, the units warned, and whoever's area holds the issuer's."""
        warned = WarnedUnit.objects.unscoped(reason="the unit's own notices").filter(
            notice_id=models.OuterRef("id"), unit_id=actor.unit_id
        )
        return (super().visible_to(actor) | self.filter(models.Exists(warned))).opened()


class WarningNotice(AreaRow):
    """One notice. `region` is the issuer's own area."""

    number = models.CharField(_("编号"), max_length=24, editable=False)
    subject = models.CharField(_("标题"), max_length=100)
    analysis = models.TextField(_("风险分析"), max_length=5000)
    guidance = models.TextField(_("处置指导意见"), max_length=5000)
    receive_by = models.DateTimeField(_("签收时限"))
    answer_by = models.DateTimeField(_("反馈时限"))

    objects = WarningNoticeQuerySet.as_manager()  # type: ignore[misc]  # a class variable, as every manager

    class Meta(AreaRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="warningnotice_county_id"),
            models.UniqueConstraint("county", "number", name="warningnotice_number"),
        ]
        indexes = [models.Index(fields=["unit_id", "-made_at"], name="warningnotice_unit")]

    def __str__(self) -> str:
        return self.subject


class WarnedUnit(PartRow):
    """A unit that was sent the notice: when it took it, and what it answered."""

    notice_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    unit_name = models.CharField(max_length=120)
    received_at = models.DateTimeField(_("签收时间"), null=True)
    received_by = models.CharField(_("签收人"), max_length=80, blank=True)
    answer = models.TextField(_("反馈情况"), max_length=5000, blank=True)
    answered_at = models.DateTimeField(_("反馈时间"), null=True)
    answered_by = models.CharField(_("反馈人"), max_length=80, blank=True)

    class Meta(PartRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="warnedunit_county_id"),
            models.UniqueConstraint("county", "notice_id", "unit_id", name="warnedunit_once"),
        ]
        indexes = [models.Index(fields=["unit_id", "notice_id"], name="warnedunit_unit")]


class WarnedDispute(CaseRow):
    """A dispute that the notice names."""

    notice_county = models.BigIntegerField()
    notice_id = models.BigIntegerField()
    ref = models.CharField(max_length=24)
    title = models.CharField(max_length=100)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="warneddispute_county_id"),
            models.UniqueConstraint("county", "dispute_id", "notice_id", name="warneddispute_once"),
        ]
        indexes = [models.Index(fields=["notice_id"], name="warneddispute_notice")]
