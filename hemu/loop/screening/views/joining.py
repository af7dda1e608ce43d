"""The page on which an item of a joint meeting is joined to a dispute."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes import queries as disputes
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.web import writes
from hemu.loop.screening import joining
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names
from hemu.orgs.signed_in import actor_of


@writes
def join(request: HttpRequest, county: int, item_id: int) -> HttpResponse:
    """Look for the dispute (GET, `q`), and join the item to it (POST, `dispute` as county:number)."""
    by = actor_of(request)
    by.require(Permission.REGISTER)
    told = joining.item(county, item_id, by=by)
    if request.method == "POST":
        chosen = request.POST.get("dispute", "").split(":")
        if len(chosen) != 2 or not all(part.isascii() and part.isdigit() for part in chosen):
            raise Missing(_("没有找到这起纠纷。"))
        dispute = disputes.get(int(chosen[0]), int(chosen[1]), by=by)
        joining.join_item(told, dispute, by=by)
        messages.success(request, _("已并入，事项写进了这起纠纷的台账。"))
        return redirect(dispute.get_absolute_url())
    sought, wrong = request.GET.get("q", "")[:100], ""
    try:
        found = joining.candidates(sought, by=by)
    except Refused as refused:
        found, wrong = [], str(refused)
    names = place_names({row.region for row in found}, local=True)
    context = {
        "told": told,
        "heading": _("会上提出的事项"),
        "nearby": False,
        "sought": sought,
        "rows": [(row, names[row.region]) for row in found],
        "wrong": wrong,
    }
    return render(request, "screening/join.html", context)
