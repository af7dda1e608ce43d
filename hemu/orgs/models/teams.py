"""Teams: patrol, mediation, languages, support; some are lent to another area for a time."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemu.kernel.ids import new_id
from hemu.kernel.places import Span
from hemu.orgs.models.base import Period, PeriodQuerySet
from hemu.orgs.models.people import Person
from hemu.orgs.models.regions import Region
from hemu.orgs.models.units import Unit


class TeamKind(models.IntegerChoices):
    """What a team is for."""

    PATROL = 1, _("巡逻队")
    MEDIATION = 2, _("调解队")
    LANGUAGE = 3, _("双语调解队")
    SUPPORT = 4, _("支援队")
    SERVICE = 5, _("村级服务队")
    VOLUNTEER = 6, _("志愿服务队")


class Team(Period):
    """People who work together under one unit. Its figures count under its own name."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.PositiveSmallIntegerField(_("队伍类别"), choices=TeamKind.choices)
    name = models.CharField(_("队伍名称"), max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="teams", verbose_name=_("所属单位"))
    languages = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    note = models.CharField(_("说明"), max_length=400, blank=True)

    objects = PeriodQuerySet["Team"].as_manager()

    class Meta:
        verbose_name = _("队伍")
        ordering = ["unit_id", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"], condition=Q(until__isnull=True), name="team_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class TeamMember(Period):
    """Who is in a team, for a time."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    team = models.ForeignKey(Team, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    leads = models.BooleanField(_("队长"), default=False)

    objects = PeriodQuerySet["TeamMember"].as_manager()

    class Meta:
        verbose_name = _("队员")
        ordering = ["-leads", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "person"], condition=Q(until__isnull=True), name="team_member_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.team_id}: {self.person_id}"


class TeamLoan(Period):
    """A team lent to another area: while it lasts, its members see and work there too."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    team = models.ForeignKey(Team, models.CASCADE, related_name="loans")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("支援区域"))
    reason = models.CharField(_("事由"), max_length=400, blank=True)

    objects = PeriodQuerySet["TeamLoan"].as_manager()

    class Meta:
        verbose_name = _("支援安排")
        ordering = ["since", "id"]

    def __str__(self) -> str:
        return f"{self.team_id} → {self.region_id}"

    @property
    def span(self) -> Span:
        """The places of the area lent to."""
        return self.region.span
