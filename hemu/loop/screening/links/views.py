"""The pages of proposals: work list, two disputes side by side, merging, undoing; the check while typing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemu.disputes.forms import put_refusal
from hemu.disputes.models import LinkKind
from hemu.disputes.queries import parties
from hemu.disputes.tabs import Tab
from hemu.kernel.errors import Conflict, Forbidden, Refused
from hemu.kernel.web import reads, run_read_only, writes
from hemu.loop.screening.links import actions, checking, forms, queries, sides, words
from hemu.loop.screening.links.actions import Both
from hemu.loop.screening.links.models import Status
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of

ROWS = 20
MOST = 1000
"""Rows of a list that can be paged through."""


@reads
def proposals(request: HttpRequest) -> HttpResponse:
    """What waits for somebody to look, or what was decided."""
    by = actor_of(request)
    by.require(Permission.VIEW)
    waiting = request.GET.get("view") != "decided"
    page = Paginator(queries.listed(by, waiting=waiting)[:MOST], ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "shown": queries.shown(list(page.object_list), by=by),
        "waiting": waiting,
        "tabs": [
            Tab(_("待确认"), "?view=open", None, waiting),
            Tab(_("已处理"), "?view=decided", None, not waiting),
        ],
    }
    return render(request, "links/proposals.html", context)


@writes
def compare(request: HttpRequest, county: int, proposal_id: int) -> HttpResponse:
    """Both disputes side by side; a POST says what they are to each other."""
    by = actor_of(request)
    found = actions.both(county, proposal_id, by=by)
    if request.method != "POST":
        return _compare_page(request, found, by)
    form = forms.ConfirmForm(request.POST)
    if not form.is_valid():
        return _compare_page(request, found, by, form, status=422)
    kind, grounds = form.cleaned_data["kind"], form.cleaned_data["grounds"]
    if kind == LinkKind.DUPLICATE and found.ending is not None:
        request.session[_kept(found)] = grounds
        return redirect("links:merge", county, proposal_id)
    done = _tried(form, lambda: actions.confirm(county, proposal_id, kind, grounds, by=by))
    if done is None:
        return _compare_page(request, found, by, form, status=422)
    messages.success(request, _("已关联，两件的台账都记下了依据。"))
    return redirect(found.newer.get_absolute_url())


def _kept(found: Both) -> str:
    return f"links-grounds-{found.proposal.pk}"


def _tried(form: django_forms.Form, act: Callable[[], Both]) -> Both | None:
    """Do it; a refusal by field goes to the form, a conflict or a stranger to the pages that say so."""
    try:
        return act()
    except (Conflict, Forbidden):
        raise
    except Refused as refused:
        put_refusal(form, refused)
        return None


def _compare_page(
    request: HttpRequest, found: Both, by: Actor, form: Any = None, *, status: int = 200
) -> HttpResponse:
    [shown] = queries.shown([found.proposal], by=by)
    left, right = (sides.sheet(one, parties(one)) for one in (found.early, found.late))
    verdict = sides.compared(left, right)
    context = {
        "found": found,
        "shown": shown,
        "rows": sides.rows(left, right, verdict),
        "may_decide": by.may(Permission.LINK) and found.proposal.status == Status.OPEN,
        "may_undo": by.may(Permission.LINK) and found.proposal.status in (Status.CONFIRMED, Status.REFUSED),
        "form": form or forms.confirming(found.proposal.kind, words.summary(shown.grounds)),
        "refuse_form": forms.RefuseForm(),
    }
    return render(request, "links/compare.html", context, status=status)


@writes
def refuse(request: HttpRequest, county: int, proposal_id: int) -> HttpResponse:
    """Say that the two have nothing to do with each other."""
    by = actor_of(request)
    found = actions.both(county, proposal_id, by=by)
    if request.method != "POST":
        return redirect("links:compare", county, proposal_id)
    form = forms.RefuseForm(request.POST)
    if not form.is_valid():
        return _compare_page(request, found, by, status=422)
    actions.refuse(county, proposal_id, form.cleaned_data["reason"], by=by)
    messages.success(request, _("已排除。这两件不会再次提示；两件的台账都有记录。"))
    return redirect("links:proposals")


@writes
def merge(request: HttpRequest, county: int, proposal_id: int) -> HttpResponse:
    """What merging will do, said before it is done."""
    by = actor_of(request)
    found = actions.both(county, proposal_id, by=by)
    if found.ending is None or found.proposal.status != Status.OPEN:
        return redirect("links:compare", county, proposal_id)
    [shown] = queries.shown([found.proposal], by=by)
    grounds = request.session.get(_kept(found)) or words.summary(shown.grounds)
    lacking = sides.lacking(found.ending, found.beside(found.ending)) if by.may(Permission.AMEND) else []
    form = forms.MergeForm(request.POST or None, initial={"grounds": grounds}, lacking=lacking)
    if request.method == "POST" and form.is_valid():
        given, more = form.cleaned_data["grounds"], form.cleaned_data.get("take_over", ())
        act = partial(actions.confirm, county, proposal_id, LinkKind.DUPLICATE, given, take_over=more, by=by)
        done = _tried(form, act)
        if done is not None:
            messages.success(request, _("已并案。两件的台账都保留，并错了可以撤销。"))
            return redirect(found.beside(found.ending).get_absolute_url())
    context = {"found": found, "ending": found.ending, "staying": found.beside(found.ending), "form": form}
    return render(request, "links/merge.html", context, status=422 if form.is_bound else 200)


@writes
def undo(request: HttpRequest, county: int, proposal_id: int) -> HttpResponse:
    """Take a decision back, with a reason."""
    by = actor_of(request)
    found = actions.both(county, proposal_id, by=by)
    if found.proposal.status not in (Status.CONFIRMED, Status.REFUSED):
        return redirect("links:compare", county, proposal_id)
    form = forms.UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if _tried(form, lambda: actions.undo(county, proposal_id, reason, by=by)) is not None:
            messages.success(request, _("已撤销，原来的处理和这次撤销都留在台账里。"))
            return redirect("links:compare", county, proposal_id)
    [shown] = queries.shown([found.proposal], by=by)
    context = {"found": found, "shown": shown, "form": form}
    return render(request, "links/undo.html", context, status=422 if form.is_bound else 200)


@writes
def check(request: HttpRequest) -> HttpResponse:
    """What is registered already and may be what is being typed.

    A POST, since names don't belong in addresses; it writes nothing, and the database holds it to that.
    """
    if request.method != "POST":
        return redirect(reverse("screening:new"))
    return run_read_only(_check, request)  # type: ignore[return-value]  # what _check answers


def _check(request: HttpRequest) -> HttpResponse:
    by = actor_of(request)
    by.require(Permission.REGISTER)
    sheet = checking.typed(request.POST, by)
    found = checking.likely(sheet, by=by) if sheet else []
    context = {"sheet": sheet, "found": found}
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "links/parts/likely.html" if is_part else "links/likely.html", context)
