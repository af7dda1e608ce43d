"""Matters that aren't settled in time, and agreements that aren't kept: a queue of their own (F6)."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow
from hemu.disputes.models.placed import PlacedQuerySet


class Why(models.IntegerChoices):
    """Why it is called. Numbers are stored; never reuse one."""

    UNSETTLED = 1, _("逾期未化解")
    UNPERFORMED = 2, _("协议未履行")


class Ended(models.IntegerChoices):
    """How it ended."""

    SETTLED = 1, _("已化解")
    PERFORMED = 2, _("已履行")
    REOPENED = 3, _("已重新打开")
    CLOSED = 4, _("已办结")
    BY_HAND = 9, _("人工了结")


class Whom(models.IntegerChoices):
    """Who was called."""

    PARTY = 1, _("当事人")
    UNIT = 2, _("办理单位")
    OTHER = 3, _("其他人")


class Chase(CaseRow):
    """One dispute in the queue for one reason, from the day on which it got there until it is over."""

    region = models.BigIntegerField(editable=False)
    why = models.SmallIntegerField(_("原因"), choices=Why.choices)
    since = models.DateTimeField(_("列入时间"))
    next_on = models.DateField(_("下次催办"))
    calls = models.SmallIntegerField(_("已催办"), default=0)
    done_at = models.DateTimeField(_("了结时间"), null=True)
    ended = models.SmallIntegerField(_("结果"), choices=Ended.choices, null=True)
    result = models.CharField(_("了结情况"), max_length=500, blank=True)
    done_by = models.CharField(max_length=80, blank=True)

    objects = PlacedQuerySet.as_manager()  # type: ignore[misc]  # narrows the base's manager

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="chase_county_id"),
            models.UniqueConstraint(
                fields=["county", "dispute_id", "why"],
                condition=models.Q(done_at=None),
                name="chase_one_open",
            ),
        ]
        indexes = [
            models.Index(
                fields=["region", "next_on"], condition=models.Q(done_at=None), name="chase_waiting"
            ),
            models.Index(fields=["county", "dispute_id"], name="chase_dispute"),
        ]

    @property
    def is_open(self) -> bool:
        return self.done_at is None


class ChaseCall(CaseRow):
    """One call: who called whom, what was said, when next. Kept as it was (人民调解法31)."""

    chase_id = models.BigIntegerField()
    whom = models.SmallIntegerField(_("问了谁"), choices=Whom.choices)
    whom_name = models.CharField(_("姓名或单位"), max_length=100)
    reached = models.BooleanField(_("找到了人"), default=True)
    said = models.CharField(_("怎么说"), max_length=1000)
    next_on = models.DateField(_("下次催办"), null=True)
    person_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta(CaseRow.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "id"], name="chasecall_county_id")]
        indexes = [
            models.Index(fields=["county", "chase_id", "at"], name="chasecall_of"),
            models.Index(fields=["county", "dispute_id"], name="chasecall_dispute"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
