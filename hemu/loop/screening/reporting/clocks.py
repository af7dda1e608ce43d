"""The reporting clock of a dispute: runs from when it is known to be serious until somebody reports it up."""

from __future__ import annotations

from datetime import date
from typing import Any

from hemu.disputes.advance import Turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ENDED, ClockKind, Dispute, Entry
from hemu.kernel import clock
from hemu.rulebook import Verdict, calendar, evaluate

RANKS = {"ordinary": 1, "urgent": 2}
"""What was reported as urgent needn't be reported again as ordinary."""
_TELLS = ("facts", "colour", "proposed_colour")


def verdict_for(dispute: Dispute, on: date) -> Verdict:
    """What the rulebook says of reporting this dispute, by what is known of it now."""
    colour = int(dispute.colour or dispute.proposed_colour)
    return evaluate("reporting", {**dispute.facts, "colour": colour}, on=on)


def watch(this: Turn) -> None:
    """A reaction to every act: start the clock when the matter must be reported, and tell how it was."""
    dispute = this.dispute
    if this.act == Act.REPORT_UP:
        this.tell(report_level=_level(verdict_for(dispute, clock.local(this.at).date())))
        return
    fresh = this.act in (Act.REGISTER, Act.RELAPSE)
    if dispute.state in ENDED or not (fresh or any(this.changed(name) for name in _TELLS)):
        return
    verdict = verdict_for(dispute, clock.local(this.at).date())
    if not verdict.value or verdict.value["by_registering"]:
        if not fresh:
            this.stop_clock(ClockKind.REPORT)
        return
    if fresh or RANKS[_level(verdict)] > _reported(dispute):
        _start(this, verdict)


def _level(verdict: Verdict) -> str:
    return str(verdict.value.get("level", "ordinary"))


def _reported(dispute: Dispute) -> int:
    """How serious the last report up said it was; 0 when there was none since it was (re)opened."""
    acts = Entry.objects.of(dispute).filter(act__in=(Act.REPORT_UP, Act.RELAPSE))
    last = acts.order_by("-seq").first()
    if last is None or last.act != Act.REPORT_UP:
        return 0
    return RANKS.get(str(last.details.get("report_level", "")), 0)


def _start(this: Turn, verdict: Verdict) -> None:
    """Start the clock, unless the one that runs ends sooner."""
    due_at = calendar.deadline(this.at, verdict.value["amount"], verdict.value["unit"])
    running = [row for row in this.clocks.running if row.kind == ClockKind.REPORT]
    if running and running[0].due_at <= due_at:
        return
    note = f"{verdict.grounds[0].text} {calendar.note(this.at, due_at)}".strip()[:200]
    this.start_clock(ClockKind.REPORT, due_at=due_at, source=note)


def reports_of(dispute: Dispute) -> list[Entry]:
    """The reports up of a dispute that was read within a scope, newest first."""
    return list(Entry.objects.of(dispute).filter(act=Act.REPORT_UP).order_by("-seq"))


def told(dispute: Dispute) -> dict[str, Any]:
    """What the rulebook says of it today, in the rulebook's own terms; empty when nothing."""
    return dict(verdict_for(dispute, clock.today()).value)
