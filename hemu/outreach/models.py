"""便民: small services, opened from a visit or a report, closed with a result."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import AreaRow
from hemu.kernel.fields import SealedTextField


class ServiceKind(models.IntegerChoices):
    """五小警务."""

    LOST_THING = 1, _("寻找失物")
    LOST_PERSON = 2, _("寻找走失人员")
    RESCUE = 3, _("救助醉酒、受伤等人员")
    PAPERS = 4, _("送证上门")
    FRAUD = 5, _("反诈提醒")
    OTHER = 9, _("其他便民服务")


class ServiceResult(models.IntegerChoices):
    OPEN = 0, _("办理中")
    DONE = 1, _("已办成")
    NOT_DONE = 2, _("未办成")
    PASSED_ON = 3, _("已转有关单位")


class SmallService(AreaRow):
    """One service to one person. `source` and `record_id` say what it was opened from, if anything."""

    kind = models.SmallIntegerField(_("服务类别"), choices=ServiceKind.choices)
    for_whom = models.CharField(_("服务对象"), max_length=80)
    phone = SealedTextField(_("联系电话"), default="", blank=True)
    text = models.TextField(_("事项"), max_length=2000)
    source = models.SmallIntegerField(_("来源"), null=True, editable=False)
    record_county = models.BigIntegerField(null=True, editable=False)
    record_id = models.BigIntegerField(null=True, editable=False)
    result = models.SmallIntegerField(_("结果"), choices=ServiceResult.choices, default=ServiceResult.OPEN)
    result_text = models.TextField(_("办理情况"), max_length=2000, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    closed_by = models.CharField(max_length=80, blank=True)

    class Meta(AreaRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="smallservice_county_id"),
            models.CheckConstraint(
                condition=models.Q(result=ServiceResult.OPEN) | models.Q(closed_at__isnull=False),
                name="smallservice_closed_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "-made_at"], name="smallservice_region"),
            models.Index(fields=["record_id"], name="smallservice_record"),
        ]

    def __str__(self) -> str:
        return self.for_whom

    def get_absolute_url(self) -> str:
        """The page of the service."""
        return reverse("outreach:service", args=[self.county, self.id])
