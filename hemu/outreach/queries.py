"""Reading small services within an actor's scope."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from hemu.disputes import origins
from hemu.disputes.models import Source
from hemu.disputes.origins import Opened, Prefill
from hemu.kernel.errors import Missing
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.outreach.models import ServiceResult, SmallService


def service(county: int, service_id: int, *, by: Actor) -> SmallService:
    """One service; raises Missing for a stranger."""
    by.require(Permission.VIEW)
    found: SmallService | None = (
        SmallService.objects.visible_to(by).filter(county=county, id=service_id).first()
    )
    if found is None:
        raise Missing(_("没有找到这项服务。"))
    return found


def services(by: Actor, *, open_only: bool = False) -> Any:
    """The services of the actor's area and unit, newest first; for paging."""
    by.require(Permission.VIEW)
    rows = SmallService.objects.visible_to(by).order_by("-made_at", "-id")
    return rows.filter(result=ServiceResult.OPEN) if open_only else rows


def origin(of: SmallService, by: Actor) -> Prefill | None:
    """The record that a service was opened from, when there is one that the actor may see."""
    if of.source is None or of.record_county is None or of.record_id is None:
        return None
    try:
        return origins.read(of.source, of.record_county, of.record_id, by=by, aspect="help")
    except Missing:
        return None


def opened_services(source: Source, record_id: int) -> list[Opened]:
    """The services that were opened from a record that was itself read within a scope."""
    rows = SmallService.objects.unscoped(reason="the record was read within a scope").filter(
        source=source, record_id=record_id
    )
    return [
        Opened(
            _("便民服务：%(kind)s") % {"kind": row.get_kind_display()}, row.get_absolute_url(), row.made_at
        )
        for row in rows.order_by("made_at", "id")
    ]
