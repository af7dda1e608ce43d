"""微警务群: which work groups there are, and what was pushed to them. The product reads no group's chat.

What came in is written down by an officer, as ``screening.GroupRecord``, under the group's name.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import AreaRow, PartRow


class GroupKind(models.IntegerChoices):
    """Whom a group is for. Numbers are stored; never reuse one."""

    VILLAGE = 1, _("村（居）群")
    SCHOOL = 2, _("校园群")
    EMPLOYER = 3, _("企业单位群")
    TRADE = 4, _("行业商户群")
    TENANTS = 5, _("出租屋、流动人口群")
    SITE = 6, _("工地群")
    OTHER = 9, _("其他")


class WorkGroup(AreaRow):
    """One group: for whom, whose, where, how many. Members are a number; no list of them is kept."""

    kind = models.SmallIntegerField(_("类别"), choices=GroupKind.choices)
    name = models.CharField(_("群名称"), max_length=100)
    owner = models.CharField(_("负责人（民警、辅警、网格员）"), max_length=80)
    members = models.PositiveIntegerField(_("人数"))
    counted_at = models.DateTimeField(_("人数登记时间"))
    note = models.CharField(_("说明"), max_length=400, blank=True)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_why = models.CharField(_("解散原因"), max_length=200, blank=True, editable=False)

    class Meta(AreaRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="workgroup_county_id"),
            models.UniqueConstraint(
                fields=["county", "region", "name"],
                condition=models.Q(closed_at=None),
                name="workgroup_once",
            ),
        ]
        indexes = [models.Index(fields=["region", "kind"], name="workgroup_region")]

    def __str__(self) -> str:
        return self.name


class Push(PartRow):
    """What was pushed to a group: a warning against fraud, a notice, a law explained. Kept as it was."""

    group_id = models.BigIntegerField()
    subject = models.CharField(_("主题"), max_length=100)
    text = models.TextField(_("内容"), max_length=2000, blank=True)
    reached = models.PositiveIntegerField()
    """Members of the group when it was pushed."""
    person_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta(PartRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="grouppush_county_id")]
        indexes = [models.Index(fields=["county", "group_id", "-at"], name="grouppush_group")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
