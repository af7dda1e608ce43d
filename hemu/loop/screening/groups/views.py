"""Work groups: the list with figures by area, one group, and registering one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes.forms import put_refusal
from hemu.disputes.tabs import Tab
from hemu.kernel.errors import Conflict, Refused
from hemu.kernel.web import reads, writes
from hemu.loop.screening.groups import queries
from hemu.loop.screening.groups.forms import ACTS, GroupForm, UpdateForm
from hemu.loop.screening.groups.models import WorkGroup
from hemu.loop.screening.queries import row_url
from hemu.loop.screening.reporting.queries import children
from hemu.loop.screening.reporting.views import asked_region
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names
from hemu.orgs.signed_in import actor_of

ROWS, MOST = 50, 2000


@reads
def groups(request: HttpRequest) -> HttpResponse:
    """The groups of the area; for those who look at figures, numbers by area above."""
    by = actor_of(request)
    closed = request.GET.get("view") == "closed"
    region = asked_region(request.GET)
    rows = queries.groups(by, closed=closed, area=region.span if region else None)
    page = Paginator(rows[:MOST], ROWS).get_page(request.GET.get("page"))
    names = place_names({row.region for row in page}, local=True)
    counted = by.may(Permission.FIGURES) and bool(by.spans) and not closed
    context = {
        "page": page,
        "rows": [(row, names[row.region]) for row in page],
        "tabs": [Tab(_("在用"), "?", None, not closed), Tab(_("已解散"), "?view=closed", None, closed)],
        "figures": queries.figures(by, children(by)) if counted else [],
        "region": region,
        "may_write": by.may(Permission.REGISTER) and bool(by.spans),
    }
    return render(request, "groups/groups.html", context)


@writes
def new(request: HttpRequest) -> HttpResponse:
    """Register a group."""
    by = actor_of(request)
    by.require(Permission.REGISTER)
    form = GroupForm(request.POST if request.method == "POST" else None, by=by)
    if form.is_bound and form.is_valid():
        try:
            row = form.write()
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已登记。推送过什么、群里来了什么情况，都记在这里。"))
            return redirect("groups:group", row.county, row.id)
    main = [bound for bound in form.visible_fields() if bound.name != "place"]
    context = {"form": form, "main": main}
    return render(request, "groups/new.html", context, status=422 if form.is_bound else 200)


@writes
def group(request: HttpRequest, county: int, group_id: int) -> HttpResponse:
    """One group; a POST with ``do`` pushes, updates or closes."""
    by = actor_of(request)
    row = queries.group(county, group_id, by=by)
    if request.method != "POST":
        return _page(request, row, by)
    kind = ACTS.get(request.POST.get("do", ""))
    if kind is None:
        raise Conflict(_("请选择要办的事。"))
    form = kind(request.POST)
    if form.is_valid():
        try:
            form.do(row, by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已记下。"))
            return redirect("groups:group", row.county, row.id)
    return _page(request, row, by, request.POST["do"], form)


def _page(request: HttpRequest, row: WorkGroup, by: Actor, name: str = "", tried: Any = None) -> HttpResponse:
    first = {"owner": row.owner, "members": row.members, "note": row.note}
    forms = {key: kind(initial=first) if kind is UpdateForm else kind() for key, kind in ACTS.items()}
    if tried is not None:
        forms[name] = tried
    context = {
        "row": row,
        "where": place_names([row.region], local=True)[row.region],
        "pushes": queries.pushes(row),
        "records": [(one, row_url(one)) for one in queries.came_in(row, by=by)],
        "forms": forms,
        "tried": name,
        "acts": row.closed_at is None and by.may(Permission.REGISTER),
    }
    return render(request, "groups/group.html", context, status=422 if tried is not None else 200)
