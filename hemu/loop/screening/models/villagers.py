"""村民说事: what a villager reported, and how the village's service team answers for it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import AreaRow
from hemu.kernel.fields import SealedTextField
from hemu.loop.screening.models.choices import (
    WAITING,
    ReportChannel,
    ReportOutcome,
    ReportStatus,
    Satisfaction,
)


class VillagersReport(AreaRow):
    """One matter as a villager tells it, and who must answer until when.

    `code` is the office's number for it and opens nothing; the villager's own tracking code is kept only
    as a keyed hash (hemu.loop.screening.villagers.models.TrackingCode). Who reported is sealed: people
    tell of their neighbours, and are opened on record like a telephone number.

    `turn_unit_id` is the unit whose answer is due at `due_at`; `level` counts how often the clock ran
    out, and `next_at` says when it is looked at again (None: nobody is left above, or no clock runs).
    """

    code = models.CharField(_("编号"), max_length=12, editable=False)
    channel = models.SmallIntegerField(
        _("来源"), choices=ReportChannel.choices, default=ReportChannel.OFFICE, editable=False
    )
    text = models.TextField(_("反映内容"), max_length=5000, blank=True)
    text_key = models.BinaryField(max_length=32, null=True, editable=False)
    reporter = SealedTextField(_("反映人"), default="", blank=True)
    phone = SealedTextField(_("联系电话"), default="", blank=True)
    received_at = models.DateTimeField(_("收到时间"))
    due_at = models.DateTimeField(_("答复期限"))
    officer = models.CharField(_("包村民警"), max_length=80, blank=True)
    auxiliary = models.CharField(_("村辅警"), max_length=80, blank=True)
    cadre = models.CharField(_("村干部"), max_length=80, blank=True)
    representative = models.CharField(_("村民代表"), max_length=80, blank=True)
    turn_unit_id = models.BigIntegerField(null=True, editable=False)
    turn_unit_name = models.CharField(_("答复单位"), max_length=120, blank=True, editable=False)
    taken_by = models.CharField(_("承办人"), max_length=80, blank=True, editable=False)
    status = models.SmallIntegerField(_("状态"), choices=ReportStatus.choices, default=ReportStatus.OPEN)
    outcome = models.SmallIntegerField(
        _("办理方式"), choices=ReportOutcome.choices, null=True, blank=True, editable=False
    )
    answer = models.TextField(_("答复内容"), max_length=5000, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    level = models.SmallIntegerField(default=0, editable=False)
    next_at = models.DateTimeField(null=True, editable=False)
    overdue_at = models.DateTimeField(_("超期时间"), null=True, editable=False)
    satisfaction = models.SmallIntegerField(
        _("村民评价"), choices=Satisfaction.choices, null=True, blank=True, editable=False
    )
    closed_at = models.DateTimeField(null=True, editable=False)
    """When the villager said that it is settled, or a person set it aside."""
    reopened = models.SmallIntegerField(_("重新办理次数"), default=0, editable=False)
    suspicions = ArrayField(models.CharField(max_length=20), default=list, editable=False)
    """Why it waits for a person to look whether it is meant seriously; empty when nothing was odd."""
    judged_by = models.CharField(max_length=80, blank=True, editable=False)
    folded_into = models.BigIntegerField(null=True, editable=False)
    forgotten_at = models.DateTimeField(null=True, editable=False)
    """When name, telephone and tracking code were deleted for good."""
    sealed_at = models.DateTimeField(null=True, editable=False)
    """When retention emptied all of what it says of persons."""

    class Meta(AreaRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="villagersreport_county_id"),
            models.UniqueConstraint("county", "code", name="villagersreport_code"),
        ]
        indexes = [
            models.Index(fields=["region", "-received_at"], name="villagersreport_region"),
            models.Index(
                fields=["next_at"], condition=models.Q(next_at__isnull=False), name="villagersreport_next"
            ),
            models.Index(
                fields=["county", "text_key"],
                condition=models.Q(text_key__isnull=False),
                name="villagersreport_same",
            ),
            models.Index(
                fields=["county", "folded_into"],
                condition=models.Q(folded_into__isnull=False),
                name="villagersreport_folded",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_waiting(self) -> bool:
        """Whether the service team owes an answer."""
        return self.status in WAITING

    @property
    def is_from_portal(self) -> bool:
        """Whether the villager wrote it themselves."""
        return self.channel == ReportChannel.POSTER
