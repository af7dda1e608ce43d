"""定级复核: requests to lower, ratings due to be looked at again, what the rules propose to change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemu.disputes.act_page import act_view
from hemu.disputes.models import Colour
from hemu.disputes.queries import get
from hemu.disputes.tabs import Tab
from hemu.kernel import clock
from hemu.kernel.web import reads, writes
from hemu.loop.assessment import rating
from hemu.loop.assessment.changing import forms, lowering, queries
from hemu.orgs.signed_in import actor_of

ROWS = 50
WEEK = timedelta(days=7)

decide = act_view(forms.DecideForm)


@writes
def take_back(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """The asker takes the request back."""
    by = actor_of(request)
    dispute = get(county, dispute_id, by=by)
    if request.method == "POST":
        lowering.take_back(dispute, by=by)
        messages.success(request, _("已收回下调申请，等级不变。"))
    return redirect(dispute.get_absolute_url())


def _parts(here: str) -> list[Tab]:
    parts = (
        ("lowerings", _("下调审批"), reverse("changing:lowerings")),
        ("reviews", _("到期复评"), reverse("changing:reviews")),
        ("proposals", _("规则建议改定"), reverse("changing:proposals")),
    )
    return [Tab(label, url, None, name == here) for name, label, url in parts]


def _page(request: HttpRequest, here: str, rows: Any, **more: Any) -> HttpResponse:
    paged = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {"parts": _parts(here), "page": paged, **more}
    return render(request, f"changing/{here}.html", context)


@reads
def lowerings(request: HttpRequest) -> HttpResponse:
    """The requests of the area: those that wait, or (``?view=decided``) those that were decided."""
    by = actor_of(request)
    decided = request.GET.get("view") == "decided"
    rows = queries.lowerings(by, decided=decided).order_by("-colour", "-opened_at", "id")
    paged = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "parts": _parts("lowerings"),
        "page": paged,
        "asked": queries.asked(list(paged.object_list), by, decided=decided),
        "decided": decided,
        "tabs": [
            Tab(_("等待批准"), "?view=waiting", None, not decided),
            Tab(_("已有结果"), "?view=decided", None, decided),
        ],
    }
    return render(request, "changing/lowerings.html", context)


@reads
def reviews(request: HttpRequest) -> HttpResponse:
    """Ratings by when they are due to be looked at again: today and before, this week, or all."""
    by = actor_of(request)
    view = request.GET.get("view", "today")
    until = {"today": queries.end_of_today(), "week": clock.now() + WEEK}.get(view)
    colour = request.GET.get("colour", "")
    chosen = int(colour) if colour in {"1", "2", "3"} else 0
    tail = f"&colour={chosen}" if chosen else ""
    tabs = [
        Tab(_("今天及以前"), f"?view=today{tail}", None, view == "today"),
        Tab(_("七天内"), f"?view=week{tail}", None, view == "week"),
        Tab(_("全部"), f"?view=all{tail}", None, view not in ("today", "week")),
    ]
    rows = queries.reviews(by, until=until, colour=chosen)
    colours = [each for each in Colour if each]
    return _page(request, "reviews", rows, tabs=tabs, view=view, chosen=chosen, colours=colours)


@reads
def proposals(request: HttpRequest) -> HttpResponse:
    """Open disputes whose rating the rules would change: new facts, or new rules."""
    rows = queries.proposals(actor_of(request))
    every = [(row, Colour(row.proposed_colour), rating.proposed_grounds(row)) for row in rows]
    return _page(request, "proposals", every, most=queries.MOST_PROPOSED)
