"""督办: the list of orders, and one with its history."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.command.supervision import queries
from hemu.command.supervision.forms import EVERY, OrderForm, SuperviseForm, open_forms
from hemu.command.supervision.models import Cause, Order, OrderStatus
from hemu.command.supervision.papers import ORDER, values_of
from hemu.disputes.act_page import act_view
from hemu.disputes.forms import put_refusal
from hemu.disputes.tabs import Tab
from hemu.documents.papers.views import printed_values
from hemu.kernel.errors import Conflict, Refused
from hemu.kernel.web import reads, writes
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names
from hemu.orgs.signed_in import actor_of

ROWS, MOST = 50, 2000
supervise = act_view(SuperviseForm)


@reads
def orders(request: HttpRequest) -> HttpResponse:
    """What waits for the actor's unit, what is open, or all that there was."""
    by = actor_of(request)
    view = request.GET.get("view", "")
    rows = {
        "": lambda: queries.waiting(by),
        "open": lambda: queries.orders(by).exclude(status=OrderStatus.CLOSED),
    }.get(view, lambda: queries.orders(by))()
    page = Paginator(rows[:MOST], ROWS).get_page(request.GET.get("page"))
    names = place_names({row.region for row in page}, local=True)
    tabs = (("", _("等本单位办")), ("open", _("未办结")), ("all", _("全部")))
    context = {
        "page": page,
        "rows": [(row, names[row.region]) for row in page],
        "tabs": [Tab(word, f"?view={key}" if key else "?", None, key == view) for key, word in tabs],
    }
    return render(request, "supervision/orders.html", context)


@writes
def order(request: HttpRequest, county: int, order_id: int) -> HttpResponse:
    """One order; a POST with ``do`` does the act of that name."""
    by = actor_of(request)
    row = queries.order(county, order_id, by=by)
    if request.method != "POST":
        return _page(request, row, by)
    kind = EVERY.get(request.POST.get("do", ""))
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
            return redirect("supervision:order", row.county, row.id)
    return _page(request, row, by, form)


@reads
def paper(request: HttpRequest, county: int, order_id: int, form: str) -> HttpResponse:
    """The order as a sheet of paper (督办单), or its fields as a spreadsheet."""
    row = queries.order(county, order_id, by=actor_of(request))
    return printed_values(ORDER, values_of(row), row.region, form, f"{ORDER.title} {row.number}")


def _finding(row: Order, by: Actor) -> str:
    """Where the actor reads what the order rests on, when the actor may."""
    if row.cause == Cause.DISPUTE:
        return f"/disputes/{row.county}/{row.dispute_id}/"
    if row.cause in (Cause.FALSE_VISIT, Cause.VISITS_UNCHECKED):
        if not by.may(Permission.REVIEW_VISITS):
            return ""
        if row.cause == Cause.FALSE_VISIT:
            return f"/doubts/visits/{row.county}/{row.cause_id}/"
        return "/doubts/?status=1"
    if not by.may(Permission.FIGURES):
        return ""
    if row.cause == Cause.FLAGS_UNCHECKED:
        return "/reporting/?status=1"
    return f"/reporting/{row.county}/{row.cause_id}/"


def _page(request: HttpRequest, row: Order, by: Actor, tried: OrderForm | None = None) -> HttpResponse:
    forms = open_forms(row, by)
    if tried is not None:
        forms = [tried if form.name == tried.name else form for form in forms]
    context = {
        "row": row,
        "where": place_names([row.region], local=True)[row.region],
        "history": queries.history(row),
        "forms": forms,
        "finding": _finding(row, by),
        "closed": row.status == OrderStatus.CLOSED,
        "waits": row.status == OrderStatus.OPEN,
    }
    return render(request, "supervision/order.html", context, status=422 if tried is not None else 200)
