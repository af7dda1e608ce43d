"""The worker's part: makes the volumes that are due, one at a time."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from structlog import get_logger

from hemu.disputes import queries as disputes
from hemu.documents.volumes import queries
from hemu.documents.volumes.actions import Filing, default_retention, file_volume
from hemu.documents.volumes.models import Awaited
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.orgs.actor import system_actor

AGAIN = timedelta(hours=1)
MOST_AGAIN = timedelta(days=1)
log = get_logger(__name__)


def work_once() -> int:
    """Make the volume that has waited longest; answers 1, or 0 when none is due.

    What can't be made is tried again later and later; the page of the dispute says why.
    """
    rows = Awaited.objects.unscoped(reason="the worker makes every county's volumes")
    row = rows.filter(next_at__lte=clock.now()).order_by("next_at", "id").first()
    if row is None:
        return 0
    by = system_actor(_("自动立卷"))
    try:
        dispute = disputes.get(row.county, row.dispute_id, by=by)
        why = _("再次办结") if queries.editions(dispute) else ""
        file_volume(dispute, Filing(default_retention(), why=why), by=by)
    except Refused as refused:
        _later(row, str(refused))
    except Exception:
        log.exception("volume failed", county=row.county, dispute=row.dispute_id)
        _later(row, _("系统出错，没有立成卷，会再试。"))
    return 1


def _later(row: Awaited, problem: str) -> None:
    wait = min(AGAIN * 2**row.failures, MOST_AGAIN)
    mine = Awaited.objects.unscoped(reason="the worker's own row").filter(county=row.county, id=row.id)
    mine.update(failures=row.failures + 1, problem=problem[:300], next_at=clock.now() + wait)
