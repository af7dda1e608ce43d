"""Statements that mediation prevented something worse."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow
from hemu.disputes.models.placed import PlacedQuerySet


class Prevented(models.IntegerChoices):
    """What was prevented, as the ministry's statistics count it. Numbers are stored; never reuse one."""

    MASS_PETITION = 1, _("防止群体性上访")
    MASS_INCIDENT = 2, _("防止群体性事件")
    ARMED_FIGHT = 3, _("防止群体性械斗")
    SUICIDE = 4, _("防止自杀")
    CRIME = 5, _("防止民间纠纷转化为刑事案件")


class Verdict(models.IntegerChoices):
    """What another person made of a statement."""

    OPEN = 1, _("待核实")
    APPROVED = 2, _("属实，计入成效")
    REJECTED = 3, _("不予认定")


class Prevention(CaseRow):
    """One statement. Only one that another person approved counts."""

    region = models.BigIntegerField(editable=False)
    kind = models.SmallIntegerField(_("防止了什么"), choices=Prevented.choices)
    people = models.IntegerField(_("涉及人数"))
    grounds = models.TextField(_("依据"), max_length=2000)
    happened_on = models.DateField(_("日期"))
    stated_by_id = models.BigIntegerField()
    stated_by = models.CharField(_("申报人"), max_length=80)
    stated_unit = models.CharField(_("申报单位"), max_length=120)
    stated_at = models.DateTimeField(_("申报时间"))
    verdict = models.SmallIntegerField(_("核实"), choices=Verdict.choices, default=Verdict.OPEN)
    decision = models.CharField(_("核实情况"), max_length=500, blank=True)
    decided_by = models.CharField(_("核实人"), max_length=80, blank=True)
    decided_unit = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)

    objects = PlacedQuerySet.as_manager()  # type: ignore[misc]  # narrows the base's manager

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="prevention_county_id"),
            models.CheckConstraint(condition=models.Q(people__gt=0), name="prevention_people"),
            models.UniqueConstraint(
                fields=["county", "dispute_id", "kind"],
                condition=models.Q(verdict__in=(1, 2)),
                name="prevention_once",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "verdict", "-happened_on"], name="prevention_region"),
            models.Index(fields=["county", "dispute_id"], name="prevention_dispute"),
        ]

    def __str__(self) -> str:
        return self.grounds[:40]
