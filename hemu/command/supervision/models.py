"""Supervision orders: what was found, who must answer until when, and who alone may close it."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import AreaQuerySet, PartRow
from hemu.disputes.models.base import CountyRow


class Cause(models.IntegerChoices):
    """What an order is raised for. Numbers are stored; never reuse one."""

    FALSE_VISIT = 1, _("虚假走访")
    LATE = 2, _("迟报")
    MISSED = 3, _("漏报")
    CONCEALED = 4, _("瞒报")
    FLAGS_UNCHECKED = 5, _("报告线索逾期未核查")
    VISITS_UNCHECKED = 6, _("走访线索逾期未核查")
    DISPUTE = 7, _("纠纷办理")


class OrderStatus(models.IntegerChoices):
    OPEN = 1, _("待反馈")
    ANSWERED = 2, _("待审结")
    CLOSED = 3, _("已办结")


class Act(models.IntegerChoices):
    """Everything that is done on an order. Numbers are stored; never reuse one."""

    RAISED = 1, _("发出督办")
    ANSWERED = 2, _("反馈")
    SENT_BACK = 3, _("退回重办")
    LATE = 4, _("超期提级")
    CLOSED = 5, _("办结")


class Order(CountyRow):
    """One order to a unit, never to a person.

    `cause_id` is the finding that it rests on; of an order on how a dispute is handled it is the order's own
    number, and `dispute_id` names the dispute.
    """

    number = models.CharField(_("督办编号"), max_length=24)
    cause = models.SmallIntegerField(_("事由"), choices=Cause.choices)
    cause_id = models.BigIntegerField()
    dispute_id = models.BigIntegerField(null=True)
    region = models.BigIntegerField(_("所在区划"))
    unit_id = models.BigIntegerField()
    unit_name = models.CharField(_("被督办单位"), max_length=120)
    raiser_id = models.BigIntegerField()
    raiser_name = models.CharField(_("督办单位"), max_length=120)
    demand = models.CharField(_("要求"), max_length=500)
    status = models.SmallIntegerField(_("状态"), choices=OrderStatus.choices, default=OrderStatus.OPEN)
    opened_at = models.DateTimeField(_("发出时间"))
    due_at = models.DateTimeField(_("反馈时限"))
    next_at = models.DateTimeField(null=True)
    """When the sweep looks at it."""
    late_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True)

    objects: ClassVar[Any] = AreaQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint("county", "id", name="order_county_id"),
            models.UniqueConstraint(fields=["county", "cause", "cause_id"], name="order_once"),
        ]
        indexes = [
            models.Index(fields=["region", "status", "-opened_at"], name="order_region"),
            models.Index(fields=["unit_id", "status"], name="order_unit"),
            models.Index(
                fields=["county", "dispute_id"],
                condition=models.Q(dispute_id__isnull=False),
                name="order_dispute",
            ),
            models.Index(fields=["next_at"], condition=models.Q(next_at__isnull=False), name="order_next"),
        ]

    def __str__(self) -> str:
        return self.number


class OrderStep(PartRow):
    """One thing that was done on an order, kept for ever."""

    order_id = models.BigIntegerField()
    act = models.SmallIntegerField(choices=Act.choices)
    text = models.TextField(max_length=2000, blank=True)
    person_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta(PartRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="orderstep_county_id")]
        indexes = [models.Index(fields=["county", "order_id", "at"], name="orderstep_order")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
