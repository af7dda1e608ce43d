"""成效: statements and their check, and what counts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hemu.disputes.act_page import act_view
from hemu.disputes.models import Dispute
from hemu.disputes.tabs import Tab
from hemu.kernel import clock
from hemu.kernel.web import reads
from hemu.loop.mediation.outcomes import forms, queries
from hemu.loop.mediation.outcomes.models import Prevented, Verdict
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of

ROWS, MOST = 50, 2000

state = act_view(forms.StateForm)
decide = act_view(forms.DecideForm)


@reads
def listed(request: HttpRequest) -> HttpResponse:
    """What was prevented in the actor's area this year, and the statements, those not yet checked first."""
    by = actor_of(request)
    asked = request.GET.get("verdict", str(Verdict.OPEN.value))
    verdict = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in Verdict.values else None
    kind_asked = request.GET.get("kind", "")
    kind = int(kind_asked) if kind_asked in map(str, Prevented.values) else None
    today = clock.today()
    context = {
        "page": Paginator(queries.listed(by, verdict, kind)[:MOST], ROWS).get_page(request.GET.get("page")),
        "tabs": _tabs(verdict),
        "verdict": verdict,
        "counted": [
            (one, n, people, f"?verdict={Verdict.APPROVED.value}&kind={one.value}")
            for one, n, people in queries.counted(by, date(today.year, 1, 1), today)
        ],
        "kind": Prevented(kind) if kind else None,
        "year": today.year,
    }
    return render(request, "outcomes/list.html", context)


def _tabs(chosen: int | None) -> list[Tab]:
    every = [Tab(one.label, f"?verdict={one.value}", None, chosen == one) for one in Verdict]
    return [*every, Tab(_("全部"), "?verdict=all", None, chosen is None)]


def panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """The part of the dispute's page that shows what was stated of it."""
    rows = queries.of(dispute)
    if not rows:
        return None
    may_decide = actor.may(Permission.CLOSE)
    return {
        "rows": [(row, may_decide and row.verdict == Verdict.OPEN and row.stated_by_id != actor.person_id)
                 for row in rows],
    }  # fmt: skip
