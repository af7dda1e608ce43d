"""Posts: what a person may do, for which unit, where, and for how long."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemu.kernel.ids import new_id
from hemu.kernel.places import Span
from hemu.orgs.models.base import Period, PeriodQuerySet
from hemu.orgs.models.people import Person
from hemu.orgs.models.units import Unit


class Role(models.IntegerChoices):
    """What a post allows; see ``permissions.ROLE_PERMISSIONS``. Numbers are stored; never reuse one."""

    GRID_MEMBER = 1, _("网格员")
    GRID_HEAD = 2, _("网格长")
    VILLAGE_AUXILIARY = 3, _("一村一辅")
    VILLAGE_CADRE = 4, _("村干部")
    MEDIATOR = 5, _("调解员")
    STATION_OFFICER = 6, _("民警")
    STATION_HEAD = 7, _("派出所负责人")
    TOWNSHIP_COORDINATOR = 8, _("乡镇综治专干")
    JUDICIAL_OFFICER = 9, _("司法助理员")
    DEPARTMENT_HANDLER = 10, _("部门经办人")
    COURT_HANDLER = 11, _("法院经办人")
    COUNTY_COORDINATOR = 12, _("县级综治专干")
    COUNTY_VIEWER = 13, _("县级查阅")
    PREFECTURE_COORDINATOR = 14, _("市（州）级专干")
    PREFECTURE_VIEWER = 15, _("市（州）级查阅")
    NATIONAL_VIEWER = 16, _("全国查阅")
    ADMINISTRATOR = 17, _("系统管理员")
    OUTSIDE_SYSTEM = 18, _("外部系统")
    LAWYER = 19, _("律师")
    VOLUNTEER = 20, _("志愿者")


class Post(Period):
    """One person in one unit with one role. `lo`/`hi` narrow the unit's areas; null means all of them."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, models.CASCADE, related_name="posts", verbose_name=_("人员"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("单位"))
    role = models.PositiveSmallIntegerField(_("岗位"), choices=Role.choices)
    title = models.CharField(_("职务"), max_length=60, blank=True)
    lo = models.BigIntegerField(null=True, blank=True)
    hi = models.BigIntegerField(null=True, blank=True)
    is_main = models.BooleanField(_("主要岗位"), default=False)

    objects = PeriodQuerySet["Post"].as_manager()

    class Meta:
        verbose_name = _("岗位")
        ordering = ["-is_main", "id"]
        indexes = [models.Index(fields=["lo"], name="post_lo", condition=Q(lo__isnull=False))]
        constraints = [
            models.CheckConstraint(
                name="post_span",
                condition=Q(lo__isnull=True, hi__isnull=True)
                | Q(lo__isnull=False, hi__isnull=False, lo__lt=models.F("hi")),
            ),
            models.UniqueConstraint(
                fields=["person", "unit", "role", "lo", "hi"],
                condition=Q(until__isnull=True, lo__isnull=False),
                name="post_once_in_area",
            ),
            models.UniqueConstraint(
                fields=["person", "unit", "role"],
                condition=Q(until__isnull=True, lo__isnull=True),
                name="post_once",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_main=True, until__isnull=True), name="post_one_main"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.name} {self.shown_title}"

    @property
    def shown_title(self) -> str:
        """The title as it was entered, or the role's name."""
        return self.title or self.get_role_display()

    @property
    def own_span(self) -> Span | None:
        """The narrower area of this post, or None for the unit's."""
        return Span(self.lo, self.hi) if self.lo is not None and self.hi is not None else None
