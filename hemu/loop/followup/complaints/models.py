"""Complaints about a unit's work, who looks at them, and everything that was done on one."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import PartRow
from hemu.disputes.models.base import CountyRow
from hemu.kernel.scoped import ScopedQuerySet
from hemu.loop.followup import others
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post
from hemu.orgs.permissions import ABOVE_TOWNSHIP


class Kind(models.IntegerChoices):
    """What is complained of. The first four are the mediator's misconduct of 人民调解法15."""

    BIAS = 1, _("偏袒一方当事人")
    INSULT = 2, _("侮辱当事人")
    MONEY = 3, _("索取、收受财物或者牟取其他不正当利益")
    LEAK = 4, _("泄露当事人的个人隐私、商业秘密")
    SLOW = 5, _("拖延、推诿、不办理")
    FORCED = 6, _("强迫调解，阻拦仲裁、行政复议或者起诉")
    ATTITUDE = 7, _("态度不好")
    OTHER = 9, _("其他")


MISCONDUCT = frozenset({Kind.BIAS, Kind.INSULT, Kind.MONEY, Kind.LEAK})


class Way(models.IntegerChoices):
    """How it came in."""

    CALL = 1, _("电话回访")
    LINK = 2, _("当事人链接")
    PORTAL = 3, _("当事人页面")
    OFFICE = 4, _("来人来电")


class Status(models.IntegerChoices):
    OPEN = 1, _("待处理")
    ANSWERED = 2, _("已答复")


class Finding(models.IntegerChoices):
    """What the unit that looked at it found."""

    FOUNDED = 1, _("属实")
    PARTLY = 2, _("部分属实")
    UNFOUNDED = 3, _("不属实")
    WITHDRAWN = 4, _("投诉人撤回")


class Act(models.IntegerChoices):
    """Everything that is done on a complaint. Numbers are stored; never reuse one."""

    MADE = 1, _("收到投诉")
    SENT = 2, _("转交处理")
    CHECKED = 3, _("调查核实")
    ANSWERED = 4, _("答复投诉人")
    LATE = 5, _("超期提级")
    WATCHED = 6, _("监督意见")


class ComplaintQuerySet(ScopedQuerySet[Any]):
    """Read by the unit that looks at it and those who watch; never by the unit that it is about."""

    def visible_to(self, actor: Actor) -> Self:
        """Those handled or watched by the actor's unit, and those of the area of a post above the township.

        Whatever it is about, the units of all the person's posts and those that they lie under read nothing
        of it: nobody changes the post and looks at a complaint about their own unit.
        """
        mine = models.Q(handler_id=actor.unit_id) | models.Q(supervisor_id=actor.unit_id)
        if actor.role in ABOVE_TOWNSHIP:
            for span in actor.spans:
                mine |= models.Q(region__gte=span.lo, region__lt=span.hi)
        posts = Post.objects.current().filter(person_id=actor.person_id)
        own = {actor.unit_id, *posts.values_list("unit_id", flat=True)}
        never = {unit for one in own if one for unit in others.above(one)}
        return self.filter(mine).exclude(about_unit_id__in=never).opened()


class Complaint(CountyRow):
    """One complaint about a unit. `dispute_id` and `party_id` are 0 where it is about no dispute of ours.

    The unit complained of reads none of it. `handler` looks at it until `due_at` and answers the
    complainant; `supervisor` sees that it is done.
    """

    number = models.CharField(_("投诉编号"), max_length=24)
    kind = models.SmallIntegerField(_("投诉事项"), choices=Kind.choices)
    way = models.SmallIntegerField(_("来源"), choices=Way.choices)
    region = models.BigIntegerField(_("所在区划"))
    dispute_id = models.BigIntegerField(default=0)
    party_id = models.BigIntegerField(default=0)
    complainant = models.CharField(_("投诉人"), max_length=80, blank=True)
    text = models.TextField(_("投诉内容"), max_length=2000)
    about_unit_id = models.BigIntegerField()
    about_unit_name = models.CharField(_("被投诉单位"), max_length=120)
    handler_id = models.BigIntegerField()
    handler_name = models.CharField(_("受理单位"), max_length=120)
    supervisor_id = models.BigIntegerField(null=True)
    supervisor_name = models.CharField(_("监督单位"), max_length=120, blank=True)
    status = models.SmallIntegerField(_("状态"), choices=Status.choices, default=Status.OPEN)
    finding = models.SmallIntegerField(_("调查结论"), choices=Finding.choices, null=True)
    answer = models.TextField(_("给投诉人的答复"), max_length=2000, blank=True)
    measures = models.TextField(_("整改措施"), max_length=2000, blank=True)
    made_at = models.DateTimeField(_("收到时间"))
    due_at = models.DateTimeField(_("答复时限"))
    next_at = models.DateTimeField(null=True)
    """When the sweep looks at it."""
    late_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)

    objects: ClassVar[Any] = ComplaintQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint("county", "id", name="complaint_county_id"),
            models.CheckConstraint(
                condition=~models.Q(handler_id=models.F("about_unit_id")), name="complaint_another_unit"
            ),
        ]
        indexes = [
            models.Index(fields=["handler_id", "status"], name="complaint_handler"),
            models.Index(fields=["region", "-made_at"], name="complaint_region"),
            models.Index(fields=["county", "dispute_id"], name="complaint_dispute"),
            models.Index(
                fields=["next_at"], condition=models.Q(next_at__isnull=False), name="complaint_next"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_misconduct(self) -> bool:
        """Whether it is one of the four of 人民调解法15."""
        return self.kind in MISCONDUCT


class ComplaintStep(PartRow):
    """One thing that was done on a complaint, kept for ever."""

    complaint_id = models.BigIntegerField()
    act = models.SmallIntegerField(choices=Act.choices)
    text = models.TextField(max_length=2000, blank=True)
    person_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta(PartRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="complaintstep_county_id")]
        indexes = [models.Index(fields=["county", "complaint_id", "at"], name="complaintstep_of")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
