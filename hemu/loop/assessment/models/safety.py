"""安全防护: who does what, until when, so that nobody comes to harm while the matter is open."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow
from hemu.kernel.fields import SealedTextField
from hemu.orgs.names import mask_phone


class SafetyMeasure(CaseRow):
    """One measure of a dispute's safety plan, with its owner. Names are copied, as in the ledger."""

    task = models.CharField(_("措施"), max_length=300)
    owner = models.CharField(_("责任人"), max_length=80)
    owner_unit = models.CharField(_("责任单位"), max_length=120, blank=True)
    due_at = models.DateTimeField(_("完成时限"))
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(_("完成时间"), null=True)
    done_by = models.CharField(max_length=80, blank=True)
    result = models.CharField(_("落实情况"), max_length=500, blank=True)

    class Meta(CaseRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="safetymeasure_county_id")]
        indexes = [models.Index(fields=["county", "dispute_id"], name="safetymeasure_dispute")]

    def __str__(self) -> str:
        return self.task


class ContactKind(models.IntegerChoices):
    """What somebody is in a safety plan. Numbers are stored; never reuse one."""

    WARN = 1, _("要提醒防范的人")
    HELP = 2, _("可以求助的人")


class SafetyContact(CaseRow):
    """Somebody of the safety plan: who must be warned, or who helps. Taken out again by `removed_at`."""

    kind = models.SmallIntegerField(_("类别"), choices=ContactKind.choices)
    name = models.CharField(_("姓名"), max_length=80)
    phone = SealedTextField(_("电话"), default="", blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    told_at = models.DateTimeField(_("已提醒"), null=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta(CaseRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="safetycontact_county_id")]
        indexes = [models.Index(fields=["county", "dispute_id"], name="safetycontact_dispute")]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_phone(self) -> str:
        """The number as a page shows it: in part."""
        return mask_phone(str(self.phone)) if self.phone else ""
