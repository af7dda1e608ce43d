"""The pages of incidents, petitions, meetings, villagers' words, groups and hazards: one set for all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes import origins
from hemu.disputes.forms import local_now, origin_fields, origin_of, put_refusal
from hemu.disputes.tabs import Tab
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.web import reads, writes
from hemu.kernel.wording import listed
from hemu.loop.screening import queries
from hemu.loop.screening.forms.record import ITEMS, AnswerForm, RecordForm
from hemu.loop.screening.kinds import KINDS, RecordKind
from hemu.loop.screening.models import Incident, JointMeeting, Petition, VillagersReport
from hemu.loop.screening.turns import Turn
from hemu.loop.screening.views.visits import page_of
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_name, place_names
from hemu.orgs.signed_in import actor_of


def _kind(slug: str) -> RecordKind:
    try:
        return KINDS[slug]
    except KeyError:
        raise Missing(_("没有这类记录。")) from None


@reads
def first(request: HttpRequest) -> HttpResponse:
    """The first kind of record."""
    actor_of(request).require(Permission.VIEW)
    return redirect("screening:records", next(iter(KINDS)))


@reads
def record_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The records of one kind in the actor's area, newest first."""
    by, kind = actor_of(request), _kind(slug)
    by.require(Permission.VIEW)
    waiting = request.GET.get("view") == "waiting" and kind.answering is not None
    page = page_of(request, _listed(kind, by, waiting=waiting))
    names = place_names({row.region for row in page}, local=True)
    running = kind.turns(list(page)) if kind.turns else {}
    context = {
        "kind": kind,
        "page": page,
        "rows": [_line(kind, row, names[row.region], running.get(row.id)) for row in page],
        "tabs": [
            Tab(other.label, f"/records/{other.slug}/", None, other is kind) for other in KINDS.values()
        ],
        "states": _states(kind, waiting=waiting),
        "may_write": by.may(Permission.REGISTER) and bool(by.spans),
    }
    return render(request, "screening/records.html", context)


def _listed(kind: RecordKind, by: Actor, *, waiting: bool) -> Any:
    rows = kind.model.objects.visible_to(by)
    if waiting and kind.answering is not None:
        rows = rows.filter(**kind.answering.open)
    return rows.order_by(f"-{kind.at}", "-id")


def _states(kind: RecordKind, *, waiting: bool) -> list[Tab]:
    if kind.answering is None:
        return []
    return [
        Tab(_("全部"), "?", None, not waiting),
        Tab(str(kind.answering.waiting), "?view=waiting", None, waiting),
    ]


def _line(kind: RecordKind, row: Any, where: str, turn: Turn | None) -> dict[str, Any]:
    done_at = kind.answering.done_at(row) if kind.answering else None
    return {
        "url": queries.row_url(row),
        "name": str(row),
        "text": getattr(row, kind.text),
        "where": where,
        "at": getattr(row, kind.at),
        "due": getattr(row, kind.due) if kind.due else None,
        "done_at": done_at,
        "turn": turn,
        "unit": row.unit_name,
    }


@writes
def new_record(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a record down."""
    by, kind = actor_of(request), _kind(slug)
    by.require(Permission.REGISTER)
    if request.method != "POST":
        origin = origin_of(request.GET, by=by)
        initial = {kind.at: local_now(), **origin_fields(origin, request.GET.get("aspect", ""))}
        if origin is not None:
            initial[kind.text] = origin.narrative
        if request.GET.get("group"):
            initial["group_name"] = request.GET["group"][:100]
        return _form_page(request, kind, kind.form(by=by, initial=initial))
    form = kind.form(request.POST, by=by)
    origin_of(request.POST, by=by)
    if form.is_valid():
        try:
            row = form.write(by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, str(form.told) or _("已记下。需要调解的，请接着登记为纠纷。"))
            return redirect(queries.row_url(row))
    return _form_page(request, kind, form, status=422)


def _form_page(request: HttpRequest, kind: RecordKind, form: RecordForm, status: int = 200) -> HttpResponse:
    placed = {"region", "place"}
    items = {f"item_{part}_{n}" for n in range(ITEMS) for part in ("unit", "text")}
    context = {
        "kind": kind,
        "form": form,
        "main": [bound for bound in form.visible_fields() if bound.name not in placed | items],
        "items": [
            (form[f"item_unit_{n}"], form[f"item_text_{n}"])
            for n in range(ITEMS)
            if f"item_unit_{n}" in form.fields
        ],
    }
    return render(request, "screening/record_form.html", context, status=status)


@writes
def record(request: HttpRequest, slug: str, county: int, record_id: int) -> HttpResponse:
    """One record, what was opened from it, and its answer; a POST answers it."""
    by, kind = actor_of(request), _kind(slug)
    row = queries.record(kind.model, county, record_id, by=by)
    if isinstance(row, Incident | Petition | VillagersReport | JointMeeting):
        return redirect(queries.row_url(row))
    if request.method != "POST" or kind.answering is None:
        return _record_page(request, kind, row, by, AnswerForm())
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            kind.answering.act(row, form.cleaned_data["answer"], by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已记下。"))
            return redirect(queries.row_url(row))
    return _record_page(request, kind, row, by, form, status=422)


def _record_page(
    request: HttpRequest, kind: RecordKind, row: Any, by: Actor, form: AnswerForm, status: int = 200
) -> HttpResponse:
    answering = kind.answering
    done_at = answering.done_at(row) if answering else None
    context = {
        "kind": kind,
        "row": row,
        "title": str(row),
        "where": place_name(row.region),
        "parts": [_part(row, name) for name in kind.parts if getattr(row, name) not in ("", None)],
        "opened": origins.opened_from(kind.source, row.id) if kind.source else [],
        "source": int(kind.source) if kind.source else None,
        "may_open": kind.source is not None and by.may(Permission.REGISTER) and by.covers(row.region),
        "due": getattr(row, kind.due) if kind.due else None,
        "done_at": done_at,
        "answer": answering.answer(row) if answering else "",
        "may_answer": answering is not None and done_at is None and by.may(Permission.AMEND),
        "form": form,
    }
    return render(request, "screening/record.html", context, status=status)


def _part(row: Any, name: str) -> tuple[Any, str, str]:
    """(label, value, how it is masked) of one column, as people read it."""
    label = row._meta.get_field(name).verbose_name
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if isinstance(value, datetime):
        value = clock.local(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list):
        value = listed(value)
    return label, str(value), "phone" if name == "phone" else ""
