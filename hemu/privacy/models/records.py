"""Records that the law asks an office to keep: impact assessments (55, 56) and breaches (57)."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import AreaRow, PartRow


class Trigger(models.IntegerChoices):
    """What an assessment is asked for by (个人信息保护法55). Numbers are stored; never reuse one."""

    SENSITIVE = 1, _("处理敏感个人信息")
    AUTOMATED = 2, _("利用个人信息进行自动化决策")
    HANDED_ON = 3, _("委托处理、向他人提供或者公开个人信息")
    ABROAD = 4, _("向境外提供个人信息")
    OTHER = 9, _("其他对个人权益有重大影响的处理")


class Conclusion(models.IntegerChoices):
    """What the assessment came to."""

    GO = 1, _("可以开展")
    GO_WITH_MEASURES = 2, _("落实保护措施后开展")
    NO = 3, _("不得开展")


class Assessment(AreaRow):
    """One assessment with the three questions of 个人信息保护法56, kept three years at the least."""

    title = models.CharField(_("评估事项"), max_length=120)
    trigger = models.SmallIntegerField(_("属于哪种情形"), choices=Trigger.choices)
    lawful = models.TextField(_("目的、方式是否合法、正当、必要"), max_length=2000)
    impact = models.TextField(_("对个人权益的影响及安全风险"), max_length=2000)
    measures = models.TextField(_("保护措施是否合法、有效并与风险相适应"), max_length=2000)
    conclusion = models.SmallIntegerField(_("结论"), choices=Conclusion.choices)
    keep_until = models.DateField(_("至少保存到"))

    class Meta(AreaRow.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "id"], name="assessment_county_id")]
        indexes = [models.Index(fields=["county", "-made_at"], name="assessment_county")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.title


class Breach(AreaRow):
    """Personal information leaked, was changed or was lost, or may have been."""

    title = models.CharField(_("发生了什么"), max_length=120)
    happened_at = models.DateTimeField(_("发生时间"), null=True)
    found_at = models.DateTimeField(_("发现时间"))
    kinds = models.CharField(_("涉及哪些信息"), max_length=300)
    people = models.IntegerField(_("涉及人数"))
    cause = models.TextField(_("原因"), max_length=1000)
    harm = models.TextField(_("可能造成的危害"), max_length=1000)
    measures = models.TextField(_("已采取的补救措施"), max_length=1000)
    own_steps = models.TextField(_("个人可以采取的减轻危害的措施"), max_length=1000)
    no_telling = models.CharField(_("不逐一通知个人的理由"), max_length=300, blank=True)

    class Meta(AreaRow.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "id"], name="breach_county_id")]
        indexes = [models.Index(fields=["county", "-made_at"], name="breach_county")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.title


class Told(models.IntegerChoices):
    """Who was told of a breach. Numbers are stored; never reuse one."""

    AUTHORITY = 1, _("履行个人信息保护职责的部门")
    PERSONS = 2, _("受影响的个人")
    SUPERIOR = 3, _("上级单位")
    POLICE = 4, _("公安机关")


class BreachTelling(PartRow):
    """Who was told of a breach, when and how."""

    breach_id = models.BigIntegerField()
    whom = models.SmallIntegerField(_("通知了谁"), choices=Told.choices)
    name = models.CharField(_("名称或人数"), max_length=120)
    how = models.CharField(_("怎么通知的"), max_length=200)
    at = models.DateTimeField(_("通知时间"))
    person_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)

    class Meta(PartRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="breachtelling_county_id")]
        indexes = [models.Index(fields=["county", "breach_id"], name="breachtelling_breach")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
