"""An agreement on its way through a court, and the look at it beforehand."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow
from hemu.kernel import clock


class Stage(models.IntegerChoices):
    """Where an application stands. Numbers are stored; never reuse one."""

    FILED = 1, _("已提出，待法院决定是否受理")
    ACCEPTED = 2, _("法院已受理，审查中")
    REFUSED = 3, _("法院不予受理")
    VALID = 4, _("裁定有效")
    DISMISSED = 5, _("裁定驳回申请")
    WITHDRAWN = 6, _("当事人撤回")


WAITING = frozenset({Stage.FILED, Stage.ACCEPTED})


class CourtGround(models.IntegerChoices):
    """Why this court (民事诉讼法205)."""

    INVITED = 1, _("邀请调解的人民法院")
    DOMICILE = 2, _("当事人住所地的基层人民法院")
    OBJECT = 3, _("标的物所在地的基层人民法院")
    ORGANISATION = 4, _("调解组织所在地的基层人民法院")
    INTERMEDIATE = 5, _("依法应由中级人民法院管辖")


class Review(CaseRow):
    """The agreement was held against the grounds on which a court confirms none (法释〔2011〕5号7).

    `found` holds the codes (list "confirmation_bar") of those that are there; empty when there are none.
    """

    agreement_id = models.BigIntegerField()
    found = models.JSONField(_("发现的问题"), default=list)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    reviewed_at = models.DateTimeField(_("审查时间"))
    reviewed_by = models.CharField(_("审查人"), max_length=80)
    unit_name = models.CharField(_("单位"), max_length=120)

    class Meta(CaseRow.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "id"], name="confirmreview_county_id")]
        indexes = [models.Index(fields=["county", "dispute_id"], name="confirmreview_dispute")]

    def __str__(self) -> str:
        return self.note


class Confirmation(CaseRow):
    """One joint application to one court, and what became of it.

    `papers` holds the codes (list "confirmation_papers") of what was handed in. `decide_by` and `rule_by` are
    the court's days: three to decide whether it takes it, fifteen (and ten more) to rule (art. 4, 5).
    """

    agreement_id = models.BigIntegerField()
    stage = models.SmallIntegerField(_("进展"), choices=Stage.choices, default=Stage.FILED)
    court_name = models.CharField(_("法院"), max_length=100)
    court_ground = models.SmallIntegerField(_("为什么向这个法院"), choices=CourtGround.choices)
    papers = models.JSONField(_("已交材料"), default=list)
    filed_on = models.DateField(_("提出日期"))
    decide_by = models.DateField(_("应决定受理"))
    accepted_on = models.DateField(_("受理日期"), null=True)
    rule_by = models.DateField(_("应作出裁定"), null=True)
    extended = models.BooleanField(_("已延长审查"), default=False)
    ended_on = models.DateField(_("结果日期"), null=True)
    ruling = models.CharField(_("裁定书文号"), max_length=60, blank=True)
    bar = models.CharField(_("不予确认的情形"), max_length=8, blank=True)
    reason = models.CharField(_("说明"), max_length=500, blank=True)
    other_ways = models.JSONField(_("告知的其他途径"), default=list)
    recorded_by = models.CharField(_("登记人"), max_length=80)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="confirmation_county_id"),
            models.UniqueConstraint(
                fields=["county", "agreement_id"],
                condition=models.Q(stage__in=(1, 2, 4)),
                name="confirmation_one_standing",
            ),
        ]
        indexes = [models.Index(fields=["county", "dispute_id"], name="confirmation_dispute")]

    def __str__(self) -> str:
        return self.court_name

    @property
    def waits(self) -> bool:
        """Whether the court has yet to say something."""
        return self.stage in WAITING

    @property
    def court_is_late(self) -> bool:
        """Whether the days that the court has are over; the page says so, nobody is counted late."""
        by = {Stage.FILED: self.decide_by, Stage.ACCEPTED: self.rule_by}.get(Stage(self.stage))
        return by is not None and by < clock.today()
