"""会商研判: a meeting, who came, what it looked at, what it concluded, and who does what until when."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemu.disputes.models.area import AreaQuerySet, AreaRow, PartRow
from hemu.orgs.actor import Actor


class ConferralStatus(models.IntegerChoices):
    """Numbers are stored; never reuse one."""

    CALLED = 1, _("已召集")
    HELD = 2, _("已开完")
    CANCELLED = 3, _("已取消")


class Why(models.IntegerChoices):
    """What brought an item onto the agenda. Numbers are stored; never reuse one."""

    RED = 1, pgettext_lazy("one", "红色纠纷")
    REVIEW = 2, _("橙色纠纷到期复评")
    WARNING = 3, _("预警提示单未办")
    TREND = 4, _("趋势上升")
    KEY = 5, _("重点纠纷动态超期")
    MEASURE = 6, _("上次会商措施未完成")
    ADDED = 9, _("人工加入")


class ConferralQuerySet(AreaQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those in the convener's area above or beside it, and the units that were called."""
        called = Attendance.objects.unscoped(reason="the unit's own calls").filter(
            county=models.OuterRef("county"), conferral_id=models.OuterRef("id"), unit_id=actor.unit_id
        )
        return (super().visible_to(actor) | self.filter(models.Exists(called))).opened()


class Conferral(AreaRow):
    """One meeting. `region` is where the convener's area begins."""

    number = models.CharField(_("编号"), max_length=24, editable=False)
    subject = models.CharField(_("名称"), max_length=100)
    held_at = models.DateTimeField(_("会商时间"))
    chair = models.CharField(_("主持人"), max_length=80)
    status = models.SmallIntegerField(
        _("状态"), choices=ConferralStatus.choices, default=ConferralStatus.CALLED
    )
    summary = models.TextField(_("会商综述"), max_length=5000, blank=True)
    closed_at = models.DateTimeField(null=True)

    objects = ConferralQuerySet.as_manager()  # type: ignore[misc]  # a class variable, as every manager

    class Meta(AreaRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="conferral_county_id"),
            models.UniqueConstraint("county", "number", name="conferral_number"),
        ]
        indexes = [
            models.Index(fields=["region", "-held_at"], name="conferral_region"),
            models.Index(fields=["unit_id", "-held_at"], name="conferral_unit"),
        ]

    def __str__(self) -> str:
        return self.number


class Attendance(PartRow):
    """A unit that was called, and who came for it. `present` empty: not written down yet."""

    conferral_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    unit_name = models.CharField(_("单位"), max_length=120)
    present = models.BooleanField(_("到会"), null=True)
    person_name = models.CharField(_("参会人"), max_length=80, blank=True)

    class Meta(PartRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="conferralattendance_county_id"),
            models.UniqueConstraint("county", "conferral_id", "unit_id", name="conferralattendance_once"),
        ]
        indexes = [models.Index(fields=["unit_id", "conferral_id"], name="conferralattendance_unit")]


class Item(PartRow):
    """One item of the agenda: a dispute (`dispute_id` 0 for a trend), why, and what was concluded."""

    conferral_id = models.BigIntegerField()
    why = models.SmallIntegerField(_("事由"), choices=Why.choices)
    position = models.SmallIntegerField()
    dispute_county = models.BigIntegerField(default=0)
    dispute_id = models.BigIntegerField(default=0)
    ref = models.CharField(max_length=24, blank=True)
    title = models.CharField(_("议题"), max_length=100)
    ground = models.CharField(_("情况"), max_length=500, blank=True)
    path = models.CharField(max_length=120, blank=True)
    """Where more of it is read, when it is no dispute."""
    conclusion = models.TextField(_("会商结论"), max_length=2000, blank=True)
    concluded_by = models.CharField(max_length=80, blank=True)
    concluded_at = models.DateTimeField(null=True)

    class Meta(PartRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="conferralitem_county_id")]
        indexes = [
            models.Index(fields=["county", "conferral_id", "position"], name="conferralitem_conferral"),
            models.Index(fields=["dispute_id"], name="conferralitem_dispute"),
        ]


class ConferralMeasure(PartRow):
    """What an item's conclusion asks of a unit and a person, until when."""

    conferral_id = models.BigIntegerField()
    item_id = models.BigIntegerField()
    task = models.CharField(_("措施"), max_length=300)
    unit_id = models.BigIntegerField()
    unit_name = models.CharField(_("责任单位"), max_length=120)
    owner = models.CharField(_("责任人"), max_length=80)
    due_at = models.DateTimeField(_("完成时限"))
    next_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(_("完成时间"), null=True)
    done_by = models.CharField(max_length=80, blank=True)
    result = models.CharField(_("落实情况"), max_length=500, blank=True)

    class Meta(PartRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="conferralmeasure_county_id")]
        indexes = [
            models.Index(fields=["county", "conferral_id"], name="conferralmeasure_of"),
            models.Index(fields=["unit_id"], condition=models.Q(done_at=None), name="conferralmeasure_unit"),
            models.Index(
                fields=["next_at"], condition=models.Q(next_at__isnull=False), name="conferralmeasure_next"
            ),
        ]
