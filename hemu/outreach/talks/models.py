"""One occasion of publicity with its plan and its result, and the drive that it counts towards."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import AreaRow, PartRow
from hemu.kernel.places import Span


class TalkKind(models.IntegerChoices):
    """How people are spoken to. Numbers are stored; never reuse one."""

    COURTYARD = 1, _("院坝会")
    LECTURE = 2, _("集中宣讲")
    LESSON = 3, _("法治课")
    MARKET = 4, _("赶场摆摊宣传")
    DOOR = 5, _("上门宣传")
    BROADCAST = 6, _("村村响广播")
    OTHER = 9, _("其他")


class Subject(models.IntegerChoices):
    """What is spoken of. Numbers are stored; never reuse one."""

    MEDIATION = 1, _("矛盾纠纷怎样化解")
    FRAUD = 2, _("防诈骗")
    LAND = 3, _("土地山林政策")
    FAMILY = 4, _("婚姻家庭、反家暴")
    WAGES = 5, _("劳动报酬")
    MINORS = 6, _("未成年人保护")
    ROADS = 7, _("交通安全")
    FIRE = 8, _("防火防灾")
    DRUGS = 10, _("禁毒")
    OTHER = 9, _("其他")


class Audience(models.IntegerChoices):
    """Who comes. Numbers are stored; never reuse one."""

    VILLAGERS = 1, _("村民")
    PUPILS = 2, _("学生")
    WORKERS = 3, _("务工人员")
    EMPLOYERS = 4, _("企业商户")
    CADRES = 5, _("干部、调解员")
    ELDERS = 6, _("老年人")
    OTHER = 9, _("其他")


class TalkState(models.IntegerChoices):
    PLANNED = 1, _("待举行")
    HELD = 2, _("已举行")
    CANCELLED = 3, _("已取消")


class Drive(AreaRow):
    """宣传行动: a period, an area ``region <= place < hi``, and how many sessions and people are wanted."""

    hi = models.BigIntegerField(editable=False)
    name = models.CharField(_("名称"), max_length=80)
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("结束日期"))
    wanted_talks = models.PositiveIntegerField(_("计划场次"))
    wanted_people = models.PositiveIntegerField(_("计划人次"))

    class Meta(AreaRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="drive_county_id"),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="drive_days_in_order"
            ),
        ]
        indexes = [models.Index(fields=["region", "-since"], name="drive_region")]

    def __str__(self) -> str:
        return self.name

    @property
    def span(self) -> Span:
        """The places that it is for."""
        return Span(self.region, self.hi)


class Talk(AreaRow):
    """One session. `planned_*` is the plan; `held_at`, `attendance` and `summary` are what came of it."""

    drive_county = models.BigIntegerField(null=True, editable=False)
    drive_id = models.BigIntegerField(null=True, editable=False)
    kind = models.SmallIntegerField(_("形式"), choices=TalkKind.choices)
    subject = models.SmallIntegerField(_("主题"), choices=Subject.choices)
    audience = models.SmallIntegerField(_("对象"), choices=Audience.choices)
    title = models.CharField(_("名称"), max_length=80)
    speakers = models.CharField(_("主讲人"), max_length=120)
    planned_at = models.DateTimeField(_("计划时间"))
    planned_people = models.PositiveIntegerField(_("预计人数"))
    plan = models.TextField(_("安排"), max_length=1000, blank=True)
    state = models.SmallIntegerField(_("状态"), choices=TalkState.choices, default=TalkState.PLANNED)
    held_at = models.DateTimeField(_("举行时间"), null=True, blank=True)
    attendance = models.PositiveIntegerField(_("到场人数"), null=True, blank=True)
    handed_out = models.PositiveIntegerField(_("发放资料（份）"), null=True, blank=True)
    summary = models.TextField(_("情况"), max_length=2000, blank=True)
    cancelled_why = models.CharField(_("取消原因"), max_length=200, blank=True)
    reported_by = models.CharField(max_length=80, blank=True)
    reported_at = models.DateTimeField(null=True)

    class Meta(AreaRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="talk_county_id"),
            models.CheckConstraint(
                condition=~models.Q(state=TalkState.HELD)
                | models.Q(held_at__isnull=False, attendance__isnull=False),
                name="talk_held_has_result",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "-planned_at"], name="talk_region"),
            models.Index(fields=["drive_id"], name="talk_drive"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the session."""
        return reverse("talks:talk", args=[self.county, self.id])


class TalkFile(PartRow):
    """A photo of a session, or what was handed out. `stored` and `preview` are names in the file store."""

    talk_id = models.BigIntegerField()
    name = models.CharField(max_length=150)
    format = models.SmallIntegerField()
    size = models.IntegerField()
    stored = models.CharField(max_length=64)
    preview = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField()
    person_name = models.CharField(max_length=80)

    class Meta(PartRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="talkfile_county_id"),
            models.UniqueConstraint("county", "talk_id", "stored", name="talkfile_once"),
        ]

    @property
    def is_photo(self) -> bool:
        """Whether a browser can show it in the page."""
        return bool(self.preview)
