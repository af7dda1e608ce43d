"""The pages of 分: giving, receiving, returning, referring; the way a dispute went; lists of hops."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hemu.disputes import queries as disputes
from hemu.disputes.act_page import act_view, answer, open_form
from hemu.disputes.tabs import Tab
from hemu.kernel import clock
from hemu.kernel.sheets import writing
from hemu.kernel.web import reads, writes
from hemu.loop.routing import forms, lists, queries, referrals
from hemu.loop.routing import way as ways
from hemu.loop.routing.models import Way
from hemu.loop.routing.proposal import propose
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of

ROWS = 50
_NAMES = {Way.INTERNAL: "internal", Way.VERTICAL: "vertical", Way.HORIZONTAL: "horizontal"}


@writes
def route(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """分流交办: the way that the rules propose is open, the others a tab away."""
    chosen = request.GET.get("way", "")
    if chosen not in forms.WAYS:
        found = disputes.get(county, dispute_id, by=actor_of(request))
        chosen = _NAMES[propose(found).way]
    return answer(request, open_form(request, forms.WAYS[chosen], county, dispute_id))


name_units = act_view(forms.NameUnitsForm)
take = act_view(forms.TakeForm)
receive = act_view(forms.ReceiveForm)
give_back = act_view(forms.GiveBackForm)
hand_over = act_view(forms.HandOverForm)
report = act_view(forms.ReportForm)
refer = act_view(forms.ReferForm)
reply = act_view(forms.ReplyForm)


@reads
def way(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """The way a dispute went: every unit with the time that it had it."""
    actor = actor_of(request)
    actor.require(Permission.VIEW)
    dispute = disputes.get(county, dispute_id, by=actor)
    every = ways.legs(dispute, queries.hops_of(dispute)[::-1])
    context = {
        "dispute": dispute,
        "legs": every,
        "whole": ways.in_words((dispute.closed_at or clock.now()) - dispute.opened_at),
        "chart": ways.chart(every),
        "clocks": disputes.running_clocks(dispute),
        "involved": disputes.involvements(dispute),
        "referrals": referrals.referrals_of(dispute),
    }
    return render(request, "routing/way.html", context)


@reads
def hops(request: HttpRequest) -> HttpResponse:
    """Lists of hops: waiting, returned, late; for a unit and for those above it."""
    by = actor_of(request)
    offered = lists.views(by)
    view = next((view for view in offered if view.key == request.GET.get("view", "")), offered[0])
    rows = lists.referrals(by) if view.key == "referrals" else lists.hops(view.key, by=by)
    context = {
        "page": Paginator(rows[: lists.MOST], ROWS).get_page(request.GET.get("page")),
        "view": view,
        "now": clock.now(),
        "unit": by.unit_id,
        "tabs": [
            Tab(str(one.label), f"?view={one.key}" if one.key else "?", None, one == view) for one in offered
        ],
    }
    return render(request, "routing/hops.html", context)


@reads
def export(request: HttpRequest) -> HttpResponse:
    """One of the lists as .xlsx."""
    rows = lists.hops(request.GET.get("view", ""), by=actor_of(request))
    headers = {
        "Content-Disposition": f'attachment; filename="routing-{clock.today():%Y%m%d}.xlsx"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(lists.sheet(rows[: lists.MOST]), content_type=writing.TYPE, headers=headers)
