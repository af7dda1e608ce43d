"""Committees and who serves in them: roster, training, awards, declared ties, and what the court was told."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow
from hemu.kernel.ids import new_id
from hemu.loop.mediation.models import Mediator
from hemu.orgs.models import Person, Post, Unit


class Duty(models.IntegerChoices):
    """What somebody is in a committee (人民调解法8, 13). Numbers are stored; never reuse one."""

    CHAIR = 1, _("主任")
    DEPUTY = 2, _("副主任")
    MEMBER = 3, _("委员")
    APPOINTED = 4, _("聘任调解员")


ELECTED = (Duty.CHAIR, Duty.DEPUTY, Duty.MEMBER)
"""Who counts among the three to nine members; appointed mediators stand beside them."""


class AwardKind(models.IntegerChoices):
    """What was awarded. Numbers are stored; never reuse one."""

    GOLD = 1, _("金牌调解员")
    BRAND_ROOM = 2, _("品牌调解室")


class TieKind(models.IntegerChoices):
    """How somebody hangs together with a party. Numbers are stored; never reuse one."""

    KIN = 1, _("亲属")
    EMPLOYER = 2, _("同单位或雇佣")
    NEIGHBOUR = 3, _("邻居")
    PARTY = 4, _("曾与其发生纠纷")
    OTHER = 9, _("其他利害关系")


class Committee(models.Model):
    """What the county's register says of a people's mediation committee (人民调解法8–10, 34).

    `setup` and `trade` are codes of the lists committee_kind and committee_trade. `women` is how many of the
    members are women; `mixed` that it is a multi-ethnic place, `mixed_member` that the committee then has a
    member of the smaller group: both are statements of the committee, nothing is kept of a person.
    """

    unit = models.OneToOneField(Unit, models.CASCADE, primary_key=True, related_name="committee")
    setup = models.CharField(_("设立主体"), max_length=8)
    trade = models.CharField(_("专业领域"), max_length=8, blank=True)
    founded_on = models.DateField(_("设立日期"), null=True, blank=True)
    term_from = models.DateField(_("本届起"), null=True, blank=True)
    term_until = models.DateField(_("本届止"), null=True, blank=True)
    women = models.PositiveSmallIntegerField(_("女性委员人数"), null=True, blank=True)
    mixed = models.BooleanField(_("多民族居住地区"), default=False)
    mixed_member = models.BooleanField(_("有人数较少民族的成员"), default=False)
    brand_room = models.CharField(_("品牌调解室名称"), max_length=60, blank=True)
    registered_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("人民调解委员会登记")
        constraints = [
            models.CheckConstraint(
                name="committee_term",
                condition=Q(term_from=None) | Q(term_until=None) | Q(term_from__lt=models.F("term_until")),
            )
        ]

    def __str__(self) -> str:
        return self.unit.name


class Member(models.Model):
    """Somebody's time in a committee. Who has no account here stands by name alone."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    committee = models.ForeignKey(Committee, models.CASCADE, related_name="members")
    post = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("姓名"), max_length=80)
    duty = models.SmallIntegerField(_("职务"), choices=Duty.choices)
    since = models.DateField(_("任职起"))
    until = models.DateField(_("任职止"), null=True, blank=True)
    ended_why = models.CharField(_("离任原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("调委会成员")
        ordering = ["duty", "since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee"], condition=Q(duty=Duty.CHAIR, until=None), name="member_one_chair"
            ),
            models.UniqueConstraint(
                fields=["committee", "post"], condition=Q(until=None), name="member_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Training(models.Model):
    """Mediators are trained at regular times (人民调解法14)."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    mediator = models.ForeignKey(Mediator, models.CASCADE, related_name="trainings")
    subject = models.CharField(_("培训内容"), max_length=120)
    held_on = models.DateField(_("培训日期"))
    hours = models.DecimalField(_("学时"), max_digits=5, decimal_places=1)
    organiser = models.CharField(_("组织单位"), max_length=100)
    recorded_by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("调解员培训")
        ordering = ["-held_on", "-id"]
        constraints = [models.CheckConstraint(name="training_hours", condition=Q(hours__gt=0))]

    def __str__(self) -> str:
        return self.subject


class Award(models.Model):
    """A title that was awarded, by whom and when; a title taken back stays with its end."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    mediator = models.ForeignKey(Mediator, models.CASCADE, related_name="awards")
    kind = models.SmallIntegerField(_("称号"), choices=AwardKind.choices)
    title = models.CharField(_("名称"), max_length=60)
    awarded_by = models.CharField(_("授予单位"), max_length=100)
    awarded_on = models.DateField(_("授予日期"))
    withdrawn_on = models.DateField(null=True)
    recorded_by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("调解员称号")
        ordering = ["-awarded_on", "-id"]

    def __str__(self) -> str:
        return self.title


class Tie(models.Model):
    """A tie that somebody declared to a person or an organisation who may come to be a party.

    Read by its owner and those who keep the register, and held against the parties of a dispute by name.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, models.CASCADE, related_name="ties")
    kind = models.SmallIntegerField(_("关系"), choices=TieKind.choices)
    name = models.CharField(_("与谁（姓名或单位名称）"), max_length=80)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    declared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("申报的利害关系")
        ordering = ["-declared_at", "-id"]
        indexes = [models.Index(fields=["name"], condition=Q(withdrawn_at=None), name="tie_name")]

    def __str__(self) -> str:
        return self.name


class CourtReport(models.Model):
    """What the county's justice bureau told the local court of its committees (人民调解法10).

    `held` is the register as it stood, `changes` what differs from the report before, in words.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    county = models.BigIntegerField()
    number = models.SmallIntegerField(_("第几次"))
    court = models.CharField(_("通报的人民法院"), max_length=100)
    held: models.JSONField[Any, Any] = models.JSONField(default=dict)
    changes: models.JSONField[Any, Any] = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    made_unit = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("调委会情况通报")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["county", "number"], name="courtreport_number")]

    def __str__(self) -> str:
        return f"{self.county}-{self.number}"


class Interpreter(CaseRow):
    """Who interprets for a party in one dispute, with the parties' consent (人民调解法20)."""

    language = models.CharField(_("语言"), max_length=30)
    name = models.CharField(_("翻译"), max_length=80)
    unit_name = models.CharField(_("所在单位"), max_length=100, blank=True)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta(CaseRow.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "id"], name="interpreter_county_id")]
        indexes = [models.Index(fields=["county", "dispute_id"], name="interpreter_dispute")]

    def __str__(self) -> str:
        return self.name
