"""What a dispute's page shows of advice and discussions."""

from __future__ import annotations

from typing import Any

from hemu.disputes.models import Dispute, State
from hemu.loop.mediation.advice import queries
from hemu.loop.mediation.advice.models import Standing
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

_ENDED = (State.CLOSED, State.MERGED)


def asks_lawyers(dispute: Dispute) -> bool:
    """Whether a lawyer may still be asked; who has no lawyers is told so on the form."""
    return dispute.state not in _ENDED


def panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """Questions with their answers, discussions with their conclusions; nothing before there is one."""
    questions, held = queries.of_dispute(dispute), queries.discussions(dispute)
    if not questions and not held:
        return None
    return {
        "questions": [(one, one.person_id == actor.person_id) for one in questions],
        "discussions": held,
        "open": Standing.ASKED,
        "may_withdraw": actor.may(Permission.MEDIATE),
    }
