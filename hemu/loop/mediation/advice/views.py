"""The pages of advice: lawyers and their units, questions asked and to be answered, one question."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes import queries as disputes
from hemu.disputes.act_page import act_view
from hemu.disputes.forms import put_refusal
from hemu.disputes.models import Dispute
from hemu.disputes.tabs import Tab
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.web import reads, writes
from hemu.loop.mediation.advice import actions, queries
from hemu.loop.mediation.advice.forms import (
    AnswerForm,
    AskForm,
    DeclineForm,
    DiscussForm,
    RetainForm,
    WithdrawForm,
)
from hemu.loop.mediation.advice.models import Question, Standing
from hemu.loop.mediation.people.views.shared import number, tabs
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post, Unit, UnitKind
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of

ROWS = 40
_ADVISED = (
    UnitKind.MEDIATION_COMMITTEE,
    UnitKind.TOWNSHIP_CENTRE,
    UnitKind.JUDICIAL_OFFICE,
    UnitKind.VILLAGE_COMMITTEE,
    UnitKind.POLICE_STATION,
    UnitKind.COUNTY_CENTRE,
)

ask = act_view(AskForm)
withdraw = act_view(WithdrawForm)
discuss = act_view(DiscussForm)


@writes
def lawyers(request: HttpRequest) -> HttpResponse:
    """The lawyers, the units that each is assigned to; who keeps the register assigns them."""
    by = actor_of(request)
    found = queries.lawyers(by)
    keeps = by.may(Permission.KEEP_MEDIATORS)
    form = _retain_form(request, by, [one.post.pk for one in found]) if keeps else None
    if request.method == "POST":
        by.require(Permission.KEEP_MEDIATORS)
        if _changed(request, form, by):
            return redirect("advice:lawyers")
    context = {"tabs": tabs("lawyers"), "rows": found, "form": form}
    return render(request, "advice/lawyers.html", context, status=422 if form and form.is_bound else 200)


def _retain_form(request: HttpRequest, by: Actor, posts: list[int]) -> RetainForm:
    units = Q(pk__in=())
    for span in by.spans:
        units |= Q(region_id__gte=span.lo, region_id__lt=span.hi)
    here = Unit.objects.active().filter(units, kind__in=_ADVISED).order_by("region_id", "kind", "id")
    among = Post.objects.filter(pk__in=posts).select_related("person", "unit").order_by("id")
    bound = request.POST if request.POST.get("do") == "retain" else None
    return RetainForm(bound, posts=among, units=here)


def _changed(request: HttpRequest, form: RetainForm | None, by: Actor) -> bool:
    if request.POST.get("do") == "release":
        actions.release(number(request.POST.get("retainer", "")), by=by)
        messages.success(request, _("已取消对口。"))
        return True
    if form is not None and form.is_bound and form.is_valid():
        try:
            actions.retain(form.cleaned_data["post"], form.cleaned_data["unit"], by=by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已对口。"))
            return True
    return False


@reads
def questions(request: HttpRequest) -> HttpResponse:
    """What the actor was asked, or asked: waiting for an answer, or over."""
    by = actor_of(request)
    over = request.GET.get("view") == "over"
    page = Paginator(queries.asked(by, waiting=not over), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, row.person_id == by.person_id) for row in page],
        "tabs": [Tab(_("待答复"), "?", None, not over), Tab(_("已答复、已结束"), "?view=over", None, over)],
        "open": Standing.ASKED,
    }
    return render(request, "advice/questions.html", context)


@writes
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    """One question; the lawyer answers it, or declines for a conflict of interest."""
    by = actor_of(request)
    row = queries.own(question_id, by)
    dispute = _dispute(row, by)
    mine = row.standing == Standing.ASKED and row.person_id == by.person_id and dispute is not None
    asked = request.POST.get("do", "")
    answer = AnswerForm(request.POST if asked == "answer" else None)
    decline = DeclineForm(request.POST if asked == "decline" else None)
    tried: Any = answer if answer.is_bound else decline if decline.is_bound else None
    if tried is not None and mine and tried.is_valid():
        try:
            _act(tried, dispute, row, by)
        except Refused as refused:
            put_refusal(tried, refused)
        else:
            messages.success(request, _("已记入台账，已告知提问的单位。"))
            return redirect("advice:question", row.pk)
    context = {
        "row": row,
        "dispute": dispute,
        "parties": disputes.parties(dispute) if dispute is not None else [],
        "mine": mine,
        "answer": answer,
        "decline": decline,
        "tried": asked,
        "open": Standing.ASKED,
    }
    return render(request, "advice/question.html", context, status=422 if tried is not None else 200)


def _act(form: Any, dispute: Dispute | None, row: Question, by: Actor) -> None:
    if dispute is None:
        raise Missing(_("没有找到这件纠纷。"))
    given = form.cleaned_data
    if isinstance(form, AnswerForm):
        actions.answer(dispute, row.pk, given["answer"], given["basis"], checked=given["checked"], by=by)
    else:
        actions.decline(dispute, row.pk, given["why"], by=by)


def _dispute(row: Question, by: Actor) -> Dispute | None:
    """The dispute while the actor may see it: a lawyer's sight of it ends with the answer."""
    try:
        return disputes.get(row.county, row.dispute_id, by=by)
    except Missing:
        return None
