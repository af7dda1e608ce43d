"""A reviewer decides what a doubt is worth."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.screening.doubts.models import Doubt, DoubtStatus
from hemu.loop.screening.models import Visit, VisitStatus
from hemu.loop.screening.visits import review_visit
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

LONGEST_REASON = 480


def may_decide(visit: Visit, by: Actor) -> bool:
    """Whoever reviews visits there, and wasn't the visitor."""
    return (
        by.may(Permission.REVIEW_VISITS)
        and by.person_id != visit.person_id
        and (by.unit_id == visit.unit_id or by.covers(visit.region))
    )


@transaction.atomic
def decide(doubt: Doubt, status: DoubtStatus, reason: str, *, by: Actor) -> Doubt:
    """Say that a visit was false, or that the doubt is unfounded. Decided once, with a reason.

    A false visit that waits for its review goes back with the reason; one that is archived stays as it
    is, for nothing changes an archive, and counts nowhere. Raises Forbidden for the visitor, Missing for a
    stranger, Conflict when it was decided.
    """
    by.require(Permission.REVIEW_VISITS)
    if status not in (DoubtStatus.CONFIRMED, DoubtStatus.UNFOUNDED):
        raise Refused(_("请选择属实或不属实。"), field="status", code="required")
    if not reason.strip():
        raise Refused(_("请写明核查情况和依据。"), field="reason", code="required")
    rows = Doubt.objects.visible_to(by).filter(county=doubt.county, id=doubt.id)
    row: Doubt | None = rows.select_for_update().first()
    visit = Visit.objects.visible_to(by).filter(county=doubt.county, id=doubt.visit_id).first()
    if row is None or visit is None:
        raise Missing(_("没有找到这条线索。"))
    if not may_decide(visit, by):
        raise Forbidden(_("不能核查自己的走访，请由审核人核查。"))
    if row.status != DoubtStatus.OPEN:
        raise Conflict(_("这条线索已有人核查。"), code="done_already")
    row.status, row.reason = status, reason.strip()[:500]
    row.decided_by, row.decided_unit, row.decided_at = by.name, by.unit_name, clock.now()
    row.save()
    waits = visit.status == VisitStatus.SUBMITTED and visit.edition == row.edition
    if status == DoubtStatus.CONFIRMED and waits:
        why = _("核查认定不实：%(reason)s") % {"reason": reason.strip()[:LONGEST_REASON]}
        review_visit(visit, approve=False, reason=why[:500], by=by, edition=visit.edition)
    return row
