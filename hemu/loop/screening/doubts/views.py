"""走访核查: the list, one visit with all its doubts and their evidence, deciding."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes.tabs import Tab
from hemu.kernel.errors import Refused
from hemu.kernel.web import reads, writes
from hemu.loop.screening import queries as visits
from hemu.loop.screening.doubts import actions, queries, showing
from hemu.loop.screening.doubts.forms import DecideForm
from hemu.loop.screening.doubts.models import DoubtKind, DoubtStatus
from hemu.loop.screening.models import VisitStatus
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_name, place_names
from hemu.orgs.signed_in import actor_of

ROWS, MOST = 50, 2000


def _number(query: QueryDict, name: str, choices: type[DoubtKind] | type[DoubtStatus]) -> int | None:
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and int(text) in choices.values else None


@reads
def doubts(request: HttpRequest) -> HttpResponse:
    """What is odd about visits of the actor's area, those that wait first."""
    by = actor_of(request)
    kind = _number(request.GET, "kind", DoubtKind)
    status = _number(request.GET, "status", DoubtStatus)
    found = queries.doubts(by, kind=kind, status=status)
    page = Paginator(found[:MOST], ROWS).get_page(request.GET.get("page"))
    of = queries.visits_by_id(page, by)
    names = place_names({row.region for row in page}, local=True)
    context = {
        "page": page,
        "rows": [(row, of[row.visit_id], names[row.region]) for row in page if row.visit_id in of],
        "kinds": _tabs(request, "kind", DoubtKind, kind, _("全部")),
        "states": _tabs(request, "status", DoubtStatus, status, _("全部结果")),
        "empty_texts": queries.empty_texts(by),
        "days": queries.EMPTY_DAYS,
    }
    return render(request, "doubts/doubts.html", context)


def _tabs(
    request: HttpRequest,
    name: str,
    choices: type[DoubtKind] | type[DoubtStatus],
    chosen: int | None,
    every: str,
) -> list[Tab]:
    def address(value: int | None) -> str:
        query = request.GET.copy()
        query.pop("page", None)
        query.pop(name, None)
        if value is not None:
            query[name] = str(int(value))
        return f"?{query.urlencode()}"

    found = [Tab(every, address(None), None, chosen is None)]
    return found + [Tab(one.label, address(one), None, chosen == one) for one in choices]


@reads
def visit(request: HttpRequest, county: int, visit_id: int) -> HttpResponse:
    """A visit with everything that is odd about it."""
    return _page(request, county, visit_id, {})


def _page(
    request: HttpRequest, county: int, visit_id: int, typed: dict[int, DecideForm], status: int = 200
) -> HttpResponse:
    by = actor_of(request)
    by.require(Permission.REVIEW_VISITS)
    row = visits.visit(county, visit_id, by=by)
    found = [showing.shown(one, row, by) for one in queries.of_visit(row)]
    context = {
        "visit": row,
        "where": place_name(row.region),
        "status_label": VisitStatus(row.status).label,
        "doubts": [(one, typed.get(one.doubt.id) or DecideForm(prefix=str(one.doubt.id))) for one in found],
        "own": row.person_id == by.person_id,
    }
    return render(request, "doubts/visit.html", context, status=status)


@writes
def decide(request: HttpRequest, county: int, doubt_id: int) -> HttpResponse:
    """Say what a doubt is worth."""
    by = actor_of(request)
    row = queries.doubt(county, doubt_id, by=by)
    if request.method != "POST":
        return redirect("doubts:visit", row.county, row.visit_id)
    form = DecideForm(request.POST, prefix=str(row.id))
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.decide(row, DoubtStatus(given["status"]), given["reason"], by=by)
        except Refused as refused:
            if refused.status != Refused.status:
                raise
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已记下核查结果。"))
            return redirect("doubts:visit", row.county, row.visit_id)
    return _page(request, row.county, row.visit_id, {row.id: form}, status=422)
