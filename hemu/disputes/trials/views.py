"""The page of a trial: start it, watch it, read what would change."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hemu.disputes.forms import put_refusal
from hemu.disputes.trials import actions, queries, sheets
from hemu.disputes.trials.asking import QUESTIONS
from hemu.disputes.trials.forms import PeriodForm
from hemu.disputes.trials.models import Trial
from hemu.kernel import clock
from hemu.kernel.errors import Forbidden, Refused
from hemu.kernel.sheets.writing import TYPE
from hemu.kernel.web import reads, writes
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of
from hemu.rulebook.models import RuleTable
from hemu.rulebook.queries import others_in_force, spec_of, version_of
from hemu.rulebook.views.shared import context

ROWS = 30


def _reader(request: HttpRequest) -> Actor:
    by = actor_of(request)
    if not queries.may_read(by):
        by.require(Permission.VIEW)
    return by


@writes
def page(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """The latest trial of a version; a POST starts one."""
    by, held = _reader(request), version_of(name, number)
    form = PeriodForm(request.POST if request.method == "POST" else None, initial=_last_period(held))
    if request.method == "POST" and form.is_valid():
        try:
            actions.start(held, by=by, **form.cleaned_data)
        except Forbidden:
            raise
        except Refused as refused:
            put_refusal(form, refused)
        else:
            return redirect("trials:trial", name, number)
    found = context(
        request,
        "tables",
        spec=spec_of(name),
        held=held,
        form=form,
        against=others_in_force(held, clock.today()),
        is_of_disputes=name in QUESTIONS,
        **_shown(request, held, by),
    )
    return render(request, "trials/page.html", found, status=422 if form.is_bound else 200)


def _last_period(held: RuleTable) -> dict[str, Any]:
    """What was asked last, so that the fields say what the numbers below them are of."""
    trial = queries.latest(held)
    return {"since": trial.since, "until": trial.until} if trial else {}


def _shown(request: HttpRequest, held: RuleTable, by: Actor) -> dict[str, Any]:
    trial = queries.latest(held)
    may_view = by.may(Permission.VIEW)
    if trial is None:
        return {"trial": None, "may_view": may_view}
    place = request.GET.get("group", "")
    chosen = int(place) if place.isdigit() else None
    found = {"trial": trial, "may_view": may_view, "may_read": queries.may_read(by), "chosen": chosen}
    if found["may_read"]:
        found |= _numbers(trial)
    if may_view:
        rows = queries.affected(trial, by=by, place=chosen)
        paged = Paginator(rows, ROWS).get_page(request.GET.get("page"))
        found |= {"page": paged, "named": queries.with_groups(trial, list(paged.object_list))}
    return found


def _numbers(trial: Trial) -> dict[str, Any]:
    return {"groups": queries.groups(trial), "moves": queries.moves(trial)}


@reads
def progress(request: HttpRequest, trial_id: int) -> HttpResponse:
    """How far a trial has come; when it is done, the page is asked to show all of it."""
    _reader(request)
    trial = queries.trial(trial_id)
    response = render(request, "trials/progress.html", {"trial": trial})
    if trial.finished_at is not None:
        response["HX-Refresh"] = "true"
    return response


@reads
def export(request: HttpRequest, trial_id: int) -> HttpResponse:
    """What the page shows, as a spreadsheet."""
    by, trial = _reader(request), queries.trial(trial_id)
    name = f"{trial.table}-v{trial.version}-{trial.since}-{trial.until}.xlsx"
    response = HttpResponse(sheets.workbook(trial, by=by), content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
