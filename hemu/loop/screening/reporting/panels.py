"""小事快报、大事急报 on a dispute's page: how serious, until when, to whom, and what was reported."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemu.disputes.checks import open_acts
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ENDED, Clock, ClockKind, Dispute
from hemu.disputes.panels import register_panel
from hemu.loop.screening.reporting import clocks
from hemu.orgs.actor import Actor
from hemu.orgs.models import UnitKind
from hemu.rulebook import words


def reporting(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """What must be reported, and what was; nothing where registering was the report."""
    entries = clocks.reports_of(dispute)
    told = clocks.told(dispute)
    wanted = bool(told) and not told["by_registering"] and dispute.state not in ENDED
    if not entries and not wanted:
        return None
    running = Clock.objects.of(dispute).filter(kind=ClockKind.REPORT, stopped_at=None).first()
    return {
        "level": words.LEVELS.get(told.get("level")) if wanted else "",
        "to": [UnitKind[name].label for name in told.get("report_to", [])] if wanted else [],
        "within": words.term(told["amount"], told["unit"]) if wanted else "",
        "running": running,
        "entries": entries,
        "may_report": running is not None
        and any(step.act == Act.REPORT_UP for step in open_acts(dispute, actor)),
    }


def register() -> None:
    """Called when the application starts."""
    register_panel("reporting", "reporting/panel.html", reporting, 25, title=_("快报急报"))
