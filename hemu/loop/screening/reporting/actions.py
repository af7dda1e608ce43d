"""A person decides what a flag is worth."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.screening.reporting.models import Flag, FlagStatus
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def may_decide(flag: Flag, by: Actor) -> bool:
    """Whoever answers for the area, and isn't of the unit whose record it is."""
    return by.may(Permission.REVIEW_VISITS) and by.covers(flag.region) and by.unit_id != flag.unit_id


def decide(flag: Flag, status: FlagStatus, reason: str, *, by: Actor) -> Flag:
    """Say whether a flag is confirmed or unfounded, and why. Decided once.

    Raises Forbidden for the unit itself, Missing for a stranger, Conflict when it was decided.
    """
    by.require(Permission.REVIEW_VISITS)
    if status not in (FlagStatus.CONFIRMED, FlagStatus.UNFOUNDED):
        raise Refused(_("请选择属实或不属实。"), field="status", code="required")
    if not reason.strip():
        raise Refused(_("请写明核查情况和依据。"), field="reason", code="required")
    with transaction.atomic():
        rows = Flag.objects.visible_to(by).filter(county=flag.county, id=flag.id)
        row = rows.select_for_update().first()
        if row is None:
            raise Missing(_("没有找到这条线索。"))
        if not may_decide(row, by):
            raise Forbidden(_("涉及本单位的线索由上级或其他单位核查。"))
        if row.status != FlagStatus.OPEN:
            raise Conflict(_("这条线索已有人核查。"), code="done_already")
        found: Flag = row
        found.status, found.reason = status, reason.strip()
        found.decided_by, found.decided_unit, found.decided_at = by.name, by.unit_name, clock.now()
        found.save()
    return found
