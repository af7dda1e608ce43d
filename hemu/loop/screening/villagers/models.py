"""What belongs to a villagers' report: its steps, its files, the code that opens it, who looked at a name."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow
from hemu.disputes.models.area import PartRow
from hemu.disputes.models.fixed import fixed
from hemu.kernel import clock


class Side(models.IntegerChoices):
    """Who speaks."""

    VILLAGER = 1, _("村民")
    TEAM = 2, _("服务队")
    SYSTEM = 3, _("系统")


class Said(models.IntegerChoices):
    """What a step is. Numbers are stored; never reuse one."""

    REPORTED = 1, _("反映")
    ADDED = 2, _("补充")
    ASKED = 3, _("询问")
    TAKEN = 4, _("承办")
    ANSWERED = 5, _("答复")
    SETTLED = 6, _("说已解决")
    UNSETTLED = 7, _("说没解决")
    RAISED = 8, _("超期上报")
    JUDGED_REAL = 9, _("甄别为真实反映")
    SET_ASIDE = 10, _("不予办理")
    FOLDED = 11, _("并入同一件")
    UNFOLDED = 12, _("分开办理")
    GIVEN = 13, _("转交")


class Step(PartRow):
    """One step of a report, kept for ever: what was said or done, by whom, when.

    `token` is the form's own, so that a form sent twice writes once.
    """

    report_id = models.BigIntegerField()
    side = models.SmallIntegerField(choices=Side.choices)
    said = models.SmallIntegerField(choices=Said.choices)
    text = models.TextField(max_length=5000, blank=True)
    person_name = models.CharField(max_length=80, blank=True)
    unit_name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    token = models.BinaryField(max_length=32, null=True)

    class Meta(PartRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="villagerstep_county_id"),
            models.UniqueConstraint(fields=["county", "report_id", "token"], name="villagerstep_once"),
        ]
        indexes = [models.Index(fields=["county", "report_id", "at"], name="villagerstep_report")]
        triggers = fixed("append_only", texts=("text",))


class ReportFile(PartRow):
    """A photo or a recording that a villager sent; `stored` and `preview` name sealed bytes in the store.

    The place is where a photo was taken (degrees of WGS 84): there only if its sender said that it may be
    told, and deleted with who reported.
    """

    report_id = models.BigIntegerField()
    step_id = models.BigIntegerField()
    media = models.CharField(max_length=40)
    """Its media type, by its content."""
    size = models.IntegerField()
    digest = models.BinaryField(max_length=32, default=b"")
    """A keyed hash of its content: the same file sent again is known by it."""
    stored = models.CharField(max_length=64)
    preview = models.CharField(max_length=64, blank=True)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)

    class Meta(PartRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="reportfile_county_id")]
        indexes = [models.Index(fields=["county", "report_id"], name="reportfile_report")]

    @property
    def is_image(self) -> bool:
        """Whether a browser can show it in the page; anything else is a recording."""
        return self.media.startswith("image/")

    @property
    def place(self) -> str:
        """Latitude and longitude as maps read them; empty when it isn't told."""
        if self.latitude is None or self.longitude is None:
            return ""
        return f"{self.latitude:.5f},{self.longitude:.5f}"


class TrackingCode(models.Model):
    """The villager's key to their report: 80 random bits, of which only a keyed hash (32 bytes) is kept.

    No foreign key and no county in the primary key: whoever brings a code knows neither, so this table
    stays on one machine however the reports are spread.
    """

    hash = models.BinaryField(max_length=32, primary_key=True)
    county = models.BigIntegerField()
    report_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["report_id"], name="trackingcode_report")]


class ContactPurpose(models.IntegerChoices):
    """Why a reporter's name and telephone are opened (个人信息保护法 13 and 34)."""

    CALL_BACK = 1, _("联系反映人了解情况")
    ANSWER = 2, _("答复反映人")
    DANGER = 3, _("有人身危险，须立即联系")
    OTHER = 9, _("其他（须写明）")


class ContactOpening(PartRow):
    """Somebody looked at who reported. The reporter reads this list with their tracking code."""

    report_id = models.BigIntegerField()
    purpose = models.SmallIntegerField(_("用途"), choices=ContactPurpose.choices)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    at = models.DateTimeField()
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)

    class Meta(PartRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="contactopening_county_id")]
        indexes = [models.Index(fields=["county", "report_id"], name="contactopening_report")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class ProposalStatus(models.IntegerChoices):
    OPEN = 1, _("待决定")
    REOPENED = 2, _("已重开")
    DECLINED = 3, _("不重开")


class ReopenProposal(CaseRow):
    """A villager says that a dispute which grew out of their report isn't settled. A person decides."""

    report_id = models.BigIntegerField()
    text = models.TextField(max_length=5000, blank=True)
    at = models.DateTimeField()
    status = models.SmallIntegerField(choices=ProposalStatus.choices, default=ProposalStatus.OPEN)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="reopenproposal_county_id"),
            models.UniqueConstraint(
                fields=["county", "dispute_id", "report_id"],
                condition=models.Q(status=ProposalStatus.OPEN),
                name="reopenproposal_one_open",
            ),
        ]
        indexes = [models.Index(fields=["county", "dispute_id"], name="reopenproposal_dispute")]


class VillageCode(models.Model):
    """The short word of a village's poster: /p/<code>/. A lost poster's code is ended, and another made."""

    code = models.CharField(max_length=12, primary_key=True)
    region = models.BigIntegerField(_("村（社区）"))
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region"], condition=models.Q(ended_at=None), name="villagecode_one_current"
            )
        ]

    def __str__(self) -> str:
        return self.code
