"""The pages of figures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from hemu.command import asked, links, pages, sheets
from hemu.command.figures import check_scope
from hemu.command.table import Table, breakdowns, table
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.kernel.places import parse_code, show_code
from hemu.kernel.web import reads
from hemu.orgs import queries
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.permissions import Permission

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _actor(request: HttpRequest) -> Actor:
    actor: Actor | None = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if actor is None:
        raise Forbidden(_("您没有有效的岗位。"))
    return actor


def _region(code: str, by: Actor) -> Region:
    try:
        place = parse_code(code)
    except ValueError as error:
        raise Missing(_("没有代码为 %(code)s 的区划。") % {"code": code[:20]}) from error
    region = queries.region(place)
    check_scope(region, by)
    return region


@reads
def home(request: HttpRequest) -> HttpResponse:
    """The figures of the actor's own region; a choice when there are several."""
    by = _actor(request)
    by.require(Permission.FIGURES)
    own = pages.own_regions(by)
    if len(own) == 1:
        return redirect(links.figures(own[0], request.GET.urlencode()))
    choices = [(region, links.figures(region, request.GET.urlencode())) for region in own]
    return render(request, "command/choose.html", {"choices": choices})


@reads
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """One region: headline, map, charts, and the table of its children."""
    by = _actor(request)
    region = _region(code, by)
    wrong: Refused | None = None
    try:
        wanted = asked.read(request.GET)
    except Refused as error:
        wrong, wanted = error, asked.read(request.GET.__class__())
    context = pages.page(region, wanted, by=by)
    typed = {name: request.GET.get(name, "") for name in ("from", "to")} if wrong else {
        "from": wanted.period.since.isoformat(), "to": wanted.period.until.isoformat(),
    }  # fmt: skip
    status = wrong.status if wrong else 200
    return render(request, "command/figures.html", {**context, "wrong": wrong, "typed": typed}, status=status)


@reads
def headline(request: HttpRequest, code: str) -> HttpResponse:
    """The numbers at the top, asked for every second: 204 while they are as the page has them."""
    by = _actor(request)
    region = _region(code, by)
    context = pages.headline_of(region, asked.read(request.GET), by=by, seen=request.GET.get("seen", ""))
    if context is None:
        return HttpResponse(status=204)
    return HttpResponse(render_to_string("command/headline.html", {"headline": context}))


def _table(request: HttpRequest, code: str) -> tuple[Region, asked.Asked, Table, Actor]:
    by = _actor(request)
    region = _region(code, by)
    wanted = asked.read(request.GET)
    return region, wanted, table(region, wanted, breakdowns(region, wanted, by=by)), by


@reads
def workbook(request: HttpRequest, code: str) -> HttpResponse:
    """The table as .xlsx."""
    region, wanted, found, by = _table(request, code)
    content = sheets.as_workbook(region, wanted, found, by=by)
    return _file(content, XLSX, f"{show_code(region.code)}-{wanted.period.since}-{wanted.period.until}.xlsx")


@reads
def as_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The table as .csv."""
    region, wanted, found, _by = _table(request, code)
    name = f"{show_code(region.code)}-{wanted.period.since}-{wanted.period.until}.csv"
    return _file(sheets.as_csv(found).encode(), "text/csv; charset=utf-8", name)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
