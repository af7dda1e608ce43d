"""Dangers that still stand, and small services that aren't done, in the post's own grids."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hemu.field.lists import MOST, Entry, Offer, Section
from hemu.loop.screening.models import Hazard, HazardStatus
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.outreach.models import ServiceKind, ServiceResult, SmallService

_TITLE_LENGTH = 24


def _hazards(by: Actor) -> list[Entry]:
    if not by.may(Permission.AMEND):
        return []
    rows = Hazard.objects.in_area(by).filter(status=HazardStatus.OPEN).order_by("-found_at", "-id")
    return [_hazard(row) for row in rows[: MOST + 1]]


def _hazard(row: Hazard) -> Entry:
    data = {"hazard": {"county": row.county, "id": str(row.id)}}
    return Entry(
        key=f"hazard:{row.id}",
        title=row.text[:_TITLE_LENGTH],
        region=row.region,
        text=row.text,
        place=row.place,
        offers=(Offer(_("消除销号"), "hazard_remove", data),),
    )


def _services(by: Actor) -> list[Entry]:
    if not by.may(Permission.REGISTER):
        return []
    rows = SmallService.objects.in_area(by).filter(result=ServiceResult.OPEN)
    return [_service(row) for row in rows.order_by("-made_at", "-id")[: MOST + 1]]


def _service(row: SmallService) -> Entry:
    data = {"service": {"county": row.county, "id": str(row.id)}}
    return Entry(
        key=f"service:{row.id}",
        title=f"{row.for_whom} · {ServiceKind(row.kind).label}",
        region=row.region,
        text=row.text,
        place=row.place,
        offers=(Offer(_("办结"), "service_close", data),),
    )


HAZARDS = Section("hazards", _("未消除的隐患"), _("辖区内没有未消除的隐患。"), _hazards)
SERVICES = Section("services", _("便民服务"), _("没有办理中的便民服务。"), _services)
