"""Late, missed and concealed reports: what a comparison of sources found, and what a person made of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import AreaQuerySet
from hemu.disputes.models.base import CountyRow


class FlagKind(models.IntegerChoices):
    LATE = 1, _("迟报")
    MISSED = 2, _("漏报")
    CONCEALED = 3, _("瞒报")


class FlagStatus(models.IntegerChoices):
    OPEN = 1, _("待核查")
    CONFIRMED = 2, _("属实")
    UNFOUNDED = 3, _("不属实")


class Record(models.IntegerChoices):
    """Which table a source is in. Numbers are stored; never reuse one."""

    VISIT = 1, _("走访")
    INCIDENT = 2, _("警情")
    PETITION = 3, _("信访件")
    VILLAGER = 4, _("村民说事")
    DISPUTE = 5, _("矛盾纠纷")
    JOINT_MEETING = 6, _("联席会")
    GROUP = 7, _("微警务群")
    REPORT_UP = 8, _("上报")
    NOTHING = 9, _("没有登记")


class Flag(CountyRow):
    """One suspicion, of a record and a unit, never of a person: it names nobody and adds up to no score.

    `known_*` is the unit's own record, which shows what it knew and when; `against_*` is what that is held
    against: the later registration, a record from elsewhere, or nothing at all. `grounds` says what
    speaks for the two being one matter, in the sources' own words.
    """

    kind = models.SmallIntegerField(_("类别"), choices=FlagKind.choices)
    region = models.BigIntegerField(_("所在区划"))
    unit_id = models.BigIntegerField()
    unit_name = models.CharField(_("单位"), max_length=120)
    known = models.SmallIntegerField(choices=Record.choices)
    known_id = models.BigIntegerField()
    known_at = models.DateTimeField(_("知悉时间"))
    against = models.SmallIntegerField(choices=Record.choices)
    against_id = models.BigIntegerField(default=0)
    against_at = models.DateTimeField()
    due_at = models.DateTimeField(_("应报时间"), null=True)
    reported_at = models.DateTimeField(_("实报时间"), null=True)
    words = ArrayField(models.CharField(max_length=60), default=list)
    """Words to be marked in both texts."""
    grounds = models.JSONField(default=list)
    found_at = models.DateTimeField(_("发现时间"))
    status = models.SmallIntegerField(_("核查结果"), choices=FlagStatus.choices, default=FlagStatus.OPEN)
    reason = models.TextField(_("核查情况"), max_length=2000, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_unit = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = AreaQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint("county", "id", name="flag_county_id"),
            models.UniqueConstraint(
                fields=["county", "kind", "known", "known_id", "against", "against_id"], name="flag_once"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "status", "-found_at"], name="flag_region"),
            models.Index(fields=["unit_id", "-found_at"], name="flag_unit"),
        ]
