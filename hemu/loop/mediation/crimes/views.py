"""民转刑: the number that must be none, and each one looked back on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes.forms import put_refusal
from hemu.disputes.models import Dispute
from hemu.disputes.tabs import Tab
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Refused
from hemu.kernel.web import reads, writes
from hemu.loop.mediation.crimes import actions, queries
from hemu.loop.mediation.crimes.forms import ApproveForm, DoneForm, HoldForm
from hemu.loop.mediation.crimes.models import CrimeReview, ReviewState
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names
from hemu.orgs.signed_in import actor_of

ROWS, MOST = 50, 1000


@reads
def listed(request: HttpRequest) -> HttpResponse:
    """How many this year, which must be none, and each review."""
    by = actor_of(request)
    asked = request.GET.get("state", "")
    state = int(asked) if asked in map(str, ReviewState.values) else None
    page = Paginator(queries.listed(by, state)[:MOST], ROWS).get_page(request.GET.get("page"))
    names = place_names({row.region for row in page}, local=True)
    today = clock.today()
    shown = [one for one in ReviewState if one != ReviewState.WITHDRAWN]
    context = {
        "page": page,
        "rows": [(row, names[row.region]) for row in page],
        "count": queries.count_since(by, date(today.year, 1, 1)),
        "year": today.year,
        "tabs": [
            Tab(_("全部"), "?", None, state is None),
            *(Tab(one.label, f"?state={one.value}", None, state == one) for one in shown),
        ],
    }
    return render(request, "crimes/list.html", context)


@writes
def review(request: HttpRequest, county: int, review_id: int) -> HttpResponse:
    """One review with the ledger and the clocks beside it; a POST with ``do`` does the act of that name."""
    by = actor_of(request)
    row = queries.get(county, review_id, by=by)
    tried: dict[str, Any] = {}
    if request.method == "POST":
        name = request.POST.get("do", "")
        make = _MADE.get(name)
        if make is None:
            raise Conflict(_("请选择要办的事。"))
        form, act = make(row, request)
        if form.is_valid() and _done(form, act, by):
            messages.success(request, _("已记下。"))
            return redirect("crimes:review", county, review_id)
        tried[name] = form
    return render(request, "crimes/review.html", _context(row, by, tried), status=422 if tried else 200)


_Act = Callable[[Actor], Any]


def _done(form: django_forms.Form, act: _Act, by: Actor) -> bool:
    try:
        act(by)
    except (Forbidden, Conflict):
        raise
    except Refused as refused:
        put_refusal(form, refused)
        return False
    return True


def _hold(row: CrimeReview, request: HttpRequest) -> tuple[django_forms.Form, _Act]:
    form = HoldForm(row, request.POST)
    return form, lambda by: actions.hold(row, form.new(), by=by)


def _approve(row: CrimeReview, request: HttpRequest) -> tuple[django_forms.Form, _Act]:
    form = ApproveForm(request.POST)
    return form, lambda by: actions.approve(row, form.cleaned_data["opinion"], by=by)


def _send_back(row: CrimeReview, request: HttpRequest) -> tuple[django_forms.Form, _Act]:
    form = ApproveForm(request.POST)
    return form, lambda by: actions.send_back(row, form.cleaned_data["opinion"], by=by)


def _carry_out(row: CrimeReview, request: HttpRequest) -> tuple[django_forms.Form, _Act]:
    form, asked = DoneForm(request.POST), request.POST.get("measure", "")
    number = int(asked) if asked.isascii() and asked.isdigit() else 0
    return form, lambda by: actions.carry_out(row, number, form.cleaned_data["result"], form.day, by=by)


_MADE = {"hold": _hold, "approve": _approve, "send_back": _send_back, "done": _carry_out}


def _context(row: CrimeReview, by: Actor, tried: dict[str, Any]) -> dict[str, Any]:
    dispute = row.dispute
    may_hold = by.may(Permission.CLOSE) and row.state in (ReviewState.OPEN, ReviewState.HELD)
    is_other = row.held_by_id != by.person_id
    opinion = tried.get("approve") or tried.get("send_back") or ApproveForm()
    return {
        "row": row,
        "dispute": dispute,
        "where": place_names([row.region], local=True)[row.region],
        "measures": queries.measures(row),
        "known": queries.what_was_known(dispute),
        "clocks": queries.clocks(dispute),
        "hold": tried.get("hold") or HoldForm(row) if may_hold else None,
        "opinion": opinion,
        "may_approve": by.may(Permission.WARN) and row.state == ReviewState.HELD and is_other,
        "done": tried.get("done") or DoneForm(),
        "may_do": by.may(Permission.CLOSE),
    }


def panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """On the dispute's page: that it is looked back on."""
    if not dispute.turned_criminal or not actor.may(Permission.FIGURES):
        return None
    found = queries.review_of(dispute)
    return {"review": found} if found is not None else None
