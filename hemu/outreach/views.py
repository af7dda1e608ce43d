"""The pages of small services."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes.forms import origin_fields, origin_of, put_refusal
from hemu.disputes.tabs import Tab
from hemu.kernel.errors import Refused
from hemu.kernel.ids import new_id
from hemu.kernel.web import reads, writes
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_name, place_names
from hemu.orgs.signed_in import actor_of
from hemu.outreach import queries
from hemu.outreach.forms import CloseForm, ServiceForm
from hemu.outreach.models import ServiceResult

ROWS = 50
MOST = 1000
"""Rows of the list that can be paged through."""


@reads
def services(request: HttpRequest) -> HttpResponse:
    """The area's small services; those still open, or all."""
    by = actor_of(request)
    every = request.GET.get("view") == "all"
    rows = queries.services(by, open_only=not every)[:MOST]
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    names = place_names({row.region for row in page}, local=True)
    context = {
        "page": page,
        "rows": [(row, names[row.region]) for row in page],
        "every": every,
        "tabs": [
            Tab(_("办理中"), "?view=open", None, not every),
            Tab(_("全部"), "?view=all", None, every),
        ],
        "may_write": by.may(Permission.REGISTER) and bool(by.spans),
    }
    return render(request, "outreach/services.html", context)


@writes
def new(request: HttpRequest) -> HttpResponse:
    """Open a small service, perhaps from a record."""
    by = actor_of(request)
    by.require(Permission.REGISTER)
    origin = origin_of(request.POST if request.method == "POST" else request.GET, by=by)
    if request.method != "POST":
        first = {"service_id": new_id(), **origin_fields(origin, "help")}
        form = ServiceForm(by=by, initial={**first, "text": origin.narrative if origin else ""})
        return render(request, "outreach/new.html", {"form": form, "origin": origin})
    form = ServiceForm(request.POST, by=by)
    if form.is_valid():
        try:
            row = form.write(by, origin)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已登记。办好后请回到这里填写结果。"))
            return redirect(row.get_absolute_url())
    return render(request, "outreach/new.html", {"form": form, "origin": origin}, status=422)


@writes
def service(request: HttpRequest, county: int, service_id: int) -> HttpResponse:
    """One service; a POST closes it with a result."""
    by = actor_of(request)
    row = queries.service(county, service_id, by=by)
    form, status = CloseForm(), 200
    if request.method == "POST":
        form, status = CloseForm(request.POST), 422
        if form.is_valid():
            try:
                form.write(row, by)
            except Refused as refused:
                put_refusal(form, refused)
            else:
                messages.success(request, _("已办结。"))
                return redirect(row.get_absolute_url())
    context = {
        "service": row,
        "where": place_name(row.region),
        "origin": queries.origin(row, by),
        "is_open": row.result == ServiceResult.OPEN,
        "may_close": row.result == ServiceResult.OPEN and by.may(Permission.REGISTER),
        "form": form,
    }
    return render(request, "outreach/service.html", context, status=status)
