"""Telling units of a report through the outbox: a new one, one that is late, one that isn't settled."""

from __future__ import annotations

from hemu.disputes.models import Dispute
from hemu.loop.screening.models import VillagersReport
from hemu.outbox import queue
from hemu.outbox.models import Topic


def tell(report: VillagersReport, what: str, *units: int | None) -> None:
    """Have the posts of `units` that may answer told. `what`: ``new``, ``late`` or ``again``.

    Called in the act's own transaction. Nothing of what was reported, or by whom, goes out with it.
    """
    path = f"/villagers/{report.county}/{report.id}/"
    _put(report, what, path, f"report:{report.id}:{what}{report.level}{report.reopened}", units)


def tell_of_dispute(report: VillagersReport, dispute: Dispute) -> None:
    """Have those who had the dispute told that a villager says it isn't settled."""
    units = (dispute.lead_unit_id, dispute.turn_unit_id)
    key = f"reopen:{dispute.id}:{report.reopened}"
    _put(report, "again", f"/disputes/{dispute.county}/{dispute.id}/", key, units)


def _put(report: VillagersReport, what: str, path: str, key: str, units: tuple[int | None, ...]) -> None:
    named = sorted({unit for unit in units if unit})
    if not named:
        return
    payload = {
        "path": path,
        "key": key,
        "what": what,
        "ref": report.code,
        "county": report.county,
        "region": str(report.region),
        "unit_name": report.turn_unit_name,
        "due": report.due_at.isoformat(),
        "units": [str(unit) for unit in named],
    }
    queue.put((Topic.NOTICE, payload))
