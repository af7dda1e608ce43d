"""How long it is kept who reported: for a time after the end, then deleted for good. A voice is as good as a
name, and where somebody stood with a camera may be their door.

What was reported and answered stays, as the office's record of its own work.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from hemu.kernel import clock
from hemu.loop.screening.models import ReportStatus, VillagersReport
from hemu.loop.screening.villagers import files, queries
from hemu.loop.screening.villagers.models import TrackingCode
from hemu.rulebook import evaluate

CLOCK = "villager_forget"
"""The rulebook's name of the time."""
OTHERWISE = 730
"""Days, where the rulebook says nothing."""
OVER = (ReportStatus.SETTLED, ReportStatus.SET_ASIDE, ReportStatus.ANSWERED)
"""One that was folded into another goes with that one: until then its villager may need the code."""
BATCH = 1000


def days(on: date) -> int:
    """For how many days after the last word who reported is kept."""
    verdict = evaluate("clock", {"clock": CLOCK}, on=on)
    return int(verdict.value["amount"]) if verdict.value.get("unit") == "days" else OTHERWISE


def forget() -> int:
    """Delete name, telephone, voice and code of reports that were over so long ago; answers how many."""
    before = clock.now() - timedelta(days=days(clock.today()))
    done = 0
    while rows := _old(before):
        for row in (one for head in rows for one in (head, *queries.folded(head))):
            _forget(row)
            done += 1
    return done


@transaction.atomic
def _forget(row: VillagersReport) -> None:
    row.reporter, row.phone, row.forgotten_at = "", "", clock.now()
    row.save(update_fields=["reporter", "phone", "forgotten_at"])
    TrackingCode.objects.filter(report_id=row.id).delete()
    files.forget_voices(row)


def _old(before: object) -> list[VillagersReport]:
    reports = VillagersReport.objects.unscoped(reason="every county's reports are forgotten alike")
    over = reports.filter(status__in=OVER, forgotten_at=None, received_at__lt=before)
    still = over.exclude(closed_at__gte=before).exclude(answered_at__gte=before)
    return list(still.order_by("received_at", "id")[:BATCH])
