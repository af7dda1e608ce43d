"""Sessions, and who came."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow
from hemu.loop.mediation.models.choices import AttendeeRole, Mode, Result


class Session(CaseRow):
    """One session of mediation with its record (人民调解法27)."""

    acceptance_id = models.BigIntegerField()
    number = models.SmallIntegerField(_("第几次"))
    started_at = models.DateTimeField(_("开始时间"))
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    place = models.CharField(_("地点"), max_length=200)
    mode = models.SmallIntegerField(_("形式"), choices=Mode.choices)
    mediators = models.JSONField(_("调解员"), default=list)
    record = models.TextField(_("调解记录"), max_length=10000)
    result = models.SmallIntegerField(_("结果"), choices=Result.choices)
    next_at = models.DateTimeField(_("下次时间"), null=True)
    prevention = models.CharField(_("防止激化的措施"), max_length=500, blank=True)
    recorded_by = models.CharField(_("记录人"), max_length=80)
    recorded_at = models.DateTimeField()

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="session_county_id"),
            models.UniqueConstraint(fields=["county", "dispute_id", "number"], name="session_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.place}"


class Attendance(CaseRow):
    """Somebody who came. A helper comes only with the parties' consent (人民调解法20)."""

    session_id = models.BigIntegerField()
    role = models.SmallIntegerField(_("身份"), choices=AttendeeRole.choices)
    party_id = models.BigIntegerField(null=True)
    name = models.CharField(_("姓名"), max_length=80)
    relation = models.CharField(_("与当事人的关系或职务"), max_length=80, blank=True)
    parties_consented = models.BooleanField(default=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="attendance_county_id"),
            models.CheckConstraint(
                condition=~models.Q(role=AttendeeRole.HELPER) | models.Q(parties_consented=True),
                name="attendance_helper_consented",
            ),
        ]
        indexes = [models.Index(fields=["county", "dispute_id"], name="attendance_dispute")]

    def __str__(self) -> str:
        return self.name
