"""Parts of what was owed that came in, urging, and agreements that the parties changed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow


class UrgedBy(models.IntegerChoices):
    """How somebody was urged."""

    IN_PERSON = 1, _("上门")
    PHONE = 2, _("电话")
    WRITTEN = 3, _("书面通知")
    AT_THE_OFFICE = 4, _("约到调委会")


class Payment(CaseRow):
    """One part of one promise that was done. `amount` in yuan, empty where no money is owed.

    `attachment_id`: the receipt, a file of the dispute.
    """

    promise_id = models.BigIntegerField()
    amount = models.DecimalField(_("金额（元）"), max_digits=14, decimal_places=2, null=True)
    performed_on = models.DateField(_("履行日期"))
    note = models.CharField(_("凭证或说明"), max_length=300, blank=True)
    attachment_id = models.BigIntegerField(null=True)
    recorded_by = models.CharField(_("登记人"), max_length=80)
    recorded_at = models.DateTimeField()

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="payment_county_id"),
            models.CheckConstraint(
                condition=models.Q(amount=None) | models.Q(amount__gt=0), name="payment_is_something"
            ),
        ]
        indexes = [models.Index(fields=["county", "dispute_id"], name="payment_dispute")]

    def __str__(self) -> str:
        return self.note


class Urging(CaseRow):
    """The committee urged somebody to do what they promised (人民调解法31), and what they said."""

    promise_id = models.BigIntegerField()
    party_name = models.CharField(_("被督促人"), max_length=80)
    way = models.SmallIntegerField(_("方式"), choices=UrgedBy.choices)
    said = models.CharField(_("当事人的说法"), max_length=500)
    new_day = models.DateField(_("答应何时履行"), null=True)
    told_suit = models.BooleanField(_("已告知任何一方可以起诉"), default=False)
    urged_at = models.DateTimeField(_("时间"))
    urged_by = models.CharField(_("督促人"), max_length=80)
    unit_name = models.CharField(_("单位"), max_length=120)

    class Meta(CaseRow.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "id"], name="urging_county_id")]
        indexes = [models.Index(fields=["county", "dispute_id"], name="urging_dispute")]

    def __str__(self) -> str:
        return self.party_name


class Change(CaseRow):
    """The parties put a new agreement in place of one that stood."""

    old_agreement_id = models.BigIntegerField()
    new_agreement_id = models.BigIntegerField()
    old_number = models.CharField(_("原协议编号"), max_length=60)
    reason = models.CharField(_("变更理由"), max_length=300)
    changed_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="change_county_id"),
            models.UniqueConstraint(fields=["county", "old_agreement_id"], name="change_once"),
        ]
        indexes = [models.Index(fields=["county", "dispute_id"], name="change_dispute")]

    def __str__(self) -> str:
        return self.old_number
