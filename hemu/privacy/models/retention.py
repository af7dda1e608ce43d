"""The end of retention: what is to be sealed, who asked, who approved, and what is held back."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow
from hemu.disputes.models.area import AreaRow


class HoldKind(models.IntegerChoices):
    """Why a dispute may not be sealed yet. Numbers are stored; never reuse one."""

    SUIT = 1, _("正在诉讼、仲裁或执行")
    PETITION = 2, _("正在信访、复查复核")
    INQUIRY = 3, _("正在调查、追责")
    OTHER = 9, _("其他（须写明）")


class Hold(CaseRow):
    """A dispute is kept whole beyond its period, for a reason, until somebody ends that."""

    kind = models.SmallIntegerField(_("情形"), choices=HoldKind.choices)
    reason = models.CharField(_("说明"), max_length=300)
    at = models.DateTimeField()
    person_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="hold_county_id"),
            models.UniqueConstraint(
                fields=["county", "dispute_id", "kind"],
                condition=models.Q(ended_at=None),
                name="hold_one_standing",
            ),
        ]


class RunStatus(models.IntegerChoices):
    """How far a sealing has come. Numbers are stored; never reuse one."""

    ASKED = 1, _("待批准")
    APPROVED = 2, _("已批准，今夜封存")
    SEALED = 3, _("已封存")
    REFUSED = 4, _("未批准")


class SealingRun(AreaRow):
    """A list of disputes whose time is over, asked for by one person and approved by another.

    `region` is the whole area that the list was made for.
    """

    status = models.SmallIntegerField(choices=RunStatus.choices, default=RunStatus.ASKED)
    count = models.IntegerField(_("件数"))
    note = models.CharField(_("意见"), max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_unit = models.CharField(max_length=120, blank=True)
    sealed_at = models.DateTimeField(null=True)
    sealed = models.IntegerField(_("已封存"), default=0)

    class Meta(AreaRow.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "id"], name="sealingrun_county_id")]
        indexes = [models.Index(fields=["county", "-made_at"], name="sealingrun_county")]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]


class SealingItem(CaseRow):
    """One dispute of the list. `why_not` says why it was left out when the night came."""

    run_id = models.BigIntegerField()
    ref = models.CharField(max_length=24)
    due_on = models.DateField()
    sealed_at = models.DateTimeField(null=True)
    why_not = models.CharField(max_length=200, blank=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="sealingitem_county_id"),
            models.UniqueConstraint(fields=["county", "run_id", "dispute_id"], name="sealingitem_once"),
        ]
        indexes = [models.Index(fields=["county", "dispute_id"], name="sealingitem_dispute")]
