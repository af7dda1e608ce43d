"""走访覆盖: map and table by area, the lists behind every number, the register."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemu.disputes.forms import put_refusal
from hemu.disputes.tabs import Tab
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.places import parse_code
from hemu.kernel.sheets.writing import TYPE
from hemu.kernel.web import reads, writes
from hemu.loop.screening.coverage import actions, queries, reading, sheets
from hemu.loop.screening.coverage.forms import CountsForm, PasteForm, PeriodForm, initial
from hemu.loop.screening.coverage.models import KINDS
from hemu.loop.screening.coverage.queries import Line, Period
from hemu.orgs.actor import Actor
from hemu.orgs.models import Level, Region
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import children, path, place_names
from hemu.orgs.signed_in import actor_of

ROWS = 50
STATES = ("missing", "never", "visited")
KINDS_BY_NUMBER = {int(kind): kind.label for kind in KINDS}


def _region(text: str, by: Actor) -> Region | None:
    """The region that the address names, as far as the actor's area touches it; raises Missing."""
    if not text:
        return None
    try:
        found = Region.objects.filter(pk=parse_code(text)).first()
    except ValueError:
        found = None
    if found is None or not queries.spans(by, found):
        raise Missing(_("没有找到这个地区。"))
    return found


def _period(request: HttpRequest) -> Period:
    """The days that the address asks for; this year up to today otherwise."""
    form = PeriodForm(request.GET)
    if form.is_valid() and form.cleaned_data["since"] <= form.cleaned_data["until"]:
        return Period(form.cleaned_data["since"], form.cleaned_data["until"])
    today = clock.today()
    return Period(date(today.year, 1, 1), today)


def _query(period: Period, **more: Any) -> str:
    return urlencode({"since": period.since, "until": period.until} | {k: v for k, v in more.items() if v})


def _links(line: Line, period: Period) -> dict[str, Any]:
    """A line of the table: its figures with the address of each."""
    code = line.region.shown_code if line.region else ""
    base = reverse("coverage:list")
    kinds = [
        {
            "label": KINDS_BY_NUMBER[kind],
            "figures": one,
            "visited": f"{base}?{_query(period, region=code, kind=kind, state='visited')}",
            "missing": f"{base}?{_query(period, region=code, kind=kind, state='missing')}",
        }
        for kind, one in line.ordered
    ]
    down = f"?{_query(period, region=code)}" if line.region and line.region.level < Level.GRID else ""
    return {"line": line, "code": code, "kinds": kinds, "down": down}


@reads
def coverage(request: HttpRequest) -> HttpResponse:
    """Visited and not visited, by area: map, bars, table."""
    by = actor_of(request)
    by.require(Permission.VIEW)
    region, period = _region(request.GET.get("region", ""), by), _period(request)
    lines, total = queries.figures(by, region, period)
    code = region.shown_code if region else ""
    here = region or (lines[0].region.parent if lines and lines[0].region else None)
    context = {
        "region": region,
        "crumbs": _crumbs(region, by, period),
        "form": PeriodForm(initial={"since": period.since, "until": period.until}),
        "period": period,
        "rows": [_links(line, period) for line in lines],
        "total": _links(total, period),
        "labels": [kind.label for kind in KINDS],
        "map": _map(here, lines, period, "missing" if total.registered else "visited"),
        "map_of": _("未走访的处数") if total.registered else _("已走访的处数"),
        "bars": _bars(lines, period),
        "query": _query(period, region=code),
        "never": f"{reverse('coverage:list')}?{_query(period, region=code, state='never')}",
        "register": _register_url(region, by),
    }
    return render(request, "coverage/coverage.html", context)


def _crumbs(region: Region | None, by: Actor, period: Period) -> list[tuple[str, str]]:
    if region is None:
        return []
    above = [step for step in path(region)[:-1] if by.covers_span(step.span)]
    return [(step.name, f"?{_query(period, region=step.shown_code)}") for step in above]


def _register_url(region: Region | None, by: Actor) -> str:
    """Where the register of a village is kept, for those who may write there."""
    if region is None or region.level < Level.VILLAGE or not by.may(Permission.REGISTER):
        return ""
    return reverse("coverage:register", args=[region.shown_code])


def _map(region: Region | None, lines: list[Line], period: Period, of: str) -> dict[str, Any] | None:
    """Places that nobody visited (or, without a register, that somebody did), by area.

    Equal tiles below the county, where no outlines are public.
    """
    shown = [line for line in lines if line.region]
    if region is None or len(shown) < 2:
        return None
    geo = reverse("geo", args=[region.shown_code]) if region.level < Level.COUNTY else ""
    return {
        "geo": geo,
        "unit": _("处"),
        "items": [
            {
                "code": line.region.shown_code,
                "name": line.region.name,
                "value": line.missing if of == "missing" else line.objects,
                "link": f"{reverse('coverage:coverage')}?{_query(period, region=line.region.shown_code)}",
            }
            for line in shown
            if line.region
        ],
    }


def _bars(lines: list[Line], period: Period) -> dict[str, Any] | None:
    shown = [line for line in lines if line.region and (line.registered or line.visits)]
    if not shown:
        return None
    base = reverse("coverage:list")
    return {
        "categories": [line.region.name for line in shown if line.region],
        "series": [
            {"name": _("已走访"), "values": [line.objects for line in shown], "colour": "bamboo"},
            {"name": _("未走访"), "values": [line.missing for line in shown], "colour": "straw"},
        ],
        "links": [
            f"{base}?{_query(period, region=line.region.shown_code, state='missing')}"
            for line in shown
            if line.region
        ],
    }


