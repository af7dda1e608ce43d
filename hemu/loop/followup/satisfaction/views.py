"""满意度: the results with their uncertainty, the lots and their promises, one lot drawn again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hemu.disputes.tabs import Tab
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.kernel.places import COUNTY_UNIT
from hemu.kernel.web import reads
from hemu.loop.followup import listing, sheets
from hemu.loop.followup.numbers import most
from hemu.loop.followup.satisfaction import proving, queries
from hemu.loop.followup.satisfaction.drawing import month_of
from hemu.loop.followup.satisfaction.estimates import Estimate
from hemu.loop.followup.satisfaction.models import Draw
from hemu.loop.followup.satisfaction.queries import AreaResult
from hemu.orgs.actor import Actor
from hemu.orgs.models import Level, Region
from hemu.orgs.queries import place_names, roots
from hemu.orgs.signed_in import actor_of

SPANS = (1, 3, 12)
"""Months that are taken together."""
USUAL = 3
FEW_AREAS, MANY_AREAS = 5, 14
"""So many areas fit on a small and on a middling chart."""


def _months(request: HttpRequest, by: Actor) -> tuple[date, date, int]:
    """The first and the last month asked for, and how many: up to the newest lot that was drawn."""
    count = listing.number(request, "months", SPANS) or USUAL
    newest = queries.draws(by).filter(drawn_at__isnull=False).values_list("month", flat=True).first()
    until = newest or month_of(clock.today())
    index = until.year * 12 + until.month - count
    return date(index // 12, index % 12 + 1, 1), until, count


def _results(request: HttpRequest, by: Actor) -> tuple[list[AreaResult], date, date, int]:
    since, until, count = _months(request, by)
    return queries.results(by, since, until, _areas(request, by)), since, until, count


def _areas(request: HttpRequest, by: Actor) -> list[Region]:
    """The areas below; or the area itself, where lots aren't drawn by anything smaller."""
    chosen = listing.region(request, by)
    tops = [chosen] if chosen is not None else roots(by.spans)
    if len(tops) == 1 and tops[0].level >= Level.TOWNSHIP:
        return tops
    return listing.areas(by, chosen)


@reads
def results(request: HttpRequest) -> HttpResponse:
    """The share of content parties by area, each with its interval, and the lots that it comes from."""
    by = actor_of(request)
    rows, since, until, count = _results(request, by)
    whole = queries.whole(by, since, until)
    lots = list(queries.draws(by)[: listing.ROWS])
    names = place_names({row.county * COUNTY_UNIT for row in lots}, local=True)
    context = {
        "rows": [(row.region, row.estimate, _percent(row.estimate)) for row in rows],
        "whole": whole,
        "shown": _percent(whole),
        "chart": _chart(rows, whole),
        "size": "s" if len(rows) <= FEW_AREAS else "l" if len(rows) > MANY_AREAS else "m",
        "spans": [
            Tab(_("最近 %(n)d 个月") % {"n": one}, listing.link(request, months=one), None, one == count)
            for one in SPANS
        ],
        "since": since,
        "until": until,
        "few": most("few_answers"),
        "lots": [(row, names[row.county * COUNTY_UNIT]) for row in lots],
        "region": listing.region(request, by),
        "ways": listing.ways(by, "satisfaction:results"),
        "query": request.GET.urlencode(),
    }
    return render(request, "satisfaction/results.html", context)


def _percent(of: Estimate) -> dict[str, str]:
    def shown(value: float | None) -> str:
        return "" if value is None else f"{value:.0%}"

    return {
        "share": shown(of.share), "low": shown(of.low), "high": shown(of.high), "worst": shown(of.worst),
        "best": shown(of.best),
    }  # fmt: skip


def _chart(rows: list[AreaResult], whole: Estimate) -> dict[str, Any]:
    """Areas with enough answers, after all of them together: the share, and the interval around it."""
    every = [(_("合计"), whole)] if len(rows) > 1 else []
    told = [*every, *((row.region.name, row.estimate) for row in rows)]
    return {
        "items": [
            {
                "name": name,
                "value": round(of.share * 100),
                "low": round((of.low or 0) * 100),
                "high": round((of.high or 0) * 100),
            }
            for name, of in told
            if of.share is not None
        ],
        "unit": "%",
    }


@reads
def export(request: HttpRequest) -> HttpResponse:
    """The results by area as a spreadsheet, uncertainty included."""
    by = actor_of(request)
    rows, _since, _until, _count = _results(request, by)
    heads = [
        _("地区"), _("办结件数"), _("抽取"), _("答复"), _("没有答复"), _("满意"), _("满意率"), _("95%下限"),
        _("95%上限"), _("未答者都不满意时"), _("未答者都满意时"),
    ]  # fmt: skip
    lines = (_cells(row.region.name, row.estimate) for row in rows)
    return sheets.response("satisfaction", _("满意度抽查"), heads, lines, by=by)


def _cells(name: str, of: Estimate) -> list[object]:
    told = _percent(of)
    share = told["share"] or _("太少，不下结论")
    return [
        name, of.population, of.drawn, of.answered, of.silent, of.content, share, told["low"], told["high"],
        told["worst"], told["best"],
    ]  # fmt: skip


@reads
def lot(request: HttpRequest, county: int, draw_id: int) -> HttpResponse:
    """One lot: its promise, its method, and whether drawing again gives the same."""
    by = actor_of(request)
    row: Draw | None = queries.draws(by).filter(county=county, id=draw_id).first()
    if row is None:
        raise Missing(_("没有找到这次抽样。"))
    strata = place_names([int(code) for code in row.strata], local=True)
    context = {
        "row": row,
        "where": place_names([row.county * COUNTY_UNIT], local=True)[row.county * COUNTY_UNIT],
        "strata": [(strata[int(code)], n) for code, n in sorted(row.strata.items())],
        "proof": proving.verify(row) if row.drawn_at else None,
        "seed": str(row.seed) if row.drawn_at else "",
    }
    return render(request, "satisfaction/lot.html", context)
