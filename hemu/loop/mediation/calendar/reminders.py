"""The day before: mediators and the units that sit hear of tomorrow's sessions, once."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from hemu.disputes.models import Dispute, Involvement, InvolvementRole
from hemu.kernel import clock
from hemu.loop.mediation.calendar.models import Sitting, SittingMediator, Standing
from hemu.orgs.models import Post
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission
from hemu.outbox import queue
from hemu.outbox.models import Topic

AHEAD = timedelta(hours=24)
WHY = "reminders look at every county's appointments; those who are told are named by the appointment"
_MEDIATE = [role for role, allowed in ROLE_PERMISSIONS.items() if Permission.MEDIATE in allowed]
_HANDLERS = (InvolvementRole.LEAD, InvolvementRole.JOINT)


@transaction.atomic
def remind(limit: int = 2000) -> int:
    """Put a notice for each appointment of the next day into the outbox; answers how many."""
    now = clock.now()
    rows = Sitting.objects.unscoped(reason=WHY).filter(
        standing=Standing.PLANNED, reminded_at=None, starts_at__gt=now, starts_at__lte=now + AHEAD
    )
    soon = list(rows.select_for_update(skip_locked=True).order_by("starts_at", "id")[:limit])
    for row in soon:
        _tell(row)
        row.reminded_at = now
        row.save(update_fields=["reminded_at"])
    return len(soon)


def _tell(row: Sitting) -> None:
    dispute = Dispute.objects.unscoped(reason=WHY).get(county=row.county, id=row.dispute_id)
    named = SittingMediator.objects.of(dispute).filter(sitting_id=row.pk)
    handling = Involvement.objects.of(dispute).filter(role__in=_HANDLERS, until=None)
    units = {int(one["id"]) for one in row.units} | set(handling.values_list("unit_id", flat=True))
    staff = Post.objects.current().filter(unit_id__in=units, role__in=_MEDIATE, person__is_active=True)
    posts = {*named.values_list("post_id", flat=True), *staff.values_list("pk", flat=True)}
    told = {
        "what": "sitting",
        "act": 0,
        "path": dispute.get_absolute_url(),
        "county": row.county,
        "ref": dispute.ref,
        "key": f"sit:{row.pk}:{row.sequence}",
        "unit_name": row.presiding,
        "due": row.starts_at.isoformat(),
        "posts": [str(one) for one in sorted(posts)],
        "units": [],
        "region": str(row.region),
    }
    queue.put((Topic.NOTICE, told))
