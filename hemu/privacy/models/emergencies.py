"""Breaking the glass: somebody without the permission opened a dispute because life was in danger."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseQuerySet, CaseRow
from hemu.orgs.actor import Actor
from hemu.orgs.models import Role


class Danger(models.IntegerChoices):
    """What the emergency is (个人信息保护法13 四). Numbers are stored; never reuse one."""

    LIFE = 1, _("有人正在受到生命威胁")
    HURT = 2, _("有人受伤，要马上找到本人或家属")
    LOST = 3, _("有人失踪，或者可能轻生")
    CHILD = 4, _("未成年人正在受到侵害")


class Verdict(models.IntegerChoices):
    """What the supervisor found. Numbers are stored; never reuse one."""

    OPEN = 0, _("待复核")
    JUSTIFIED = 1, _("确有必要")
    NOT_JUSTIFIED = 2, _("没有必要")


class EmergencyQuerySet(CaseQuerySet):
    """Emergencies in a reader's care."""

    def answered_for_by(self, actor: Actor) -> Self:
        """Those in the actor's area, and those whose review its unit owes."""
        here = models.Q(supervisor_id=actor.unit_id)
        for span in actor.spans:
            here |= models.Q(region__gte=span.lo, region__lt=span.hi)
        return self.filter(here).opened()

    def unreviewed(self) -> Self:
        """Those that nobody has reviewed yet."""
        return self.filter(verdict=Verdict.OPEN)


class Emergency(CaseRow):
    """One such opening, and its review by somebody else. The parties read it too.

    `until` is until when it let a minors' file be read; `due_at` is by when it is to be reviewed.
    """

    region = models.BigIntegerField(editable=False)
    danger = models.SmallIntegerField(_("什么危险"), choices=Danger.choices)
    reason = models.CharField(_("情况"), max_length=500)
    at = models.DateTimeField(_("查看时间"))
    until = models.DateTimeField()
    due_at = models.DateTimeField(_("复核时限"))
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=80)
    unit_id = models.BigIntegerField()
    unit_name = models.CharField(max_length=120)
    role = models.SmallIntegerField(_("岗位"), choices=Role.choices)
    supervisor_id = models.BigIntegerField(null=True)
    supervisor_name = models.CharField(_("复核单位"), max_length=120, blank=True)
    verdict = models.SmallIntegerField(_("复核结论"), choices=Verdict.choices, default=Verdict.OPEN)
    note = models.CharField(_("复核意见"), max_length=500, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=80, blank=True)
    reviewed_unit = models.CharField(max_length=120, blank=True)

    objects = EmergencyQuerySet.as_manager()  # type: ignore[misc]  # narrows the base's manager

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="emergency_county_id"),
            models.CheckConstraint(
                condition=models.Q(verdict=Verdict.OPEN) | ~models.Q(note=""), name="emergency_verdict_says"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "-at"], name="emergency_region"),
            models.Index(fields=["county", "dispute_id", "-at"], name="emergency_dispute"),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(_("紧急查看"))
