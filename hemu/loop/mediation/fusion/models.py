"""三调融合: people's, judicial and administrative mediation on one dispute, and the ways out of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow


class Kind(models.IntegerChoices):
    """A kind of mediation, or a way beside it. Numbers are stored; never reuse one."""

    PEOPLE = 1, _("人民调解")
    JUDICIAL = 2, _("司法调解")
    ADMINISTRATIVE = 3, _("行政调解")
    ARBITRATION = 4, _("仲裁")
    PETITION = 5, _("信访")
    LAWSUIT = 6, _("诉讼")


MEDIATIONS = (Kind.PEOPLE, Kind.JUDICIAL, Kind.ADMINISTRATIVE)
WAYS_OUT = (Kind.ARBITRATION, Kind.PETITION, Kind.LAWSUIT)


class Tie(models.IntegerChoices):
    """How one body comes to another's mediation. Numbers are stored; never reuse one."""

    INVITED = 1, _("邀请协助调解")
    ENTRUSTED = 2, _("委托调解")
    JOINT = 3, _("联合调解")
    GUIDED = 4, _("告知并引导")


class Standing(models.IntegerChoices):
    """How a strand stands. Numbers are stored; never reuse one."""

    ASKED = 1, _("待回应")
    TAKEN = 2, _("已参与")
    DONE = 3, _("已完成")
    DECLINED = 4, _("未参与")
    TOLD = 5, _("已引导")


class Strand(CaseRow):
    """One body's part in a dispute beside the lead's: what it was asked, and what came of it.

    A way out (arbitration, petition, court) has no unit of ours to answer: `unit_id` is empty and `unit_name`
    says where the parties were pointed.
    """

    kind = models.SmallIntegerField(_("种类"), choices=Kind.choices)
    tie = models.SmallIntegerField(_("方式"), choices=Tie.choices)
    unit_id = models.BigIntegerField(null=True)
    unit_name = models.CharField(_("单位"), max_length=120)
    task = models.CharField(_("请其做什么"), max_length=1000)
    standing = models.SmallIntegerField(_("状态"), choices=Standing.choices)
    result = models.TextField(_("结果"), max_length=2000, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    asked_unit = models.CharField(max_length=120)
    asked_post = models.BigIntegerField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="strand_county_id"),
            models.CheckConstraint(
                condition=Q(unit_id__isnull=False) | Q(standing=Standing.TOLD), name="strand_has_unit"
            ),
        ]
        indexes = [models.Index(fields=["county", "dispute_id"], name="strand_dispute")]