def _workbook(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


@reads
def sheet(request: HttpRequest) -> HttpResponse:
    """The table as a workbook."""
    by = actor_of(request)
    lines, total = queries.figures(by, _region(request.GET.get("region", ""), by), _period(request))
    return _workbook(sheets.table(lines, total, by=by), "coverage")


def _asked(request: HttpRequest) -> tuple[Actor, Region | None, Period, int, str]:
    by = actor_of(request)
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    return (
        by,
        _region(request.GET.get("region", ""), by),
        _period(request),
        int(kind) if kind in {str(int(one)) for one in KINDS} else 0,
        state if state in STATES else "missing",
    )


def _listed(request: HttpRequest) -> list[Any]:
    by, region, period, kind, state = _asked(request)
    if state == "visited":
        return list(queries.visited(by, region, period, kind))
    return list(queries.unvisited(by, region, queries.ever() if state == "never" else period, kind))


@reads
def listing(request: HttpRequest) -> HttpResponse:
    """The list behind a number: what nobody visited in the days asked for, or ever, or what was visited."""
    by, region, period, kind, state = _asked(request)
    page = Paginator(_listed(request), ROWS).get_page(request.GET.get("page"))
    names = place_names({row.region for row in page}, local=True)
    labels = {"missing": _("这段时间未走访"), "never": _("从未走访"), "visited": _("已走访")}
    known = {"region": region.shown_code if region else ""}
    kinds: dict[int, Any] = {0: _("全部"), **{int(one): one.label for one in KINDS}}
    total = queries.figures(by, region, period)[1]
    missing = sum(one.missing for code, one in total.ordered if kind in (0, code))
    context = {
        "region": region,
        "period": period,
        "state": state,
        "page": page,
        "rows": [(row, names[row.region]) for row in page],
        "states": [
            Tab(label, f"?{_query(period, kind=kind, state=key, **known)}", None, key == state)
            for key, label in labels.items()
        ],
        "kinds": [
            Tab(label, f"?{_query(period, kind=key, state=state, **known)}", None, key == kind)
            for key, label in kinds.items()
        ],
        "unlisted": max(0, missing - page.paginator.count) if state == "missing" else 0,
        "query": request.GET.urlencode(),
        "back": f"{reverse('coverage:coverage')}?{_query(period, **known)}",
        "may_write": by.may(Permission.REGISTER),
    }
    return render(request, "coverage/list.html", context)


@reads
def list_sheet(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook."""
    by, _where, _days, _kind, state = _asked(request)
    rows = _listed(request)
    content = sheets.visited(rows, by=by) if state == "visited" else sheets.unvisited(rows, by=by)
    return _workbook(content, "places")


@writes
def register(request: HttpRequest, code: str) -> HttpResponse:
    """How many there are in a village, grid by grid, and places by name."""
    by = actor_of(request)
    by.require(Permission.REGISTER)
    region = _region(code, by)
    if region is None or region.level < Level.VILLAGE:
        raise Missing(_("请选择村或网格。"))
    places = [one for one in [*children(region), region] if by.covers(one.code)]
    held = queries.counts(by, places)
    how = request.POST.get("how", "")
    typed = request.POST if how == "counts" else None
    forms = [(one, CountsForm(typed, region=one.code, initial=initial(one.code, held))) for one in places]
    paste = PasteForm(request.POST if how == "places" else None)
    wrong: list[reading.Read] = []
    try:
        if how == "counts" and all(form.is_valid() for _one, form in forms):
            actions.set_counts([count for _one, form in forms for count in form.counts()], by=by)
            messages.success(request, _("已保存。"))
            return redirect("coverage:register", code)
        if how == "places" and paste.is_valid():
            read = reading.read(paste.cleaned_data["places"], _into(request, places))
            wrong = [one for one in read if one.wrong]
            if read and not wrong:
                n = actions.list_places([one.place for one in read if one.place], by=by)
                messages.success(request, _("新列名 %(n)s 处，已有的不重复。") % {"n": n})
                return redirect("coverage:register", code)
    except Refused as refused:
        put_refusal(paste, refused)
    context = {
        "region": region, "forms": forms, "paste": paste, "wrong": wrong, "places": places,
        "labels": [*(kind.label for kind in KINDS), _("人口")],
        "list": f"{reverse('coverage:list')}?region={region.shown_code}&state=never",
    }  # fmt: skip
    return render(request, "coverage/register.html", context, status=422 if request.method == "POST" else 200)


def _into(request: HttpRequest, places: list[Region]) -> int:
    """The place that pasted names go to: the one chosen, else the first."""
    chosen = request.POST.get("into", "")
    return next((one.code for one in places if str(one.code) == chosen), places[0].code)


@writes
def remove(request: HttpRequest, county: int, place_id: int) -> HttpResponse:
    """Take a place off the register."""
    by = actor_of(request)
    by.require(Permission.REGISTER)
    if request.method == "POST":
        actions.remove_place(county, place_id, by=by)
        messages.success(request, _("已从名单中移出。"))
    return redirect("coverage:list")
