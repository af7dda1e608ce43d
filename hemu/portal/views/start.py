"""Where a villager arrives: the village's own page behind the poster, and the way there without one."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.web import public, reads
from hemu.loop.screening.villagers import poster, queries, retention, team
from hemu.orgs.models import Region


@public
@reads
def index(request: HttpRequest) -> HttpResponse:
    """For those who have no poster at hand: its word, or a tracking code."""
    typed = re.sub(r"[^0-9a-z]", "", request.GET.get("word", "").lower())[:12]
    wrong = ""
    if typed:
        if queries.village_of(typed) is not None:
            return redirect("portal:village", typed)
        wrong = _("没有这个号码。请照海报上网址最后的字母和数字输入。")
    context = {"typed": typed, "wrong": wrong}
    return render(request, "portal/index.html", context, status=404 if wrong else 200)


@public
@reads
def village(request: HttpRequest, word: str) -> HttpResponse:
    """A village's page: danger first, then the two ways on."""
    found = queries.village_of(word)
    if found is None:
        return gone(request)
    return render(request, "portal/village.html", {"word": word, **about(found)})


def gone(request: HttpRequest) -> HttpResponse:
    """The poster's word isn't in use (any more)."""
    return render(request, "portal/gone.html", status=404)


def about(village: Region) -> dict[str, object]:
    """What a village's pages say of who answers."""
    unit = team.answering_unit(village.code)
    return {"village": village, "unit": unit, "within": poster.answered_within()}


@public
@reads
def privacy(request: HttpRequest) -> HttpResponse:
    """What happens with what a villager tells, in plain words; ``?p=`` names the village that answers."""
    village = queries.village_of(request.GET.get("p", "")[:12])
    units = poster.named_units(village.code) if village else []
    context = {"kept_days": retention.days(clock.today()), "units": units}
    return render(request, "portal/privacy.html", context)
