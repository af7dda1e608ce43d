"""The pages of visits: lists, form, record, review."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes import origins
from hemu.disputes.forms import put_refusal
from hemu.disputes.models import Source
from hemu.disputes.tabs import Tab
from hemu.kernel.errors import Refused
from hemu.kernel.web import reads, writes
from hemu.loop.screening import queries
from hemu.loop.screening.actions import correct_visit, record_visit, review_visit
from hemu.loop.screening.doubts.queries import waiting_of
from hemu.loop.screening.forms.visit import ListForm, ReviewForm, VisitForm, filled, fresh
from hemu.loop.screening.models import Visit, VisitStatus
from hemu.loop.screening.photos import open_photo
from hemu.loop.screening.sent.files import sendings
from hemu.loop.screening.visits import may_review
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_name, place_names
from hemu.orgs.signed_in import actor_of

ROWS = 50
MOST = 1000
"""Rows of a list that can be paged through; who looks for an older one narrows the list."""


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """The page of a list that the address asks for."""
    return Paginator(rows[:MOST], ROWS).get_page(request.GET.get("page"))


@reads
def visits(request: HttpRequest) -> HttpResponse:
    """My visits, those that wait for my review, those of the area."""
    by = actor_of(request)
    by.require(Permission.VIEW)
    to_review = queries.visits_to_review(by)
    views = {"mine": queries.my_visits(by), "review": to_review, "area": queries.area_visits(by)}
    asked = request.GET.get("view", "")
    view = asked if asked in views else _first_view(views, by)
    form = ListForm(request.GET)
    wanted = queries.Wanted(**form.cleaned_data) if form.is_valid() else queries.Wanted()
    page = page_of(request, queries.narrowed(views[view], wanted))
    context = {
        "page": page,
        "rows": _with_places(page),
        "doubts": waiting_of(page) if by.may(Permission.REVIEW_VISITS) else {},
        "may_review": by.may(Permission.REVIEW_VISITS),
        "tabs": _tabs(view, by, to_review),
        "view": view,
        "form": form,
        "narrowed": wanted != queries.Wanted(),
        "may_write": by.may(Permission.REGISTER) and bool(by.spans),
    }
    return render(request, "screening/visits.html", context)


def _first_view(views: dict[str, Any], by: Actor) -> str:
    """One's own visits; for who made none, those that wait for the review; the area's otherwise."""
    if by.may(Permission.REGISTER) and views["mine"].exists():
        return "mine"
    if views["review"].exists():
        return "review"
    return "mine" if by.may(Permission.REGISTER) else "area"


def _tabs(view: str, by: Actor, to_review: Any) -> list[Tab]:
    found = [Tab(_("辖区走访"), "?view=area", None, view == "area")]
    if by.may(Permission.REVIEW_VISITS):
        found.insert(0, Tab(_("待我审核"), "?view=review", to_review[:MOST].count(), view == "review"))
    if by.may(Permission.REGISTER):
        found.insert(0, Tab(_("我的走访"), "?view=mine", None, view == "mine"))
    return found


def _with_places(page: Page[Any]) -> list[tuple[Any, str]]:
    names = place_names({row.region for row in page}, local=True)
    return [(row, names[row.region]) for row in page]


@writes
def new_visit(request: HttpRequest) -> HttpResponse:
    """Write a visit down."""
    by = actor_of(request)
    by.require(Permission.REGISTER)
    if request.method != "POST":
        return _form_page(request, fresh(by, request.GET))
    form = VisitForm(request.POST, request.FILES, by=by)
    if form.is_valid():
        try:
            named = {name: form.cleaned_data[name] for name in ("visit_id", "target")}
            row = record_visit(form.new_visit(), by=by, **named)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _sent(row))
            return redirect("screening:visit", row.county, row.id)
    return _form_page(request, form, status=422)


def _sent(row: Visit) -> str:
    if row.has_dispute or row.has_hazard or row.needs_help:
        return _("走访已提交，等待审核。发现的问题请接着登记，内容已带好。")
    return _("走访已提交，等待审核。")


@writes
def edit_visit(request: HttpRequest, county: int, visit_id: int) -> HttpResponse:
    """Put a visit right and send it again."""
    by = actor_of(request)
    row = queries.visit(county, visit_id, by=by)
    sent = request.method == "POST"
    form = filled(row, by, request.POST if sent else None, request.FILES if sent else None)
    if request.method != "POST":
        return _form_page(request, form, row)
    if form.is_valid():
        try:
            correct_visit(row, form.new_visit(), by=by, edition=form.cleaned_data["edition"] or 0)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已重新提交，等待审核。"))
            return redirect("screening:visit", county, visit_id)
    return _form_page(request, form, row, status=422)


def _form_page(
    request: HttpRequest, form: VisitForm, row: Visit | None = None, status: int = 200
) -> HttpResponse:
    last = queries.reviews(row)[:1] if row is not None else []
    context = {"form": form, "visit": row, "last_review": last[0] if last else None}
    return render(request, "screening/visit_form.html", context, status=status)


@reads
def visit(request: HttpRequest, county: int, visit_id: int) -> HttpResponse:
    """One visit: its thirteen items, what was opened from it, its reviews."""
    by = actor_of(request)
    row = queries.visit(county, visit_id, by=by)
    return _visit_page(request, row, by, ReviewForm(initial={"edition": row.edition}))


def _visit_page(
    request: HttpRequest, row: Visit, by: Actor, form: ReviewForm, status: int = 200
) -> HttpResponse:
    may_check = by.may(Permission.REVIEW_VISITS)
    context = {
        "visit": row,
        "status_label": VisitStatus(row.status).label,
        "tone": {VisitStatus.SUBMITTED: "wait", VisitStatus.RETURNED: "stop"}.get(
            VisitStatus(row.status), "done"
        ),
        "where": place_name(row.region),
        "reviews": [(item, VisitStatus(item.status).label) for item in queries.reviews(row)],
        "opened": origins.opened_from(Source.VISIT, row.id),
        "source": int(Source.VISIT),
        "may_review": may_review(row, by),
        "may_edit": row.person_id == by.person_id and row.status != VisitStatus.APPROVED,
        "may_open": by.may(Permission.REGISTER) and by.covers(row.region),
        "form": form,
        "from_phone": bool(sendings(row)),
        "doubts": waiting_of([row]).get(row.id, 0) if may_check else 0,
        "may_check": may_check,
    }
    return render(request, "screening/visit.html", context, status=status)


@reads
def photo(request: HttpRequest, county: int, visit_id: int, number: int) -> HttpResponseBase:
    """One photo of a visit, to whoever may see the visit."""
    row = queries.visit(county, visit_id, by=actor_of(request))
    content, kind = open_photo(row, number)
    answer = FileResponse(content, content_type=kind)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=3600"
    answer["Content-Disposition"] = "inline"
    return answer


@writes
def review(request: HttpRequest, county: int, visit_id: int) -> HttpResponse:
    """Approve a visit or send it back."""
    by = actor_of(request)
    row = queries.visit(county, visit_id, by=by)
    by.require(Permission.REVIEW_VISITS)
    if request.method != "POST":
        return redirect("screening:visit", county, visit_id)
    form = ReviewForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        approve = given["decision"] == "approve"
        try:
            review_visit(row, approve=approve, reason=given["reason"], by=by, edition=given["edition"])
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已通过并归档。") if approve else _("已退回，走访人会看到理由。"))
            following = queries.next_to_review(by, row) if request.POST.get("next") else None
            return redirect(queries.row_url(following) if following else "/visits/?view=review")
    return _visit_page(request, row, by, form, status=422)
