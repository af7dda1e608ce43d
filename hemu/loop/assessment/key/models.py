"""重点纠纷: that a dispute is key, who answers for it at each level, what is done, how it goes.

It is the dispute that is key. No table here names a party, and none can be sorted by one.
"""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow, Dispute
from hemu.disputes.models.base import CaseQuerySet
from hemu.orgs.actor import Actor


class Category(models.IntegerChoices):
    """分类: what makes it key. Numbers are stored; never reuse one."""

    DANGER = 1, _("极端风险")
    MASS = 2, _("群体性")
    LONG = 3, _("久调未决")
    RELAPSED = 4, _("反复反弹")
    PETITION = 5, _("涉信访、涉诉讼")
    OTHER = 9, _("其他重点")


class Grade(models.IntegerChoices):
    """分级: which level leads; and the four levels that each name a unit and a person (包保)."""

    PREFECTURE = 1, _("市州级")
    COUNTY = 2, _("县级")
    TOWNSHIP = 3, _("乡镇级")
    VILLAGE = 4, _("村级")


class KeyDisputeQuerySet(CaseQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those whose dispute lies in the actor's area, or was given to its unit."""
        disputes = Dispute.objects.in_area(actor) if actor.spans else Dispute.objects.given_to(actor.unit_id)
        seen = disputes.filter(county=models.OuterRef("county"), id=models.OuterRef("dispute_id"))
        return self.filter(models.Exists(seen)).opened()


class KeyDispute(CaseRow):
    """One dispute in the ledger of key disputes, from the day when it was entered to that of its removal."""

    category = models.SmallIntegerField(_("分类"), choices=Category.choices)
    grade = models.SmallIntegerField(_("分级"), choices=Grade.choices)
    reason = models.CharField(_("列入理由"), max_length=1000)
    entered_at = models.DateTimeField(_("列入时间"))
    entered_by = models.CharField(max_length=80)
    entered_unit = models.CharField(_("列入单位"), max_length=120)
    entered_unit_id = models.BigIntegerField()
    updated_at = models.DateTimeField(_("最近动态"))
    due_at = models.DateTimeField(_("下次更新时限"), null=True)
    next_at = models.DateTimeField(null=True)
    """When the sweep looks at it."""
    late_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(_("移出时间"), null=True)
    removed_by = models.CharField(max_length=80, blank=True)
    removed_unit = models.CharField(max_length=120, blank=True)
    removal = models.CharField(_("移出理由"), max_length=1000, blank=True)

    objects = KeyDisputeQuerySet.as_manager()  # type: ignore[misc]  # a class variable, as every manager

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="keydispute_county_id"),
            models.UniqueConstraint(
                fields=["county", "dispute_id"],
                condition=models.Q(removed_at=None),
                name="keydispute_once",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "dispute_id"], name="keydispute_dispute"),
            models.Index(
                fields=["next_at"], condition=models.Q(next_at__isnull=False), name="keydispute_next"
            ),
        ]

    @property
    def is_late(self) -> bool:
        """Whether nobody said in time how it goes."""
        return self.late_at is not None and self.removed_at is None


class Responsible(CaseRow):
    """The unit and the person that answer for a key dispute at one level; ended when others take over."""

    key_id = models.BigIntegerField()
    level = models.SmallIntegerField(_("层级"), choices=Grade.choices)
    unit_id = models.BigIntegerField()
    unit_name = models.CharField(_("包保单位"), max_length=120)
    person_name = models.CharField(_("包保责任人"), max_length=80)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    named_by = models.CharField(max_length=80)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="responsible_county_id"),
            models.UniqueConstraint(
                fields=["county", "key_id", "level"],
                condition=models.Q(until=None),
                name="responsible_one_a_level",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "dispute_id"], name="responsible_dispute"),
            models.Index(fields=["unit_id"], condition=models.Q(until=None), name="responsible_unit"),
        ]


class KeyMeasure(CaseRow):
    """What is to be done about a key dispute, by whom, until when."""

    key_id = models.BigIntegerField()
    task = models.CharField(_("措施"), max_length=300)
    unit_name = models.CharField(_("责任单位"), max_length=120, blank=True)
    owner = models.CharField(_("责任人"), max_length=80)
    due_at = models.DateTimeField(_("完成时限"))
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(_("完成时间"), null=True)
    done_by = models.CharField(max_length=80, blank=True)
    result = models.CharField(_("落实情况"), max_length=500, blank=True)

    class Meta(CaseRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="keymeasure_county_id")]
        indexes = [models.Index(fields=["county", "dispute_id"], name="keymeasure_dispute")]


class KeyUpdate(CaseRow):
    """How it goes (动态), as somebody who works on it said; kept for ever."""

    key_id = models.BigIntegerField()
    text = models.TextField(_("动态"), max_length=2000)
    person_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta(CaseRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="keyupdate_county_id")]
        indexes = [models.Index(fields=["county", "dispute_id"], name="keyupdate_dispute")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
