"""The queue of villagers' reports, and one report with everything that can be done to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hemu.disputes import origins
from hemu.disputes.forms import put_refusal
from hemu.disputes.models import Source
from hemu.disputes.tabs import Tab
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.web import reads, writes
from hemu.loop.screening.models import ReportStatus, VillagersReport
from hemu.loop.screening.queries import row_url
from hemu.loop.screening.villagers import queries, rules
from hemu.loop.screening.villagers.actions.contact import may_open
from hemu.loop.screening.villagers.forms import FORMS, ReportForm
from hemu.loop.screening.villagers.models import Side
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names
from hemu.orgs.signed_in import actor_of

ROWS = 50
MOST = 1000


@reads
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the service teams of the actor's area."""
    by = actor_of(request)
    view = request.GET.get("view", "")
    view = view if view in queries.VIEWS else "waiting"
    page = Paginator(queries.queue(by, view)[:MOST], ROWS).get_page(request.GET.get("page"))
    names = place_names({row.region for row in page}, local=True)
    counts = queries.counts(by)
    context = {
        "page": page,
        "rows": [(row, names[row.region], row_url(row)) for row in page],
        "tabs": [
            Tab(label, f"?view={name}", counts.get(name), name == view)
            for name, label in queries.VIEWS.items()
        ],
        "view": view,
        "may_write": by.may(Permission.REGISTER) and bool(by.spans),
    }
    return render(request, "villagers/queue.html", context)


@writes
def report(request: HttpRequest, county: int, report_id: int) -> HttpResponse:
    """One report; a POST with ``do`` does the act of that name."""
    by = actor_of(request)
    row = queries.report(county, report_id, by=by)
    if request.method != "POST":
        return _page(request, row, by)
    kind = FORMS.get(request.POST.get("do", ""))
    if kind is None:
        raise Missing("")
    form = kind(row, by, request.POST)
    if form.is_valid():
        try:
            form.do()
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, str(form.done))
            return redirect(row_url(row))
    return _page(request, queries.report(county, report_id, by=by), by, form)


def _page(
    request: HttpRequest, row: VillagersReport, by: Actor, tried: ReportForm | None = None
) -> HttpResponse:
    every = {name: kind(row, by) for name, kind in FORMS.items()}
    if tried is not None:
        every[tried.name] = tried
    context = {
        "row": row,
        "where": place_names([row.region], local=True)[row.region],
        "forms": every,
        "tried": tried,
        "history": queries.history(row),
        "villager": Side.VILLAGER,
        "suspicions": rules.in_words(row.suspicions),
        "openings": queries.openings(row),
        **_standing(row, by),
    }
    return render(request, "villagers/report.html", context, status=422 if tried is not None else 200)


def _standing(row: VillagersReport, by: Actor) -> dict[str, Any]:
    may_act = by.may(Permission.AMEND)
    acts = row.is_waiting and may_act
    head = queries.head(row)
    return {
        "acts": acts,
        "held": row.status == ReportStatus.HELD,
        "may_judge": may_act and row.status in (ReportStatus.HELD, ReportStatus.SET_ASIDE),
        "may_unfold": may_act and row.status == ReportStatus.FOLDED,
        "head": None if head.id == row.id else head,
        "folded": queries.folded(row),
        "alike": queries.alike(row, by=by) if acts else [],
        "may_contact": bool(row.reporter or row.phone) and may_act and may_open(row, by),
        "opened": origins.opened_from(Source.VILLAGER, row.id),
        "source": int(Source.VILLAGER),
        "may_open": acts and by.may(Permission.REGISTER) and by.covers(row.region),
    }
