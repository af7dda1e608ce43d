"""The page on which a report is joined to a dispute that is registered already."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes import origins
from hemu.disputes import queries as disputes
from hemu.disputes.models import Dispute, Source
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.web import writes
from hemu.loop.screening import joining
from hemu.loop.screening.villagers import queries
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names
from hemu.orgs.signed_in import actor_of


@writes
def join(request: HttpRequest, county: int, report_id: int) -> HttpResponse:
    """Look for the dispute (GET, `q`; without it, the village's own), and join the report to it (POST)."""
    by = actor_of(request)
    by.require(Permission.REGISTER)
    told = origins.read(Source.VILLAGER, county, report_id, by=by)
    if request.method == "POST":
        dispute = _chosen(request.POST.get("dispute", ""), by)
        joining.join_item(told, dispute, by=by)
        messages.success(request, _("已并入，村民说的写进了这起纠纷的台账；还要答复村民。"))
        return redirect("villagers:report", county, report_id)
    sought, wrong = request.GET.get("q", "")[:100], ""
    try:
        found = joining.candidates(sought, by=by) if sought else queries.open_nearby(told.region, by=by)
    except Refused as refused:
        found, wrong = [], str(refused)
    names = place_names({row.region for row in found}, local=True)
    context = {
        "told": told,
        "heading": _("村民说的事"),
        "sought": sought,
        "nearby": not sought,
        "rows": [(row, names[row.region]) for row in found],
        "wrong": wrong,
    }
    return render(request, "screening/join.html", context)


def _chosen(text: str, by: Actor) -> Dispute:
    parts = text.split(":")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() for part in parts):
        raise Missing(_("没有找到这起纠纷。"))
    return disputes.get(int(parts[0]), int(parts[1]), by=by)
