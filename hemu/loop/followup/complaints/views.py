"""投诉: the list, one complaint with what may be done on it, taking one down, the list as a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes import queries as disputes
from hemu.disputes.forms import put_refusal
from hemu.disputes.models import Dispute
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.web import reads, writes
from hemu.loop.followup import listing, sheets
from hemu.loop.followup.complaints import actions, queries
from hemu.loop.followup.complaints.forms import EVERY, NewForm, open_forms
from hemu.loop.followup.complaints.models import Complaint, Kind, Status
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names
from hemu.orgs.signed_in import actor_of
from hemu.privacy.masks import mask_name


def _rows(request: HttpRequest, by: Actor) -> Any:
    return queries.complaints(
        by,
        status=listing.number(request, "status", Status.values),
        kind=listing.number(request, "kind", Kind.values),
        late=request.GET.get("late") == "1",
        text=request.GET.get("q", "")[:40],
    )


@reads
def complaints(request: HttpRequest) -> HttpResponse:
    """What the actor's unit looks at or watches over."""
    by = actor_of(request)
    page = listing.page(request, _rows(request, by))
    names = place_names({row.region for row in page}, local=True)
    context = {
        "page": page,
        "rows": [(row, names[row.region], _part(row, by)) for row in page],
        "states": listing.tabs(request, "status", Status.choices, _("全部状态")),
        "kinds": [
            (Kind(one.kind).label, one, listing.link(request, kind=one.kind)) for one in queries.by_kind(by)
        ],
        "every_kind": listing.link(request, kind=None),
        "kind": listing.number(request, "kind", Kind.values),
        "sought": request.GET.get("q", "")[:40],
        "ways": listing.ways(by, "complaints:list"),
        "query": request.GET.urlencode(),
        "may_write": by.may(Permission.FOLLOW_UP),
    }
    return render(request, "complaints/list.html", context)


def _part(row: Complaint, by: Actor) -> str:
    if row.handler_id == by.unit_id:
        return _("本单位处理")
    return _("本单位监督") if row.supervisor_id == by.unit_id else row.handler_name


@reads
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is seen, names masked."""
    by = actor_of(request)
    rows = list(_rows(request, by)[: sheets.MOST_ROWS])
    names = place_names({row.region for row in rows}, local=True)
    heads = [
        _("投诉编号"), _("投诉事项"), _("来源"), _("地点"), _("投诉人"), _("被投诉单位"), _("受理单位"),
        _("监督单位"), _("收到时间"), _("答复时限"), _("状态"), _("调查结论"), _("答复时间"),
    ]  # fmt: skip
    return sheets.response(
        "complaints", _("投诉"), heads, (_cells(row, names[row.region]) for row in rows), by=by
    )


def _cells(row: Complaint, where: str) -> list[object]:
    return [
        row.number, row.get_kind_display(), row.get_way_display(), where, mask_name(row.complainant),
        row.about_unit_name, row.handler_name, row.supervisor_name, sheets.moment(row.made_at),
        sheets.moment(row.due_at), row.get_status_display(), row.get_finding_display() or "",
        sheets.moment(row.answered_at),
    ]  # fmt: skip


@writes
def new(request: HttpRequest) -> HttpResponse:
    """Somebody comes or rings: take the complaint down. It goes to another unit by itself."""
    by = actor_of(request)
    by.require(Permission.FOLLOW_UP)
    form = NewForm(request.POST, by=by) if request.method == "POST" else NewForm(by=by)
    if form.is_bound and form.is_valid():
        try:
            row = form.write(by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(
                request,
                _("投诉 %(number)s 已转给%(unit)s处理。") % {"number": row.number, "unit": row.handler_name},
            )
            return redirect("complaints:list")
    return render(request, "complaints/new.html", {"form": form}, status=422 if form.is_bound else 200)


@writes
def complaint(request: HttpRequest, county: int, complaint_id: int) -> HttpResponse:
    """One complaint; a POST with ``do`` does the act of that name."""
    by = actor_of(request)
    row = queries.complaint(county, complaint_id, by=by)
    if request.method != "POST":
        return _page(request, row, by, open_forms(row, by))
    do = request.POST.get("do", "")
    if do not in EVERY:
        raise Conflict(_("请选择要办的事。"))
    form = EVERY[do](request.POST, prefix=do)
    if form.is_valid():
        try:
            form.do(row, by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已记下。"))
            return redirect("complaints:complaint", row.county, row.id)
    return _page(request, row, by, {**open_forms(row, by), do: form}, status=422)


def _page(
    request: HttpRequest, row: Complaint, by: Actor, forms: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = {
        "row": row,
        "where": place_names([row.region], local=True)[row.region],
        "steps": queries.history(row),
        "forms": forms,
        "dispute": _dispute(row, by),
        "handles": actions.may_handle(row, by),
    }
    return render(request, "complaints/complaint.html", context, status=status)


def _dispute(row: Complaint, by: Actor) -> Dispute | None:
    """The dispute that it is about, where the actor may see it."""
    try:
        return disputes.get(row.county, row.dispute_id, by=by) if row.dispute_id else None
    except (Forbidden, Missing):
        return None
