"""Circuits: the list, planning one, its halts and hearings; what villagers read; market days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes.forms import put_refusal
from hemu.disputes.tabs import Tab
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Refused
from hemu.kernel.web import public, reads, writes
from hemu.loop.mediation.calendar import circuit, markets, queries
from hemu.loop.mediation.calendar.forms import HearForm, MarketForm, RoundForm, StopForm
from hemu.loop.mediation.calendar.models import Round, Stop
from hemu.loop.mediation.people.views.shared import done, number
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names
from hemu.orgs.signed_in import actor_of

ROWS = 40


@reads
def rounds(request: HttpRequest) -> HttpResponse:
    """The circuits of the area, and its markets."""
    by = actor_of(request)
    over = request.GET.get("view") == "off"
    page = Paginator(circuit.rounds(by, over=over), ROWS).get_page(request.GET.get("page"))
    here = markets.of_area(by)
    names = place_names({*(row.region for row in page), *(one.region for one in here)}, local=True)
    context = {
        "page": page,
        "rows": [(row, names[row.region], circuit.stops(row)) for row in page],
        "tabs": [Tab(_("安排中"), "?", None, not over), Tab(_("已取消"), "?view=off", None, over)],
        "markets": [
            (one, names[one.region], markets.words(one), markets.coming(one, clock.today())) for one in here
        ],
        "may_plan": by.may(Permission.MEDIATE) and bool(by.spans),
    }
    return render(request, "sittings/rounds.html", context)


@writes
def new(request: HttpRequest) -> HttpResponse:
    """Plan a circuit."""
    by = actor_of(request)
    by.require(Permission.MEDIATE)
    return _written(
        request, RoundForm(request.POST if request.method == "POST" else None, by=by), _("安排巡回")
    )


@writes
def market(request: HttpRequest) -> HttpResponse:
    """Write down a market's days."""
    by = actor_of(request)
    by.require(Permission.MEDIATE)
    return _written(
        request, MarketForm(request.POST if request.method == "POST" else None, by=by), _("登记集市")
    )


def _written(request: HttpRequest, form: Any, title: str) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            row = form.write()
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已登记。"))
            if isinstance(row, Round):
                return redirect("sittings:round", row.county, row.pk)
            return redirect("sittings:rounds")
    shown = [bound for bound in form.visible_fields() if bound.name != "place"]
    place = form["place"] if isinstance(form, MarketForm) else None
    context = {"form": form, "shown": shown, "place": place, "title": title}
    return render(request, "sittings/new.html", context, status=422 if form.is_bound else 200)


@writes
def round_(request: HttpRequest, county: int, round_id: int) -> HttpResponse:
    """One circuit; a POST with ``do`` adds a halt or a hearing, publishes it, or calls it off."""
    by = actor_of(request)
    row = circuit.get(county, round_id, by=by)
    if request.method != "POST":
        return _page(request, row, by)
    asked = request.POST.get("do", "")
    if asked in ("publish", "off"):
        (circuit.publish if asked == "publish" else circuit.call_off)(row, by=by)
        messages.success(request, _("已公开，村民可以看到。") if asked == "publish" else _("已取消。"))
        return redirect("sittings:round", county, round_id)
    form = _form(request, row, by)
    if done(form, row, by):
        messages.success(request, _("已记下。"))
        return redirect("sittings:round", county, round_id)
    return _page(request, row, by, form)


def _form(request: HttpRequest, row: Round, by: Actor) -> Any:
    if request.POST.get("do") == "stop":
        return StopForm(request.POST, by=by)
    wanted = number(request.POST.get("stop", ""))
    stop = next((one for one in circuit.stops(row) if one.pk == wanted), None)
    if stop is None:
        raise Conflict(_("请选择要办的事。"))
    return HearForm(request.POST, row=row, stop=stop, by=by)


def _page(request: HttpRequest, row: Round, by: Actor, tried: Any = None) -> HttpResponse:
    halts = circuit.stops(row)
    leads = circuit.leads(row, by)
    names = place_names({row.region, *(one.region for one in halts)}, local=True)
    context = {
        "row": row,
        "where": names[row.region],
        "halts": [_halt(row, one, names[one.region], by, leads, tried) for one in halts],
        "stop_form": tried if isinstance(tried, StopForm) else StopForm(by=by),
        "leads": leads,
        "tried": tried.name if tried is not None else "",
    }
    return render(request, "sittings/round.html", context, status=422 if tried is not None else 200)


def _halt(row: Round, stop: Stop, name: str, by: Actor, leads: bool, tried: Any) -> tuple[Any, ...]:
    mine = isinstance(tried, HearForm) and tried.of_stop.pk == stop.pk
    form = tried if mine else HearForm(row=row, stop=stop, by=by) if leads else None
    return stop, name, queries.shown(circuit.sittings(stop), by), form, mine


@public
@reads
def notices(request: HttpRequest, county: int) -> HttpResponse:
    """The circuits that come to a county's villages."""
    return render(request, "sittings/notices.html", {"county": county, "rows": circuit.coming(county)})


@public
@reads
def notice(request: HttpRequest, county: int, round_id: int) -> HttpResponse:
    """What villagers read: when the circuit comes where. Nothing of any case."""
    row = circuit.published(county, round_id)
    halts = circuit.stops(row)
    names = place_names({one.region for one in halts}, local=True)
    since = clock.now() - timedelta(days=1)
    context = {"row": row, "halts": [(one, names[one.region], one.ends_at < since) for one in halts]}
    return render(request, "sittings/notice.html", context)
