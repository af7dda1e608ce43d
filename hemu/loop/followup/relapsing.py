"""It flares up again: the dispute opens anew, whoever noticed it, and is rated anew at once (F3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from hemu.disputes.advance import turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Body, ClockKind, Dispute, InvolvementRole, Outcome
from hemu.kernel.errors import Refused
from hemu.loop.followup.planning import cancel
from hemu.orgs.actor import Actor


def relapse(
    dispute: Dispute,
    reason: str,
    *,
    by: Actor,
    facts: Mapping[str, Any] | None = None,
    seen: int | None = None,
) -> Dispute:
    """F3: it flares up again. The dispute opens anew, with new facts, and is rated anew at once."""
    if not reason.strip():
        raise Refused(_("请写明反弹的情况。"), field="reason", code="required")
    with turn(dispute.county, dispute.id, Act.RELAPSE, by=by, seen=seen) as this:
        relapses = int(this.dispute.facts.get("relapses") or 0) + 1
        this.facts(**{**(facts or {}), "relapses": relapses})
        cancel(this)
        this.set(
            outcome=Outcome.NONE, body=Body.NONE, settled_on=None, closed_at=None, follow_ups=0, returns=0
        )
        this.release(InvolvementRole.JOINT)
        this.start_clock(ClockKind.WHOLE)
        lead = this.dispute.lead_unit_id
        if by.unit_id:
            this.pass_turn(by.unit_id, by.unit_name)
        elif lead:
            this.pass_turn(lead, this.dispute.lead_unit_name)
        this.notify(units=(lead,) if lead else ())
        this.tell(relapses=relapses)
        this.tell_of_persons(reason=reason.strip())
    return this.dispute
