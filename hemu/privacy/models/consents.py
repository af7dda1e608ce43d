"""Separate consent to sensitive personal information, and a guardian's for a minor (个人信息保护法28–31)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow


class SensitiveKind(models.IntegerChoices):
    """What is sensitive (个人信息保护法28). What is never recorded here has no number."""

    HEALTH = 1, _("医疗健康")
    MONEY = 2, _("金融账户")
    WHEREABOUTS = 3, _("行踪轨迹")
    UNDER_FOURTEEN = 4, _("不满十四周岁未成年人的信息")
    IDENTITY_COPY = 5, _("身份证件影像")


class ConsentForm(models.IntegerChoices):
    """How it was given."""

    SIGNED = 1, _("书面签字")
    ORAL = 2, _("口头，有记录")
    OWN_PAGE = 3, _("本人在查询页面上")


class PersonalConsent(CaseRow):
    """One person's consent to one purpose. It stands until it is withdrawn (个人信息保护法15).

    `kinds` are numbers of SensitiveKind. `guardian` consents for whoever is under fourteen (31).
    """

    party_id = models.BigIntegerField()
    party_name = models.CharField(_("当事人"), max_length=80)
    kinds = models.JSONField(_("哪些敏感信息"), default=list)
    purpose = models.CharField(_("用来做什么"), max_length=300)
    necessity = models.CharField(_("为什么必须用"), max_length=300)
    impact = models.CharField(_("对本人有什么影响"), max_length=300)
    form = models.SmallIntegerField(_("同意方式"), choices=ConsentForm.choices)
    guardian = models.CharField(_("监护人"), max_length=80, blank=True)
    relation = models.CharField(_("与本人的关系"), max_length=40, blank=True)
    given_at = models.DateTimeField(_("同意时间"))
    recorded_by = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)

    class Meta(CaseRow.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "id"], name="personalconsent_county_id")]
        indexes = [models.Index(fields=["county", "dispute_id"], name="personalconsent_dispute")]

    @property
    def kinds_in_words(self) -> list[str]:
        """The kinds as people read them."""
        return [str(SensitiveKind(one).label) for one in self.kinds]
