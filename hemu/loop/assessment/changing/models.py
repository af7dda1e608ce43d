"""Requests to lower a rating, and how far each new version of the rating table has come."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemu.disputes.models import CaseRow, Colour


class LoweringStatus(models.IntegerChoices):
    """What became of a request."""

    WAITING = 0, pgettext_lazy("a request", "待批准")
    APPROVED = 1, pgettext_lazy("a request", "已批准")
    REFUSED = 2, pgettext_lazy("a request", "未批准")
    TAKEN_BACK = 3, pgettext_lazy("a request", "已收回")
    LAPSED = 4, pgettext_lazy("a request", "已失效")


class Lowering(CaseRow):
    """One request to lower a dispute's colour from red or orange, and who decided it. Names are copied.

    `over` is the proposal of the rules as the asker saw it: other facts need another request.
    """

    held = models.SmallIntegerField(_("现等级"), choices=Colour.choices)
    wanted = models.SmallIntegerField(_("申请定为"), choices=Colour.choices)
    reason = models.CharField(_("申请理由"), max_length=500)
    over = models.JSONField(default=list)
    status = models.SmallIntegerField(choices=LoweringStatus, default=LoweringStatus.WAITING)
    asked_id = models.BigIntegerField()
    asked_post = models.BigIntegerField()
    asked_by = models.CharField(_("申请人"), max_length=80)
    asked_unit = models.CharField(_("申请单位"), max_length=120)
    asked_at = models.DateTimeField(_("申请时间"))
    decided_id = models.BigIntegerField(null=True)
    decided_by = models.CharField(_("批准人"), max_length=80, blank=True)
    decided_unit = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(_("意见"), max_length=500, blank=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="lowering_county_id"),
            models.UniqueConstraint(
                fields=["county", "dispute_id"],
                condition=models.Q(status=LoweringStatus.WAITING),
                name="lowering_one_waiting",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_id__isnull=True) | ~models.Q(decided_id=models.F("asked_id")),
                name="lowering_by_two",
            ),
        ]
        indexes = [models.Index(fields=["county", "dispute_id"], name="lowering_dispute")]

    def __str__(self) -> str:
        return f"{Colour(self.held).name} → {Colour(self.wanted).name}"


class RuleSweep(models.Model):
    """How far the open disputes have been held against one version of the rating table."""

    version = models.PositiveIntegerField(primary_key=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    total = models.BigIntegerField(default=0)
    looked_at = models.BigIntegerField(default=0)
    proposed = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"rating v{self.version}: {self.looked_at}/{self.total}"
