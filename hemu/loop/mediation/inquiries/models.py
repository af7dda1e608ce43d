"""Inquiries (人民调解调查记录) and authorisations (授权委托书)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow
from hemu.kernel.fields import SealedTextField


class ReadBack(models.IntegerChoices):
    """How the person asked came to know what was written down."""

    READ = 1, _("本人阅读无误")
    HEARD = 2, _("向其宣读无误")
    REFUSED = 3, _("拒绝签名，已注明")


class Power(models.IntegerChoices):
    """What an agent may do, as the ministry's form lists it. Numbers are stored; never reuse one."""

    APPLY_OR_END = 1, _("代为申请或者终止调解")
    EVIDENCE = 2, _("收集、提供证据")
    MEDIATORS = 3, _("选择或者接受人民调解员")
    CLAIMS = 4, _("承认、变更、放弃请求")
    SIGN = 5, _("参加调解并签署调解文书")
    RECEIVE = 6, _("领取调解文书")
    OTHER = 9, _("其他")


class Inquiry(CaseRow):
    """One inquiry: who asked whom, where and when. `exchanges` is ``[{"q": …, "a": …}]`` in order."""

    number = models.SmallIntegerField(_("次序"))
    started_at = models.DateTimeField(_("开始时间"))
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    place = models.CharField(_("地点"), max_length=200)
    party_id = models.BigIntegerField(null=True)
    asked_name = models.CharField(_("被调查人"), max_length=80)
    asked_about = models.CharField(_("被调查人基本情况"), max_length=200, blank=True)
    askers = models.JSONField(_("调查人"), default=list)
    present = models.CharField(_("参加人"), max_length=200, blank=True)
    exchanges = models.JSONField(_("记录"), default=list)
    read_back = models.SmallIntegerField(_("核对"), choices=ReadBack.choices)
    recorded_by = models.CharField(_("记录人"), max_length=80)
    recorded_unit = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="inquiry_county_id"),
            models.UniqueConstraint(fields=["county", "dispute_id", "number"], name="inquiry_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.asked_name}"


class Authorisation(CaseRow):
    """A party lets somebody act for them. It stands until it is withdrawn (`ended_at`) or `until` is over."""

    number = models.SmallIntegerField(_("次序"))
    party_id = models.BigIntegerField()
    party_name = models.CharField(_("委托人"), max_length=80)
    agent_name = models.CharField(_("受委托人"), max_length=80)
    agent_about = models.CharField(_("与委托人的关系、单位和住址"), max_length=200, blank=True)
    agent_identity = SealedTextField(_("受委托人身份证号"), default="", blank=True)
    agent_phone = SealedTextField(_("受委托人电话"), default="", blank=True)
    powers = models.JSONField(_("委托权限"), default=list)
    other_power = models.CharField(_("其他权限"), max_length=200, blank=True)
    given_on = models.DateField(_("委托日期"))
    until = models.DateField(_("委托期限至"), null=True)
    recorded_by = models.CharField(_("登记人"), max_length=80)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="authorisation_county_id"),
            models.UniqueConstraint(fields=["county", "dispute_id", "number"], name="authorisation_number"),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("given_on")),
                name="authorisation_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_name} → {self.agent_name}"
