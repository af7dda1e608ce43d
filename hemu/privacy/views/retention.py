"""到期封存: the dry run, asking, the second person, and holding a dispute back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes import queries as disputes
from hemu.kernel.web import writes
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of
from hemu.privacy import kept, retention
from hemu.privacy.forms.office import DecideForm, HoldForm
from hemu.privacy.models import HoldKind, RunStatus
from hemu.privacy.views.shared import bound, show, status_of, tried


@writes
def overview(request: HttpRequest) -> HttpResponse:
    """What is over now and would be sealed; POST asks for it."""
    by = actor_of(request)
    by.require(Permission.GUARD_PERSONAL)
    if request.method == "POST":
        run = retention.ask(by=by)
        messages.success(request, _("已提请封存 %(n)s 件，等另一位负责人批准。") % {"n": run.count})
        return redirect("privacy:run", run.county, run.pk)
    due = retention.due(by)
    context = {
        "due": due,
        "going": sum(not one.held for one in due),
        "runs": retention.runs(by),
        "most": retention.MOST,
        "records": kept.overview(by),
    }
    return show(request, "privacy/retention.html", context)


@writes
def run(request: HttpRequest, county: int, run_id: int) -> HttpResponse:
    """One list, to be approved by another person."""
    by = actor_of(request)
    row = retention.run_of(county, run_id, by=by)
    form = DecideForm(bound(request))
    approved = request.POST.get("approved") == "1"
    if form.is_bound and tried(form, lambda given: retention.decide(row, approved, given["note"], by=by)):
        messages.success(request, _("已批准，今夜封存。") if approved else _("已退回，不封存。"))
        return redirect("privacy:run", county, run_id)
    context = {
        "run": row,
        "items": retention.items(row),
        "form": form,
        "may_decide": row.status == RunStatus.ASKED and row.person_id != by.person_id,
        "own": row.status == RunStatus.ASKED and row.person_id == by.person_id,
    }
    return show(request, "privacy/run.html", context, status=status_of(form))


@writes
def holds(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """Why a dispute is kept whole beyond its period."""
    by = actor_of(request)
    dispute = disputes.get(county, dispute_id, by=by)
    by.require(Permission.GUARD_PERSONAL)
    form = HoldForm(bound(request))
    if form.is_bound and tried(
        form, lambda given: retention.hold(dispute, HoldKind(given["kind"]), given["reason"], by=by)
    ):
        messages.success(request, _("已记下，到期也不封存。"))
        return redirect("privacy:holds", county, dispute_id)
    by_itself = retention.held_by_itself(dispute)
    context = {"dispute": dispute, "holds": retention.holds(dispute), "by_itself": by_itself, "form": form}
    return render(request, "privacy/holds.html", context, status=status_of(form))


@writes
def release(request: HttpRequest, county: int, dispute_id: int, hold_id: int) -> HttpResponse:
    """The reason is over."""
    by = actor_of(request)
    dispute = disputes.get(county, dispute_id, by=by)
    if request.method == "POST":
        retention.release(dispute, hold_id, by=by)
        messages.success(request, _("已解除暂缓。"))
    return redirect("privacy:holds", county, dispute_id)
