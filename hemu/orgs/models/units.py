"""Units: stations, centres, offices, courts, committees, departments; and the areas that each covers."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemu.kernel.ids import new_id
from hemu.kernel.places import Span
from hemu.orgs.models.base import Period, PeriodQuerySet, as_range
from hemu.orgs.models.regions import Region


class UnitKind(models.IntegerChoices):
    """What a unit is. Numbers are stored; never reuse one."""

    PREFECTURE_OFFICE = 1, _("市（州）指挥机构")
    COUNTY_CENTRE = 2, _("县级综治中心")
    TOWNSHIP_CENTRE = 3, _("乡镇综治中心")
    TOWNSHIP_GOVERNMENT = 4, _("乡镇人民政府")
    POLICE_BUREAU = 5, _("公安局")
    POLICE_STATION = 6, _("派出所")
    POLICE_OFFICE = 7, _("警务室")
    JUDICIAL_BUREAU = 8, _("司法局")
    JUDICIAL_OFFICE = 9, _("司法所")
    COURT = 10, _("人民法院（法庭）")
    LEGAL_BRIGADE = 11, _("法制大队")
    MEDIATION_COMMITTEE = 12, _("人民调解委员会")
    DEPARTMENT = 13, _("部门（七站八所）")
    VILLAGE_COMMITTEE = 14, _("村（居）民委员会")
    PETITION_OFFICE = 15, _("信访机构")
    LAW_FIRM = 16, _("律师事务所")


class CommitteeKind(models.IntegerChoices):
    """What kind of people's mediation committee (人民调解法 8 and 34)."""

    VILLAGE = 1, _("村（居）调解委员会")
    TOWNSHIP = 2, _("乡镇（街道）调解委员会")
    PROFESSIONAL = 3, _("行业性专业性调解委员会")
    DEPARTMENT = 4, _("部门（单位）调解委员会")


class UnitQuerySet(models.QuerySet["Unit"]):
    """Queries over units."""

    def active(self) -> Self:
        """Units that are still there."""
        return self.filter(is_active=True)

    def touching(self, spans: tuple[Span, ...]) -> Self:
        """Units seated in one of `spans`."""
        seated = Q(pk__in=())
        for span in spans:
            seated |= Q(region_id__gte=span.lo, region_id__lt=span.hi)
        return self.filter(seated)


class Unit(models.Model):
    """One organisation that handles disputes. Closed units stay: the ledger names them."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.PositiveSmallIntegerField(_("单位类别"), choices=UnitKind.choices)
    committee_kind = models.PositiveSmallIntegerField(
        _("调委会类别"), choices=CommitteeKind.choices, null=True, blank=True
    )
    name = models.CharField(_("单位名称"), max_length=100)
    pinyin = models.CharField(max_length=400, blank=True, editable=False)
    region = models.ForeignKey(Region, models.PROTECT, related_name="units", verbose_name=_("所在区划"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级单位")
    )
    phone = models.CharField(_("办公电话"), max_length=40, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    is_active = models.BooleanField(_("在用"), default=True)
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位")
        ordering = ["region_id", "kind", "pinyin", "id"]
        indexes = [
            models.Index(fields=["region", "kind"], name="unit_region_kind"),
            models.Index(fields=["name"], name="unit_name", opclasses=["varchar_pattern_ops"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind", "name"], condition=Q(is_active=True), name="unit_once"
            ),
            models.CheckConstraint(
                name="unit_committee_kind",
                condition=Q(kind=UnitKind.MEDIATION_COMMITTEE, committee_kind__isnull=False)
                | (~Q(kind=UnitKind.MEDIATION_COMMITTEE) & Q(committee_kind__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitArea(Period):
    """A range of places that a unit covers, for a time."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="areas")
    lo = models.BigIntegerField()
    hi = models.BigIntegerField()

    objects = PeriodQuerySet["UnitArea"].as_manager()

    class Meta:
        verbose_name = _("辖区")
        ordering = ["lo", "id"]
        indexes = [GistIndex(as_range(), name="unitarea_range")]
        constraints = [models.CheckConstraint(name="unitarea_span", condition=Q(lo__lt=models.F("hi")))]

    def __str__(self) -> str:
        return f"{self.lo}–{self.hi}"

    @property
    def span(self) -> Span:
        """The places covered."""
        return Span(self.lo, self.hi)
