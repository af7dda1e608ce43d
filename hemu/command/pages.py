"""What a figures page shows, read for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hemu.command import charts, figures, headline, links
from hemu.command.asked import MINISTRY, OWN, VIEWS, Asked, beside, in_words, presets
from hemu.command.periods import Period
from hemu.command.sides import Side
from hemu.command.table import breakdowns, table
from hemu.kernel import clock
from hemu.kernel.places import show_code
from hemu.orgs import queries
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step from the country to the region; no address outside the actor's scope."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Tab:
    """One way to look at the same, as the template tag ``tabs`` shows it."""

    label: str
    url: str
    current: bool
    count: int | None = None


def crumbs(region: Region, asked: Asked, by: Actor) -> list[Crumb]:
    """From the country down to the region itself."""
    return [
        Crumb(step.name, links.figures(step, asked.query(sort="")) if by.covers_span(step.span) else "")
        for step in queries.path(region)
    ]


def own_regions(by: Actor) -> list[Region]:
    """The widest regions that lie wholly in the actor's scope, by code."""
    found: list[Region] = []
    for span in by.spans:
        inside = Region.objects.current().within(span)
        wider = {"parent__lo__gte": span.lo, "parent__hi__lte": span.hi}
        found += inside.exclude(**wider).order_by("code")
    return found


def headline_of(region: Region, asked: Asked, *, by: Actor, seen: str = "") -> dict[str, Any] | None:
    """The context of the headline; None when its numbers are those that `seen` stands for."""
    now = headline.totals(region, asked.period, by=by)
    stamp = headline.stamp(now)
    if stamp == seen:
        return None
    before = headline.totals(region, asked.period.year_before(), by=by)
    path = reverse("figures-headline", args=[show_code(region.code)])
    return {
        "tiles": headline.tiles(region, asked.period, now, before),
        "poll": f"{path}?{asked.query(sort='')}&seen={stamp}",
        "against": _("较上年同期"),
    }


def page(region: Region, asked: Asked, *, by: Actor) -> dict[str, Any]:
    """Everything that the template shows."""
    parts = breakdowns(region, asked, by=by)
    measures = parts[Side.MEASURE]
    has_children = any(share.region for share in measures.shares)
    code = show_code(region.code)
    return {
        "region": region,
        "asked": asked,
        "period": in_words(asked.period),
        "crumbs": crumbs(region, asked, by),
        "headline": headline_of(region, asked, by=by),
        "is_empty": not measures.total,
        "latest": _latest(region, asked, by) if not measures.total else None,
        "periods": _period_tabs(region, asked),
        "earlier": links.figures(region, asked.days(beside(asked.period, -1))),
        "later": links.figures(region, asked.days(beside(asked.period, 1))),
        "views": _view_tabs(region, asked),
        "kind_lists": _kind_tabs(region, asked),
        "table": table(region, asked, parts) if has_children else None,
        "by_child": charts.by_child(asked, parts[Side.COLOUR]) if has_children else None,
        "map": charts.on_map(region, asked, measures) if has_children else None,
        "trend": charts.trend(region, asked, by=by),
        "kinds": charts.kinds(region, asked, by=by),
        "sources": charts.sources(region, asked, measures.total),
        "records": links.records(region, asked.period),
        "workbook": reverse("figures-workbook", args=[code]) + f"?{asked.query()}",
        "csv": reverse("figures-csv", args=[code]) + f"?{asked.query()}",
    }


def _period_tabs(region: Region, asked: Asked) -> list[Tab]:
    return [
        Tab(label, links.figures(region, asked.days(period)), current=period == asked.period)
        for label, period in presets(clock.today())
    ]


def _view_tabs(region: Region, asked: Asked) -> list[Tab]:
    return [
        Tab(
            str(label),
            links.figures(region, asked.query(by=name, sort="")) + "#table",
            current=name == asked.by,
        )
        for name, label in VIEWS.items()
    ]


def _kind_tabs(region: Region, asked: Asked) -> list[Tab]:
    lists = ((MINISTRY, _("司法行政十八类")), (OWN, _("平台分类")))
    return [
        Tab(label, links.figures(region, asked.query(kinds=name)) + "#kinds", current=name == asked.kinds)
        for name, label in lists
    ]


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest dispute's day, and the year that holds it."""

    day: date
    url: str


def _latest(region: Region, asked: Asked, by: Actor) -> Latest | None:
    day = figures.latest_day(region, by=by)
    if day is None:
        return None
    year = Period(date(day.year, 1, 1), date(day.year, 12, 31))
    return Latest(day, links.figures(region, asked.days(year)))
