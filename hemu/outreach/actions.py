"""Opening and closing small services."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hemu.disputes.origins import Prefill
from hemu.kernel import clock, identity
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.ids import new_id
from hemu.kernel.places import county_of
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.outreach.models import ServiceKind, ServiceResult, SmallService


def open_service(
    *,
    kind: ServiceKind,
    region: int,
    for_whom: str,
    text: str,
    phone: str = "",
    place: str = "",
    origin: Prefill | None = None,
    service_id: int | None = None,
    by: Actor,
) -> SmallService:
    """Open a small service, perhaps from a visit or a report. The same `service_id` sent twice opens one."""
    by.require(Permission.REGISTER)
    _check(region, for_whom, text, phone, by)
    row = SmallService.made_by(
        by, id=service_id or new_id(), kind=kind, region=region, place=place.strip(),
        for_whom=for_whom.strip(), phone=identity.plain_phone(phone), text=text.strip(), made_at=clock.now(),
        source=origin.source if origin else None,
        record_county=origin.county if origin else None,
        record_id=origin.record_id if origin else None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        own = SmallService.objects.visible_to(by).filter(id=row.id, person_id=by.person_id)
        found: SmallService | None = own.first()
        if found is None:
            raise Conflict(_("这个编号已被使用，请重新打开页面再填。"), code="id_taken") from None
        return found
    return row


def _check(region: int, for_whom: str, text: str, phone: str, by: Actor) -> None:
    if not by.covers(region):
        raise Forbidden(_("这个地点不在您的管辖范围内。"), field="region", code="outside_area")
    if county_of(region) == 0:
        raise Refused(_("请选择到县以下的地点。"), field="region", code="too_wide")
    if not for_whom.strip():
        raise Refused(_("请填写服务对象。"), field="for_whom", code="required")
    if not text.strip():
        raise Refused(_("请写明需要办的事。"), field="text", code="required")
    if phone.strip() and not identity.valid_phone(phone):
        raise Refused(_("电话号码不对，请填手机号或带区号的座机号。"), field="phone", code="phone")


def close_service(service: SmallService, result: ServiceResult, text: str, *, by: Actor) -> SmallService:
    """Close a service with its result. Raises Conflict when somebody already did."""
    by.require(Permission.REGISTER)
    if result == ServiceResult.OPEN:
        raise Refused(_("请选择办理结果。"), field="result", code="required")
    if not text.strip():
        raise Refused(_("请写明办理情况。"), field="result_text", code="required")
    with transaction.atomic():
        rows = SmallService.objects.visible_to(by).filter(county=service.county, id=service.id)
        row: SmallService | None = rows.select_for_update().first()
        if row is None:
            raise Missing(_("没有找到这项服务。"))
        if row.result != ServiceResult.OPEN:
            raise Conflict(_("这项服务已经办结。"), code="done_already")
        row.result, row.result_text = result, text.strip()
        row.closed_at, row.closed_by = clock.now(), by.name
        row.save()
    return row
