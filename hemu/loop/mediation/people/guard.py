"""Who sees the register of committees and mediators, and who keeps it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hemu.kernel.errors import Forbidden, Missing
from hemu.kernel.places import COUNTY_UNIT, Span
from hemu.orgs.actor import Actor
from hemu.orgs.models import CommitteeKind, Unit, UnitKind
from hemu.orgs.permissions import Permission

_CALLED = (CommitteeKind.PROFESSIONAL, CommitteeKind.DEPARTMENT)


def require_reader(by: Actor) -> None:
    """The register is for those who handle or watch disputes, and those who keep it."""
    if not (by.may(Permission.VIEW) or by.may(Permission.KEEP_MEDIATORS)):
        raise Forbidden(_("您的岗位不能查看调解组织。"))


def seen_units(by: Actor) -> QuerySet[Unit]:
    """The units of the actor's area, the actor's own, and the county's professional committees."""
    require_reader(by)
    here = Q(pk=by.unit_id)
    for span in by.spans:
        here |= Q(region_id__gte=span.lo, region_id__lt=span.hi)
        for county in _counties(span):
            here |= Q(
                committee_kind__in=_CALLED,
                region_id__gte=county * COUNTY_UNIT,
                region_id__lt=(county + 1) * COUNTY_UNIT,
            )
    return Unit.objects.active().filter(here)


def _counties(span: Span) -> list[int]:
    """The one county of a span; a wider span holds its counties' committees anyhow."""
    return [span.county] if span.county is not None else []


def committees(by: Actor) -> QuerySet[Unit]:
    """The people's mediation committees that the actor sees."""
    return seen_units(by).filter(kind=UnitKind.MEDIATION_COMMITTEE)


def seen_committee(unit_id: int, by: Actor) -> Unit:
    """One committee; raises Missing for a stranger."""
    found = committees(by).select_related("region", "committee").filter(pk=unit_id).first()
    if found is None:
        raise Missing(_("没有找到这个调解委员会。"))
    return found


def keeps(unit: Unit, by: Actor) -> bool:
    """Whether the actor keeps the register of `unit`: the judicial office and the county, in their area."""
    return by.may(Permission.KEEP_MEDIATORS) and by.covers(unit.region_id)


def require_keeper(unit: Unit, by: Actor) -> None:
    """Raise Forbidden unless the actor keeps the register of `unit`."""
    if not keeps(unit, by):
        raise Forbidden(_("调解组织和调解员由司法所、司法局或者管理员登记。"))
