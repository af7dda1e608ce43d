"""Sessions: the list and its calendar, figures by area, one session, drives."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes.forms import local_now, put_refusal
from hemu.disputes.tabs import Tab
from hemu.documents.models import Format
from hemu.documents.store import store
from hemu.documents.views import TYPES
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.kernel.ids import new_id
from hemu.kernel.places import parse_code
from hemu.kernel.web import reads, writes
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_name, place_names
from hemu.orgs.signed_in import actor_of
from hemu.outreach.tabs import outreach_tabs
from hemu.outreach.talks import queries, sheet
from hemu.outreach.talks.forms import ACTS, CancelForm, DriveForm, FilesForm, TalkForm, first_held
from hemu.outreach.talks.models import Subject, Talk, TalkKind, TalkState
from hemu.outreach.talks.queries import Chosen

ROWS, MOST = 50, 2000
_NARROWING = ("state", "kind", "subject", "since", "until", "words", "region", "drive")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TONES = {TalkState.PLANNED: "wait", TalkState.HELD: "done", TalkState.CANCELLED: "plain"}


def _number(query: QueryDict, name: str, among: Any = None) -> int | None:
    text = query.get(name, "")
    found = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None
    return found if among is None or found in among.values else None


def _day(query: QueryDict, name: str) -> date | None:
    try:
        return date.fromisoformat(query.get(name, ""))
    except ValueError:
        return None


def _region(query: QueryDict) -> Region | None:
    try:
        return Region.objects.filter(pk=parse_code(query.get("region", ""))).first()
    except ValueError:
        return None


def _asked(query: QueryDict) -> tuple[Chosen, Region | None]:
    region = _region(query)
    chosen = Chosen(
        state=_number(query, "state", TalkState), kind=_number(query, "kind", TalkKind),
        subject=_number(query, "subject", Subject), area=region.span if region else None,
        since=_day(query, "since"), until=_day(query, "until"), drive_id=_number(query, "drive"),
        words=query.get("words", "").strip()[:40],
    )  # fmt: skip
    return chosen, region


def _with(query: QueryDict, **changes: str) -> str:
    """The list's address with some of what it is narrowed to changed; an empty value takes it off."""
    asked = query.copy()
    asked.pop("page", None)
    for name, value in changes.items():
        asked.pop(name, None)
        if value:
            asked[name] = value
    return f"?{asked.urlencode()}"


@reads
def talks(request: HttpRequest) -> HttpResponse:
    """The sessions, as a list or day by day; for those who look at figures, numbers by area above."""
    by = actor_of(request)
    chosen, region = _asked(request.GET)
    days = request.GET.get("view") == "days"
    page = Paginator(queries.talks(by, chosen)[:MOST], ROWS).get_page(request.GET.get("page"))
    names = place_names({row.region for row in page}, local=True)
    rows = [(row, names[row.region], TONES[TalkState(row.state)]) for row in page]
    counted = by.may(Permission.FIGURES) and bool(by.spans)
    below = queries.areas_below(by, chosen.area) if counted else []
    context = {
        "page": page, "rows": rows, "days": _by_day(rows) if days else [], "is_days": days,
        "chosen": chosen, "region": region, "kinds": TalkKind.choices, "subjects": Subject.choices,
        "tabs": outreach_tabs("talks"), "states": _states(request.GET, chosen),
        "figures": _linked(request.GET, queries.figures(by, chosen, below)) if counted else [],
        "progress": queries.progress(by), "as_list": _with(request.GET, view=""),
        "as_days": _with(request.GET, view="days"), "query": request.GET.urlencode(),
        "may_write": by.may(Permission.REGISTER) and bool(by.spans),
        "narrowed": any(request.GET.get(name) for name in _NARROWING),
    }  # fmt: skip
    return render(request, "talks/talks.html", context)


def _linked(query: QueryDict, figures: list[queries.Figures]) -> list[tuple[Any, ...]]:
    """Each area with the address of the list behind every number."""

    def to(one: queries.Figures, state: str) -> str:
        return _with(query, region=one.code, state=state)

    states = (TalkState.PLANNED, TalkState.HELD, TalkState.CANCELLED)
    return [(one, *(to(one, str(state.value)) for state in states)) for one in figures]


def _states(query: QueryDict, chosen: Chosen) -> list[Tab]:
    every: tuple[tuple[int | None, Any], ...] = ((None, _("全部")), *((s.value, s.label) for s in TalkState))
    return [
        Tab(label, _with(query, state=str(value or "")), None, chosen.state == value)
        for value, label in every
    ]


