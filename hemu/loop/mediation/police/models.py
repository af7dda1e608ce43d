"""Reports to the police, and the steps of a minor case that is settled instead of punished."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow


class Basis(models.IntegerChoices):
    """Why the police are told. Numbers are stored; never reuse one."""

    INCAPABLE = 1, _("无、限制民事行为能力人遭受家庭暴力")
    VIOLENCE = 2, _("家庭暴力的投诉、求助")
    OFFENCE = 3, _("可能引起治安案件、刑事案件")
    ESCALATION = 4, _("纠纷有可能激化")


ARTICLES = {
    Basis.INCAPABLE: "反家庭暴力法14",
    Basis.VIOLENCE: "反家庭暴力法13",
    Basis.OFFENCE: "人民调解法25",
    Basis.ESCALATION: "人民调解法25",
}


class ToldBy(models.IntegerChoices):
    """How the police were told."""

    PHONE = 1, _("拨打 110")
    IN_PERSON = 2, _("当面报告")
    WRITTEN = 3, _("书面报告")


class PoliceReport(CaseRow):
    """One report: when it was found out, when the police were told, what was done for who needed help.

    `reported_at` is when the police were told and `written_at` when that was written down: two moments.
    """

    basis = models.SmallIntegerField(_("为什么报告"), choices=Basis.choices)
    found_at = models.DateTimeField(_("发现时间"))
    reported_at = models.DateTimeField(_("报告时间"))
    way = models.SmallIntegerField(_("方式"), choices=ToldBy.choices)
    told_unit = models.CharField(_("接报单位"), max_length=120)
    told_person = models.CharField(_("接报人"), max_length=80, blank=True)
    situation = models.TextField(_("情况"), max_length=2000)
    help_given = models.CharField(_("采取的帮助、防护措施"), max_length=500)
    feedback = models.CharField(_("公安机关的处理"), max_length=500, blank=True)
    feedback_at = models.DateTimeField(null=True)
    written_by = models.CharField(_("报告人"), max_length=80)
    unit_name = models.CharField(_("报告单位"), max_length=120)
    written_at = models.DateTimeField(_("登记时间"))

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="policereport_county_id"),
            models.CheckConstraint(
                condition=models.Q(reported_at__gte=models.F("found_at")), name="policereport_order"
            ),
        ]
        indexes = [models.Index(fields=["county", "dispute_id"], name="policereport_dispute")]

    def __str__(self) -> str:
        return self.told_unit

    @property
    def article(self) -> str:
        """The article that it was reported under."""
        return ARTICLES[Basis(self.basis)]


class Way(models.IntegerChoices):
    """By whom a minor case was settled (治安管理处罚法9)."""

    POLICE = 1, _("公安机关调解")
    COMMITTEE = 2, _("人民调解委员会调解")
    THEMSELVES = 3, _("当事人自行和解")


class Step(models.IntegerChoices):
    """The steps of the chain. Numbers are stored; never reuse one."""

    FACTS = 1, _("事实已查明")
    REACHED = 2, _("达成协议")
    PERFORMED = 3, _("履行完毕")
    APPLIED = 4, _("书面申请")
    APPROVED = 5, _("公安机关认可，不予处罚")
    NOT_APPROVED = 6, _("公安机关不认可")
    HANDLED = 7, _("依法处理，并告知民事诉讼")


class CaseStep(CaseRow):
    """One step of one minor case, kept for ever: when, by whom, on what paper."""

    number = models.SmallIntegerField()
    step = models.SmallIntegerField(_("步骤"), choices=Step.choices)
    way = models.SmallIntegerField(_("怎么了结的"), choices=Way.choices, null=True)
    on = models.DateField(_("日期"))
    text = models.TextField(_("情况"), max_length=2000)
    case_number = models.CharField(_("案件编号"), max_length=60, blank=True)
    applicants = models.JSONField(_("申请的当事人"), default=list)
    other_ways = models.JSONField(_("告知的其他途径"), default=list)
    attachment_id = models.BigIntegerField(null=True)
    written_by = models.CharField(_("登记人"), max_length=80)
    unit_name = models.CharField(_("单位"), max_length=120)
    written_at = models.DateTimeField()

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="casestep_county_id"),
            models.UniqueConstraint(fields=["county", "dispute_id", "number"], name="casestep_number"),
        ]
        indexes = [models.Index(fields=["county", "dispute_id"], name="casestep_dispute")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.text
