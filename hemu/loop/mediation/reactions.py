"""What mediation does by itself: what was agreed ends when the dispute opens anew or goes elsewhere."""

from __future__ import annotations

from hemu.disputes.advance import Turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ClockKind
from hemu.loop.mediation.actions.beginning import end_round
from hemu.loop.mediation.models import Agreement, Promise, PromiseState


def end_what_stood(this: Turn) -> None:
    """A relapse ends the agreement and what was owed; a hand-over ends the acceptance."""
    if this.act == Act.HAND_OVER:
        end_round(this)
    if this.act == Act.RELAPSE:
        end_round(this)
        this.stop_clock(ClockKind.PERFORMANCE, ClockKind.MEDIATION)
        Agreement.objects.of(this.dispute).filter(ended_at=None).update(ended_at=this.at)
        owed = Promise.objects.of(this.dispute).exclude(state=PromiseState.PERFORMED)
        owed.update(state=PromiseState.SUPERSEDED)
