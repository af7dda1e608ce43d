"""预警提示单: a higher level points lower units to named disputes, with analysis and guidance."""

from __future__ import annotations

from datetime import datetime
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemu.disputes.models import CaseRow
from hemu.disputes.models.area import AreaQuerySet, AreaRow, PartRow
from hemu.orgs.actor import Actor


class WarnedStage(models.IntegerChoices):
    """Where one warned unit stands. Numbers are stored; never reuse one."""

    SENT = 1, _("待签收")
    RECEIVED = 2, _("待反馈")
    ANSWERED = 3, _("待审核")
    RETURNED = 4, _("退回补充")
    ACCEPTED = 5, _("已认可")


OWES = (WarnedStage.SENT, WarnedStage.RECEIVED, WarnedStage.RETURNED)
"""The next step is the warned unit's."""


class WarningAct(models.IntegerChoices):
    """Everything that is done on a notice. Numbers are stored; never reuse one."""

    SENT = 1, _("发出")
    RECEIVED = 2, pgettext_lazy("done", "签收")
    ANSWERED = 3, pgettext_lazy("done", "反馈")
    RETURNED = 4, _("退回补充")
    ACCEPTED = 5, _("认可反馈")
    PASSED_ON = 6, _("向下转发")
    LATE = 7, _("超期提级")


class WarningNoticeQuerySet(AreaQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The issuer's unit, the units warned, those told that one is late, and whoever's area holds it."""
        own = models.Q(unit_id=actor.unit_id) | models.Q(told_ids__contains=[actor.unit_id])
        warned = WarnedUnit.objects.unscoped(reason="the unit's own notices").filter(
            own, county=models.OuterRef("county"), notice_id=models.OuterRef("id")
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
    above_county = models.BigIntegerField(null=True)
    above_id = models.BigIntegerField(null=True)
    """The notice from above that this one passes on."""

    objects = WarningNoticeQuerySet.as_manager()  # type: ignore[misc]  # a class variable, as every manager

    class Meta(AreaRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="warningnotice_county_id"),
            models.UniqueConstraint("county", "number", name="warningnotice_number"),
        ]
        indexes = [
            models.Index(fields=["unit_id", "-made_at"], name="warningnotice_unit"),
            models.Index(fields=["region", "-made_at"], name="warningnotice_region"),
        ]

    def __str__(self) -> str:
        return self.subject


class WarnedUnit(PartRow):
    """A unit that was sent the notice: when it took it, and what it answered."""

    notice_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    unit_name = models.CharField(max_length=120)
    stage = models.SmallIntegerField(_("状态"), choices=WarnedStage.choices, default=WarnedStage.SENT)
    region = models.BigIntegerField(default=0)
    """A place of the unit's among the disputes named: whose levels above hear of it when it is late."""
    due_at = models.DateTimeField(_("时限"), null=True)
    """Until when the unit's next step is due; empty when it owes none."""
    next_at = models.DateTimeField(null=True)
    """When the sweep looks at it."""
    late_at = models.DateTimeField(_("超期时间"), null=True)
    level = models.SmallIntegerField(default=0)
    """How many levels above were told that it is late."""
    told_ids = ArrayField(models.BigIntegerField(), default=list)
    """The units above that were told so, and may therefore read the notice."""
    returns = models.SmallIntegerField(_("退回次数"), default=0)
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
        indexes = [
            models.Index(fields=["unit_id", "notice_id"], name="warnedunit_unit"),
            models.Index(
                fields=["next_at"], condition=models.Q(next_at__isnull=False), name="warnedunit_next"
            ),
        ]

    @property
    def is_late(self) -> bool:
        """Whether its next step is overdue."""
        return self.late_at is not None and self.stage in OWES


class WarningStep(PartRow):
    """One thing that was done on a notice, kept for ever. `until`: the deadline that it set."""

    notice_id = models.BigIntegerField()
    act = models.SmallIntegerField(choices=WarningAct.choices)
    about = models.CharField(max_length=120, blank=True)
    """The warned unit that it was about."""
    text = models.TextField(max_length=5000, blank=True)
    until = models.DateTimeField(null=True)
    person_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta(PartRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="warningstep_county_id")]
        indexes = [models.Index(fields=["county", "notice_id", "at"], name="warningstep_notice")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    @classmethod
    def of(
        cls,
        notice: WarningNotice,
        act: WarningAct,
        by: Actor,
        at: datetime,
        *,
        about: str = "",
        text: str = "",
        until: datetime | None = None,
    ) -> WarningStep:
        """A step, written."""
        row = cls(
            county=notice.county, notice_id=notice.id, act=act, about=about, text=text.strip(), until=until,
            person_name=by.name, unit_name=by.unit_name, at=at,
        )  # fmt: skip
        row.save(force_insert=True)
        return row


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