def _by_day(rows: list[tuple[Talk, str, str]]) -> list[tuple[date, list[tuple[Talk, str, str]]]]:
    """The rows by day of the Chinese wall clock, latest first."""

    def day(one: tuple[Talk, str, str]) -> date:
        return clock.local(one[0].planned_at).date()

    return [(when, list(found)) for when, found in groupby(rows, key=day)]


@reads
def table(request: HttpRequest) -> HttpResponse:
    """The list as a spreadsheet."""
    chosen, _region_asked = _asked(request.GET)
    response = HttpResponse(sheet.workbook(chosen, by=actor_of(request)), content_type=XLSX)
    name = quote(f"{_('宣传场次')} {clock.today():%Y-%m-%d}.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


@writes
def new(request: HttpRequest) -> HttpResponse:
    """Plan a session."""
    by = actor_of(request)
    by.require(Permission.REGISTER)
    first = {"talk_id": new_id(), "planned_at": local_now()}
    form = TalkForm(request.POST, by=by) if request.method == "POST" else TalkForm(by=by, initial=first)
    if form.is_bound and form.is_valid():
        try:
            row = form.write()
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已排好。举行后请回到这里填写结果、传照片。"))
            return redirect(row.get_absolute_url())
    return render(request, "talks/new.html", {"form": form}, status=422 if form.is_bound else 200)


@writes
def talk(request: HttpRequest, county: int, talk_id: int) -> HttpResponse:
    """One session; a POST with ``do`` says what came of it, adds files, or cancels."""
    by = actor_of(request)
    row = queries.talk(county, talk_id, by=by)
    if request.method != "POST":
        return _page(request, row, by)
    kind = ACTS.get(request.POST.get("do", ""))
    if kind is None:
        raise Conflict(_("请选择要办的事。"))
    by.require(Permission.REGISTER)
    form = kind(request.POST, request.FILES)
    if form.is_valid():
        try:
            form.do(row, by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已保存。"))
            return redirect(row.get_absolute_url())
    return _page(request, row, by, tried=form)


def _page(request: HttpRequest, row: Talk, by: Actor, tried: Any = None) -> HttpResponse:
    forms = {"held": first_held(row), "files": FilesForm(), "cancel": CancelForm()}
    if tried is not None:
        forms[next(name for name, kind in ACTS.items() if isinstance(tried, kind))] = tried
    found = queries.files(row)
    context = {
        "row": row,
        "where": place_name(row.region),
        "tone": TONES[TalkState(row.state)],
        "photos": [one for one in found if one.is_photo],
        "papers": [one for one in found if not one.is_photo],
        "forms": forms,
        "may_write": by.may(Permission.REGISTER),
        "is_planned": row.state == TalkState.PLANNED,
        "is_held": row.state == TalkState.HELD,
    }
    return render(request, "talks/talk.html", context, status=422 if tried is not None else 200)


@reads
def file(request: HttpRequest, county: int, talk_id: int, file_id: int) -> HttpResponseBase:
    """A file of a session; ``?small`` answers a photo's small image."""
    row = queries.file(queries.talk(county, talk_id, by=actor_of(request)), file_id)
    small = "small" in request.GET and bool(row.preview)
    try:
        content = store().open(row.preview if small else row.stored)
    except FileNotFoundError as error:
        raise Missing("") from error
    kind = "image/jpeg" if small else TYPES[Format(row.format)]
    response = FileResponse(content, content_type=kind, as_attachment=not row.is_photo, filename=row.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@writes
def drives(request: HttpRequest) -> HttpResponse:
    """The drives with how far each has come; a POST sets one."""
    by = actor_of(request)
    by.require(Permission.VIEW)
    may_lead = by.may(Permission.PUBLISH) and bool(by.spans)
    form = DriveForm(request.POST if request.method == "POST" else None, by=by)
    if form.is_bound and form.is_valid():
        try:
            form.write()
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已部署，排场次时可以算进这次行动。"))
            return redirect("talks:drives")
    found = queries.progress(by)
    names = place_names({one.drive.region for one in found}, local=True)
    context = {
        "rows": [(one, names[one.drive.region]) for one in found],
        "form": form,
        "may_lead": may_lead,
    }
    return render(request, "talks/drives.html", context, status=422 if form.is_bound else 200)
