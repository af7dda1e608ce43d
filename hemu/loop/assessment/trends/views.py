"""趋势预警: sharp rises with how sure they are, matters that come back, places nobody has been to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemu.kernel.errors import Missing
from hemu.kernel.places import parse_code
from hemu.kernel.web import reads
from hemu.loop.assessment.trends import alarms, places, reading
from hemu.loop.assessment.trends.course import Course, course, week
from hemu.loop.assessment.trends.reading import Look, Rise
from hemu.loop.assessment.trends.statistics import LEAST_TOTAL, LEAST_WINDOWS, LEVEL
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import path, place_names
from hemu.orgs.signed_in import actor_of

MOST_CHARTS, MOST_TESTED, MOST_PLACES = 6, 30, 10
_PERCENT = 100


def _asked(text: str, by: Actor) -> Region | None:
    """The region that the address names, within the actor's own; raises Missing."""
    if not text:
        return None
    try:
        found = Region.objects.filter(pk=parse_code(text)).first()
    except ValueError:
        found = None
    if found is None or not by.covers_span(found.span):
        raise Missing(_("没有找到这个地区。"))
    return found


def _link(rise: Rise, window: int) -> str:
    since, until = reading.period(window)
    asked = {"region": rise.region.shown_code, "kind": f"{rise.kind:04d}", "from": since, "to": until}
    return f"/disputes/?{urlencode(asked)}"


def in_words(rise: Rise) -> str:
    """What a rise is, for somebody who has never heard of a test."""
    found = rise.found
    said = _("%(area)s：%(kind)s，近 4 周登记 %(n)s 件；按过去的情况，一般是 %(expected)s 件左右。") % {
        "area": rise.region.name,
        "kind": rise.label,
        "n": found.recent,
        "expected": f"{found.expected:.1f}",
    }
    return f"{said}{_how_sure(found.p)}"


def _how_sure(p: float) -> str:
    """「如果情况没有变化，大约 300 次里才会碰巧出现 1 次。」"""
    once_in = min(round(1 / p), 10_000) if p > 0 else 10_000
    return ngettext(
        "如果情况其实没有变化，大约每 %(n)s 次才会碰巧这么多 1 次。",
        "如果情况其实没有变化，大约每 %(n)s 次才会碰巧这么多 1 次。",
        once_in,
    ) % {"n": f"{once_in:,}"}


def _drawn(rise: Rise) -> dict[str, Any]:
    """A bar for each window, the oldest first; each opens its disputes."""
    windows = range(len(rise.counts) - 1, -1, -1)
    return {
        "categories": [f"{reading.period(window)[0]:%m-%d}" for window in windows],
        "series": [
            {"name": _("登记"), "values": [rise.counts[window] for window in windows], "colour": "bamboo"}
        ],
        "links": [_link(rise, window) for window in windows],
    }


def _line(rise: Rise, told: Mapping[tuple[int, int], date]) -> dict[str, Any]:
    return {
        "rise": rise,
        "words": in_words(rise),
        "told": told.get((rise.region.lo, rise.kind)),
        "link": _link(rise, 0),
        "id": f"rise-{rise.region.code}-{rise.kind}",
        "chart": _drawn(rise),
        "expected": f"{rise.found.expected:.1f}",
        "p": _small(rise.found.p),
        "q": _small(rise.found.q),
        "season": f"{rise.weight:.2f}" if rise.weight > 1 else "",
    }


def _small(value: float) -> str:
    return "< 0.0001" if value < 1e-4 else f"= {value:.4f}"


def _of_course(found: Course, region: Region | None) -> dict[str, Any]:
    """The numbers without a verdict: a bar a week, the oldest first, and the sorts."""
    if not found.weeks:
        return {}
    place = {"region": region.shown_code} if region is not None else {}

    def link(since: date, until: date, kind: int = 0) -> str:
        asked = {**place, **({"kind": f"{kind:04d}"} if kind else {}), "from": since, "to": until}
        return f"/disputes/?{urlencode(asked)}"

    numbers = range(len(found.weeks) - 1, -1, -1)
    (since, until), (earlier, before) = reading.period(0), reading.period(1)
    return {
        "course": {
            "categories": [f"{week(number)[0]:%m-%d}" for number in numbers],
            "series": [
                {"name": _("登记"), "values": [found.weeks[number] for number in numbers], "colour": "bamboo"}
            ],
            "links": [link(*week(number)) for number in numbers],
        },
        "sorts": [
            (one, link(since, until, one.kind), link(earlier, before, one.kind)) for one in found.sorts
        ],
    }


@reads
def trends(request: HttpRequest) -> HttpResponse:
    """What rises, what comes back, and where nobody has been, in the actor's area or a part of it."""
    by = actor_of(request)
    by.require(Permission.FIGURES)
    region = _asked(request.GET.get("region", ""), by)
    looked = reading.look(by, region) if by.spans else Look(None, [], 0, [], 0)
    told = alarms.told(by)
    context = {
        "region": looked.region,
        "crumbs": _crumbs(looked.region, by),
        "looked": looked,
        "least_windows": LEAST_WINDOWS,
        "alarms": [_line(one, told) for one in looked.alarms],
        "charts": MOST_CHARTS,
        "tested": [_line(one, told) for one in looked.rises[:MOST_TESTED]],
        "tested_all": len(looked.rises),
        "period": reading.period(0),
        "level": round(LEVEL * _PERCENT),
        "least_total": LEAST_TOTAL,
        "areas": looked.areas if len(looked.areas) > 1 else [],
        **_of_course(course(by, looked.areas), looked.region),
        **_places(by, region),
    }
    return render(request, "trends/trends.html", context)


def _places(by: Actor, region: Region | None) -> dict[str, Any]:
    back, missed = places.repeated(by, region), places.unvisited(by, region)
    names = place_names({one.region for one in back}, local=True)
    return {
        "back": [(one, names[one.region], places.times(one)) for one in back],
        "unvisited": missed[:MOST_PLACES],
        "unvisited_more": missed[MOST_PLACES:],
        "days": places.allowed(),
    }


def _crumbs(region: Region | None, by: Actor) -> list[tuple[str, str]]:
    """The regions above, as far as the actor sees them whole."""
    if region is None:
        return []
    above = [one for one in path(region)[:-1] if by.covers_span(one.span)]
    return [(one.name, f"?region={one.shown_code}") for one in above]
