"""The page on which a report is joined to a dispute that is registered already."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hemu.disputes import origins
from hemu.disputes.models import Source
from hemu.kernel.web import writes
from hemu.loop.screening import joining
from hemu.loop.screening.views.joining import chosen, page
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of


@writes
def join(request: HttpRequest, county: int, report_id: int) -> HttpResponse:
    """Look for the dispute (GET, `q`; without it, the village's own), and join the report to it (POST)."""
    by = actor_of(request)
    by.require(Permission.REGISTER)
    told = origins.read(Source.VILLAGER, county, report_id, by=by)
    if request.method == "POST":
        joining.join_item(told, chosen(request, by), by=by)
        messages.success(request, _("已并入，村民说的写进了这件纠纷的台账；还要答复村民。"))
        return redirect("villagers:report", county, report_id)
    return page(request, told, _("村民说的事"), by, nearby=True)
