"""The pages of confirmation."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes import queries as disputes
from hemu.disputes.act_page import act_view
from hemu.disputes.models import Dispute
from hemu.disputes.tabs import Tab
from hemu.kernel import clock
from hemu.kernel.web import reads
from hemu.loop.mediation.confirmation import forms, queries
from hemu.loop.mediation.confirmation.rules import WHY_NOT, Open, history, standing, standing_of
from hemu.loop.mediation.queries import shown_agreement
from hemu.loop.mediation.routes import is_labour
from hemu.orgs.actor import Actor
from hemu.orgs.signed_in import actor_of
from hemu.rulebook import codes

ROWS, MOST = 50, 2000

review = act_view(forms.ReviewForm)
file = act_view(forms.FileForm)
answered = act_view(forms.AnsweredForm)
extended = act_view(forms.ExtendedForm)


@reads
def listed(request: HttpRequest) -> HttpResponse:
    """Agreements whose days run, what waits for a court, what courts said, and what was missed."""
    by = actor_of(request)
    asked = request.GET.get("view", "")
    view = asked if asked in queries.VIEWS else "open"
    is_agreements = view in ("open", "missed")
    rows = queries.agreements(by, view) if is_agreements else queries.applications(by, view)
    labels = {
        "open": _("可以申请"),
        "filed": _("等法院答复"),
        "ended": _("已有结果"),
        "missed": _("已过三十日"),
    }
    context = {
        "page": Paginator(rows[:MOST], ROWS).get_page(request.GET.get("page")),
        "view": view,
        "is_agreements": is_agreements,
        "tabs": [Tab(labels[one], f"?view={one}", None, one == view) for one in queries.VIEWS],
        "today": clock.today(),
    }
    return render(request, "confirmation/list.html", context)


@reads
def next_step(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """To what comes next: looking it over, asking a court, or writing down its answer."""
    dispute = disputes.get(county, dispute_id, by=actor_of(request))
    where = standing(dispute)
    if where.confirmation is not None and where.confirmation.waits:
        name = "confirmation:answered"
    elif where.review is None or where.review.found:
        name = "confirmation:review"
    else:
        name = "confirmation:file"
    return redirect(name, county=county, dispute_id=dispute_id)


def panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """The part of the dispute's page that shows the thirty days and what the court said."""
    agreement = shown_agreement(dispute)
    if agreement is None:
        return None
    asked = history(dispute)
    where = standing_of(agreement, dispute, asked)
    found = where.review.found if where.review else []
    return {
        "where": where,
        "state": where.state.value,
        "why_not": "" if where.state == Open.OPEN else WHY_NOT[where.state],
        "found": [codes.label("confirmation_bar", code) for code in found],
        "history": [(row, [codes.label("other_route", way) for way in row.other_ways]) for row in asked],
        "is_labour": is_labour(dispute),
    }
