"""走访: the visit record of thirteen items, and the reviews of it by the unit's head."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import AreaRow, PartRow
from hemu.disputes.models.fixed import fixed
from hemu.kernel.fields import SealedTextField
from hemu.loop.screening.models.choices import ObjectKind, VisitReason, VisitResult, VisitStatus


class Visit(AreaRow):
    """One visit. Once approved it is archived: the database refuses every change of it but emptying.

    Position is WGS 84 in degrees, `accuracy` in metres; both empty when the phone gave none.
    `photos` are names in the file store.
    """

    visitors = models.CharField(_("走访人员"), max_length=200)
    started_at = models.DateTimeField(_("开始时间"))
    ended_at = models.DateTimeField(_("结束时间"))
    latitude = models.FloatField(_("纬度"), null=True, blank=True)
    longitude = models.FloatField(_("经度"), null=True, blank=True)
    accuracy = models.FloatField(_("定位精度"), null=True, blank=True)
    object_kind = models.SmallIntegerField(_("走访对象类别"), choices=ObjectKind.choices)
    object_name = models.CharField(_("户主或单位名称"), max_length=100)
    object_phone = SealedTextField(_("联系电话"), default="", blank=True)
    object_people = models.PositiveIntegerField(_("走访人数"), default=1)
    object_info = models.TextField(_("对象基本情况"), max_length=1000, blank=True)
    reason = models.SmallIntegerField(_("走访事由"), choices=VisitReason.choices)
    campaign = models.CharField(_("专项行动名称"), max_length=100, blank=True)
    has_dispute = models.BooleanField(_("有无矛盾纠纷"), default=False)
    dispute_text = models.TextField(_("矛盾纠纷情况"), max_length=2000, blank=True)
    has_hazard = models.BooleanField(_("有无风险隐患"), default=False)
    hazard_text = models.TextField(_("风险隐患情况"), max_length=2000, blank=True)
    needs_help = models.BooleanField(_("有无求助事项"), default=False)
    help_text = models.TextField(_("求助事项"), max_length=2000, blank=True)
    publicity = models.CharField(_("宣传内容"), max_length=500, blank=True)
    photos = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    done_on_spot = models.TextField(_("现场工作"), max_length=2000, blank=True)
    result = models.SmallIntegerField(_("走访结果"), choices=VisitResult.choices)
    what_follows = models.TextField(_("后续安排"), max_length=1000, blank=True)
    status = models.SmallIntegerField(
        _("审核状态"), choices=VisitStatus.choices, default=VisitStatus.SUBMITTED
    )
    edition = models.IntegerField(_("第几次提交"), default=1)
    sealed_at = models.DateTimeField(null=True, editable=False)
    """When retention emptied it of what it says of persons."""

    class Meta(AreaRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="visit_county_id"),
            models.CheckConstraint(
                condition=models.Q(ended_at__gte=models.F("started_at")), name="visit_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "-started_at"], name="visit_region_started"),
            models.Index(fields=["unit_id", "status", "-started_at"], name="visit_unit_status"),
            models.Index(fields=["person_id", "-started_at"], name="visit_person"),
        ]
        triggers = fixed(
            "archived",
            texts=(
                "place", "object_name", "object_info", "dispute_text", "hazard_text", "help_text",
                "done_on_spot", "what_follows",
            ),
            nulls=("latitude", "longitude", "accuracy"),
            arrays=("photos",),
            sealed=("object_phone",),
            marker="sealed_at",
            when=(pgtrigger.Q(old__status=VisitStatus.APPROVED), f"OLD.status = {VisitStatus.APPROVED:d}"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.object_name


class VisitReview(PartRow):
    """One decision on a visit, kept for ever: who, when, which edition, why it went back."""

    visit_id = models.BigIntegerField()
    edition = models.IntegerField()
    status = models.SmallIntegerField(choices=VisitStatus.choices)
    reason = models.CharField(_("退回理由"), max_length=500, blank=True)
    person_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta(PartRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="visitreview_county_id"),
            models.UniqueConstraint("county", "visit_id", "edition", name="visitreview_once"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
