"""迟报、漏报、瞒报: the list, one flag with both sources, figures by area."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes.forms import put_refusal
from hemu.disputes.tabs import Tab
from hemu.kernel.errors import Refused
from hemu.kernel.places import parse_code
from hemu.kernel.web import reads, writes
from hemu.loop.screening.reporting import queries
from hemu.loop.screening.reporting.actions import decide, may_decide
from hemu.loop.screening.reporting.forms import DecideForm
from hemu.loop.screening.reporting.models import FlagKind, FlagStatus
from hemu.loop.screening.reporting.sides import GROUNDS, sides
from hemu.orgs.models import Region
from hemu.orgs.queries import place_names
from hemu.orgs.signed_in import actor_of

ROWS, MOST = 50, 2000


def _number(query: QueryDict, name: str, choices: type[FlagKind] | type[FlagStatus]) -> int | None:
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and int(text) in choices.values else None


def asked_region(query: QueryDict) -> Region | None:
    """The region that an address narrows a list to, if it names one."""
    try:
        return Region.objects.filter(pk=parse_code(query.get("region", ""))).first()
    except ValueError:
        return None


@reads
def flags(request: HttpRequest) -> HttpResponse:
    """What the comparison found in the actor's area, those not yet decided first."""
    by = actor_of(request)
    kind = _number(request.GET, "kind", FlagKind)
    status = _number(request.GET, "status", FlagStatus)
    region = asked_region(request.GET)
    chosen = queries.Filter(kind, status, region.span if region else None)
    page = Paginator(queries.flags(by, chosen)[:MOST], ROWS).get_page(request.GET.get("page"))
    names = place_names({row.region for row in page}, local=True)
    context = {
        "page": page,
        "rows": [(row, names[row.region]) for row in page],
        "tabs": _tabs(request, kind),
        "states": _states(request, status),
        "region": region,
    }
    return render(request, "reporting/flags.html", context)


def _with(request: HttpRequest, name: str, value: int | None) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query.pop(name, None)
    if value is not None:
        query[name] = str(value)
    return f"?{query.urlencode()}"


def _tabs(request: HttpRequest, kind: int | None) -> list[Tab]:
    every = [Tab(_("全部"), _with(request, "kind", None), None, kind is None)]
    return every + [Tab(one.label, _with(request, "kind", one), None, kind == one) for one in FlagKind]


def _states(request: HttpRequest, status: int | None) -> list[Tab]:
    every = [Tab(_("全部结果"), _with(request, "status", None), None, status is None)]
    return every + [Tab(one.label, _with(request, "status", one), None, status == one) for one in FlagStatus]


@writes
def flag(request: HttpRequest, county: int, flag_id: int) -> HttpResponse:
    """One flag with both sources side by side; a POST decides it."""
    by = actor_of(request)
    row = queries.flag(county, flag_id, by=by)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            decide(row, FlagStatus(form.cleaned_data["status"]), form.cleaned_data["reason"], by=by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已记下核查结果。"))
            return redirect("reporting:flag", row.county, row.id)
    known, against = sides(row, by=by)
    context = {
        "row": row,
        "where": place_names([row.region], local=True)[row.region],
        "known": known,
        "against": against,
        "grounds": [(GROUNDS.get(one["what"], ""), one["words"]) for one in row.grounds],
        "open": row.status == FlagStatus.OPEN,
        "may_decide": may_decide(row, by) and row.status == FlagStatus.OPEN,
        "own": row.unit_id == by.unit_id,
        "form": form,
    }
    return render(request, "reporting/flag.html", context, status=422 if form.is_bound else 200)


@reads
def figures(request: HttpRequest) -> HttpResponse:
    """How many were found, confirmed, unfounded and are waiting, by area. Every number opens its list."""
    by = actor_of(request)
    region = asked_region(request.GET)
    span = region.span if region is not None and by.covers_span(region.span) else None
    context = {
        "rows": [_figures_row(one) for one in queries.figures(by, span)],
        "kinds": list(FlagKind),
        "waiting": int(FlagStatus.OPEN),
        "confirmed": int(FlagStatus.CONFIRMED),
        "unfounded": int(FlagStatus.UNFOUNDED),
        "region": region if span is not None else None,
    }
    return render(request, "reporting/figures.html", context)


def _figures_row(one: queries.AreaFigures) -> dict[str, Any]:
    return {
        "region": one.region,
        "kinds": [(kind, one.count(kind), one.count(kind, FlagStatus.CONFIRMED)) for kind in FlagKind],
        "all": one.count(),
        "waiting": one.count(None, FlagStatus.OPEN),
        "unfounded": one.count(None, FlagStatus.UNFOUNDED),
    }
