"""A day before a lawyer's answer is due: the lawyer hears of it, and who asked."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.loop.mediation.advice.models import Question, Standing
from hemu.outbox import queue
from hemu.outbox.models import Topic

AHEAD = timedelta(hours=24)
WHY = "reminders look at every county's questions; those who are told were asked, or asked"


@transaction.atomic
def remind(limit: int = 2000) -> int:
    """Put a notice for each question that is due within a day, or late, into the outbox, once; how many."""
    now = clock.now()
    rows = Question.objects.unscoped(reason=WHY).filter(
        standing=Standing.ASKED, reminded_at=None, due_at__lte=now + AHEAD
    )
    soon = list(rows.select_for_update(skip_locked=True).order_by("due_at", "id")[:limit])
    for row in soon:
        dispute = Dispute.objects.unscoped(reason=WHY).get(county=row.county, id=row.dispute_id)
        told = {
            "what": "advice",
            "act": 0,
            "path": f"/advice/{row.pk}/",
            "county": row.county,
            "ref": dispute.ref,
            "key": f"adv:{row.pk}",
            "unit_name": row.asked_unit,
            "due": row.due_at.isoformat(),
            "posts": [str(row.post_id), str(row.asked_post)],
            "units": [],
            "region": str(dispute.region),
        }
        queue.put((Topic.NOTICE, told))
        row.reminded_at = now
        row.save(update_fields=["reminded_at"])
    return len(soon)
