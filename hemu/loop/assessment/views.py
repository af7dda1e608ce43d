"""The pages of 评: rating, safety plan, warning notices."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes.act_page import act_view
from hemu.disputes.forms import put_refusal
from hemu.disputes.tabs import Tab
from hemu.kernel.errors import Refused
from hemu.kernel.web import reads, writes
from hemu.loop.assessment import actions, forms, queries
from hemu.loop.assessment.models import WarningNotice
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of

ROWS = 50
MOST = 1000
"""Rows of a list that can be paged through."""

confirm = act_view(forms.ConfirmForm)
override = act_view(forms.OverrideForm)
review = act_view(forms.ReviewForm)
plan_measure = act_view(forms.MeasureForm)
carry_out = act_view(forms.CarryOutForm)
warn = act_view(forms.WarningForm)


@reads
def warnings(request: HttpRequest) -> HttpResponse:
    """The notices that wait for the unit's answer, or all that it may see."""
    by = actor_of(request)
    waiting = request.GET.get("view") != "all"
    page = Paginator(queries.notices(by, waiting=waiting)[:MOST], ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "waiting": waiting,
        "tabs": [
            Tab(_("待我单位办理"), "?view=waiting", None, waiting),
            Tab(_("全部"), "?view=all", None, not waiting),
        ],
    }
    return render(request, "assessment/warnings.html", context)


@writes
def warning(request: HttpRequest, county: int, notice_id: int) -> HttpResponse:
    """One notice; a POST takes it (``do=receive``) or answers it, for the actor's unit."""
    by = actor_of(request)
    row = queries.notice(county, notice_id, by=by)
    if request.method != "POST":
        return _warning_page(request, row, by, forms.AnswerForm())
    if request.POST.get("do") == "receive":
        actions.receive(row, by=by)
        messages.success(request, _("已签收。请在时限内反馈。"))
        return redirect("assessment:warning", county, notice_id)
    form = forms.AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer(row, form.cleaned_data["answer"], by=by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已反馈。"))
            return redirect("assessment:warning", county, notice_id)
    return _warning_page(request, row, by, form, status=422)


def _warning_page(
    request: HttpRequest, row: WarningNotice, by: Actor, form: forms.AnswerForm, status: int = 200
) -> HttpResponse:
    units = queries.warned_units(row)
    own = next((unit for unit in units if unit.unit_id == by.unit_id), None)
    context = {
        "notice_row": row,
        "units": units,
        "own": own,
        "may_answer": own is not None and own.answered_at is None and by.may(Permission.AMEND),
        "disputes": queries.warned_disputes(row, by=by),
        "form": form,
    }
    return render(request, "assessment/warning.html", context, status=status)
