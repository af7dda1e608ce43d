"""Whom a report concerns: when it is new, when its answer is late, when a villager says it isn't settled."""

from __future__ import annotations

from hemu.disputes.models import Dispute
from hemu.loop.screening import telling
from hemu.loop.screening.models import VillagersReport


def tell(report: VillagersReport, what: str, *units: int | None) -> None:
    """Have `units` told. `what`: ``new``, ``late`` or ``again``."""
    path = f"/villagers/{report.county}/{report.id}/"
    _tell(report, what, path, f"report:{report.id}:{what}{report.level}{report.reopened}", units)


def tell_of_dispute(report: VillagersReport, dispute: Dispute) -> None:
    """Have those who had the dispute told that a villager says it isn't settled."""
    units = (dispute.lead_unit_id, dispute.turn_unit_id)
    key = f"reopen:{dispute.id}:{report.reopened}"
    _tell(report, "again", f"/disputes/{dispute.county}/{dispute.id}/", key, units)


def _tell(report: VillagersReport, what: str, path: str, key: str, units: tuple[int | None, ...]) -> None:
    unit_name = report.turn_unit_name
    telling.announce(report, what, path=path, key=key, unit_name=unit_name, due_at=report.due_at, units=units)
