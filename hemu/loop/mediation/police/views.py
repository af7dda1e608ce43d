"""The pages towards the police."""

from __future__ import annotations

from typing import Any

from hemu.disputes.act_page import act_view
from hemu.disputes.models import Dispute
from hemu.loop.mediation.police import forms, queries
from hemu.loop.mediation.police.models import ARTICLES
from hemu.loop.mediation.police.rules import duties, next_steps
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.rulebook import codes

report = act_view(forms.ReportForm)
feedback = act_view(forms.FeedbackForm)
step = act_view(forms.StepForm)


def report_panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """What was reported to the police, and what must be."""
    rows = queries.reports(dispute)
    due = duties(dispute, [row.basis for row in rows])
    if not rows and not due:
        return None
    return {
        "reports": rows,
        "due": [(basis, ARTICLES[basis]) for basis in due],
        "may_report": actor.may(Permission.AMEND),
    }


def chain_panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """The chain of a minor case, once it has begun."""
    chain = queries.steps(dispute)
    if not chain:
        return None
    return {
        "chain": [(row, [codes.label("other_route", way) for way in row.other_ways]) for row in chain],
        "last": chain[-1],
        "next": [one.label for one in next_steps(chain[-1])],
        "may_go_on": actor.may(Permission.MEDIATE),
    }
