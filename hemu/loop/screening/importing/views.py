"""The pages of spreadsheets brought in: send, lay out, check, bring in, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes.forms import put_refusal
from hemu.disputes.tabs import Tab
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.sheets import writing
from hemu.kernel.web import reads, writes
from hemu.loop.screening.importing import actions, layout, queries
from hemu.loop.screening.importing import sheets as files
from hemu.loop.screening.importing.checking import Verdict
from hemu.loop.screening.importing.forms import ColumnsForm, SheetsForm, UploadForm, WordsForm
from hemu.loop.screening.importing.models import ENDED, RowKind, Step, Upload
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of

ROWS = 30
_WAY = (
    (gettext_lazy("上传"), (Step.READING, Step.FAILED)),
    (gettext_lazy("对应列"), (Step.MAPPING,)),
    (gettext_lazy("检查"), (Step.CHECKING, Step.CHECKED)),
    (gettext_lazy("导入"), (Step.IMPORTING, Step.DONE, Step.STOPPED)),
)
_VIEWS: dict[str, tuple[Verdict | None, Any]] = {
    "urgent": (None, gettext_lazy("请先看")),
    "good": (Verdict.GOOD, gettext_lazy("可以导入")),
    "wrong": (Verdict.WRONG, gettext_lazy("有误")),
    "same": (Verdict.SAME, gettext_lazy("已经有了")),
    "over": (Verdict.OVER, gettext_lazy("已了结")),
    "left": (Verdict.LEFT, gettext_lazy("不是记录")),
    "came": (Verdict.CAME, gettext_lazy("已导入")),
}


_FIRST = {False: ("wrong", "urgent"), True: ("urgent", "came", "wrong")}
"""Which view opens by itself, before the rows are in and after."""


@reads
def uploads(request: HttpRequest) -> HttpResponse:
    """Earlier uploads."""
    by = actor_of(request)
    page = Paginator(queries.uploads(by=by), ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "may_import": bool(by.spans), "kinds": RowKind.choices}
    return render(request, "importing/uploads.html", context)


@writes
def new(request: HttpRequest) -> HttpResponse:
    """A form for a file."""
    by = actor_of(request)
    by.require(Permission.REGISTER)
    asked = request.GET.get("kind", "")
    initial = {"kind": int(asked)} if asked in {str(kind) for kind in RowKind.values} else {}
    form = UploadForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = actions.upload(form.cleaned_data["kind"], file.name, file.read(), by=by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            return redirect(_url(row))
    context = {"form": form, "kinds": RowKind.choices, "steps": _steps(Step.READING)}
    return render(request, "importing/new.html", context, status=422 if form.errors else 200)


@reads
def template(request: HttpRequest, kind: int) -> HttpResponseBase:
    """An empty sheet to fill in."""
    by = actor_of(request)
    by.require(Permission.REGISTER)
    if kind not in RowKind.values:
        raise Missing(_("没有这种模板。"))
    name = _("%(kind)s导入模板") % {"kind": RowKind(kind).label}
    return _sent(files.template(RowKind(kind), by), name)


def _sent(content: Any, name: str) -> FileResponse:
    response = FileResponse(content, content_type=writing.TYPE)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    response.headers["Cache-Control"] = "no-store"
    return response


def _url(row: Upload) -> str:
    return f"/imports/{row.county}/{row.id}/"


@dataclass(frozen=True, slots=True)
class Mark:
    """One step of the way, as the page's line of steps shows it: done, here or ahead."""

    label: str
    state: str
    url: str = ""


def _steps(step: Step) -> list[Mark]:
    here = next((n for n, (_label, steps) in enumerate(_WAY) if step in steps), len(_WAY))
    over = step == Step.DONE
    states = ["done" if n < here or over else "here" if n == here else "ahead" for n in range(len(_WAY))]
    return [Mark(str(label), state) for (label, _steps), state in zip(_WAY, states, strict=True)]


@reads
def upload(request: HttpRequest, county: int, upload_id: int) -> HttpResponse:
    """One upload, at whatever step it is."""
    by = actor_of(request)
    row = queries.upload(county, upload_id, by=by)
    if row.step == Step.MAPPING and row.person_id == by.person_id:
        return _columns_page(request, row, by)
    if row.step in (Step.CHECKED, Step.DONE, Step.STOPPED) and row.layout:
        return _checked_page(request, row, by)
    return render(request, "importing/working.html", _context(row, by))


def _context(row: Upload, by: Actor, **more: Any) -> dict[str, Any]:
    return {
        "row": row,
        "steps": _steps(Step(row.step)),
        "is_mine": row.person_id == by.person_id,
        "is_over": row.step in ENDED,
        "step": Step(row.step),
        "Step": Step,
        **more,
    }


@reads
def progress(request: HttpRequest, county: int, upload_id: int) -> HttpResponse:
    """How far the worker has come; once it is through, the page is asked for anew."""
    by = actor_of(request)
    row = queries.upload(county, upload_id, by=by)
    if not row.is_working:
        return HttpResponse(headers={"HX-Redirect": _url(row)})
    return render(request, "importing/parts/progress.html", _context(row, by))


def _columns_page(
    request: HttpRequest,
    row: Upload,
    by: Actor,
    form: ColumnsForm | None = None,
    sheets_form: SheetsForm | None = None,
) -> HttpResponse:
    head = layout.head_of(row, row.layout["sheets"][0])
    form = form or ColumnsForm(None, upload=row, by=by)
    sheets_form = sheets_form or SheetsForm(None, upload=row, head=head)
    other = [(form[name]) for name in ("kind", "from_unit", "year", "with_ended") if name in form.fields]
    context = _context(
        row,
        by,
        form=form,
        sheets_form=sheets_form,
        others=other,
        earlier=actions.earlier(row, by=by),
        remembered=row.choices.get("remembered"),
        head=head,
        titles=[sheet for sheet in row.sheets if sheet["rows"]],
    )
    wrong = bool(form.errors or sheets_form.errors)
    return render(request, "importing/columns.html", context, status=422 if wrong else 200)


@writes
def sheets(request: HttpRequest, county: int, upload_id: int) -> HttpResponse:
    """Choose other sheets, or say where the head is."""
    by = actor_of(request)
    row = queries.upload(county, upload_id, by=by)
    if request.method != "POST" or row.step != Step.MAPPING:
        return redirect(_url(row))
    head = layout.head_of(row, row.layout["sheets"][0])
    form = SheetsForm(request.POST, upload=row, head=head)
    if form.is_valid():
        chosen, rows = form.chosen
        placed = rows if chosen[0] == row.layout["sheets"][0] or rows != (head.first, head.last) else None
        try:
            actions.take_layout(row, chosen, placed, by=by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            return redirect(_url(row))
    return _columns_page(request, row, by, sheets_form=form)


@writes
def columns(request: HttpRequest, county: int, upload_id: int) -> HttpResponse:
    """Say what the columns mean; then every row is checked."""
    by = actor_of(request)
    row = queries.upload(county, upload_id, by=by)
    if request.method != "POST" or row.step != Step.MAPPING:
        return redirect(_url(row))
    form = ColumnsForm(request.POST, upload=row, by=by)
    if form.is_valid():
        try:
            actions.check(row, form.arranged(), by=by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            return redirect(_url(row))
    return _columns_page(request, row, by, form=form)


def _checked_page(
    request: HttpRequest, row: Upload, by: Actor, form: WordsForm | None = None
) -> HttpResponse:
    counts = queries.counts(row)
    asked = request.GET.get("view", "")
    shown = [name for name, (verdict, _label) in _VIEWS.items() if counts[verdict]]
    first = next((name for name in _FIRST[row.step == Step.DONE] if name in shown), "good")
    view = asked if asked in _VIEWS else first
    number = request.GET.get("page", "1")
    page = queries.records(row, _VIEWS[view][0], int(number) if number.isascii() and number.isdigit() else 1)
    may_teach = row.step == Step.CHECKED and row.person_id == by.person_id
    form = form or (WordsForm(None, upload=row, by=by) if may_teach else None)
    context = _context(
        row,
        by,
        view=view,
        urgent=counts[None],
        records=page,
        back=f"?view={view}&page={page.number - 1}" if page.number > 1 else "",
        on=f"?view={view}&page={page.number + 1}" if page.number < page.pages else "",
        tabs=[
            Tab(_VIEWS[name][1], f"?view={name}", counts[_VIEWS[name][0]], name == view)
            for name in _VIEWS
            if name in shown or name == view
        ],
        form=form if form and form.fields else None,
        records_url=_records_url(row),
        other_sheets=[
            sheet["name"]
            for n, sheet in enumerate(row.sheets)
            if n not in row.layout["sheets"] and sheet["known"]
        ],
    )
    return render(request, "importing/checked.html", context, status=422 if form and form.errors else 200)


def _records_url(row: Upload) -> str:
    """The list in which what was brought in is found."""
    if row.kind == RowKind.DISPUTE:
        day = clock.local(row.finished_at or row.touched_at).date().isoformat()
        return f"/disputes/?source=11&from={day}"
    return {RowKind.INCIDENT: "/records/incidents/", RowKind.PETITION: "/records/petitions/"}.get(
        RowKind(row.kind), "/visits/?view=mine"
    )


@writes
def words(request: HttpRequest, county: int, upload_id: int) -> HttpResponse:
    """Say what unknown words mean; every row is checked anew."""
    by = actor_of(request)
    row = queries.upload(county, upload_id, by=by)
    if request.method != "POST" or row.step != Step.CHECKED:
        return redirect(_url(row))
    form = WordsForm(request.POST, upload=row, by=by)
    if not form.is_valid():
        return _checked_page(request, row, by, form)
    meanings = {"kinds": form.meanings("kind"), "places": form.meanings("place")}
    if any(meanings.values()):
        actions.teach(row, meanings, by=by)
    return redirect(_url(row))


@writes
def begin(request: HttpRequest, county: int, upload_id: int) -> HttpResponse:
    """Have the rows registered."""
    by = actor_of(request)
    row = queries.upload(county, upload_id, by=by)
    if request.method == "POST" and row.step == Step.CHECKED:
        try:
            actions.begin(row, whole=request.POST.get("whole") == "1", by=by)
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect(_url(row))


_ACTS: dict[str, Callable[..., Upload]] = {
    "stop": actions.stop,
    "go-on": actions.go_on,
    "go-back": actions.go_back,
    "give-up": actions.give_up,
    "another-sheet": actions.another_sheet,
}


@writes
def act(request: HttpRequest, county: int, upload_id: int, act: str) -> HttpResponse:
    """Stop, go on, go back to the columns, give up, or take the file once more."""
    by = actor_of(request)
    row = queries.upload(county, upload_id, by=by)
    if act not in _ACTS:
        raise Missing(_("没有这一页"))
    if request.method == "POST":
        row = _ACTS[act](row, by=by)
    return redirect(_url(row))


@reads
def errors(request: HttpRequest, county: int, upload_id: int) -> HttpResponseBase:
    """The rows with something wrong, to correct and send again."""
    row = _with_rows(request, county, upload_id)
    return _sent(files.errors(row), _("%(name)s 有误的行") % {"name": _stem(row)})


@reads
def results(request: HttpRequest, county: int, upload_id: int) -> HttpResponseBase:
    """Every row with what came of it."""
    row = _with_rows(request, county, upload_id)
    return _sent(files.results(row), _("%(name)s 导入结果") % {"name": _stem(row)})


def _stem(row: Upload) -> str:
    return row.file_name.rpartition(".")[0] or row.file_name


def _with_rows(request: HttpRequest, county: int, upload_id: int) -> Upload:
    row = queries.upload(county, upload_id, by=actor_of(request))
    if row.step not in (Step.CHECKED, Step.IMPORTING, Step.DONE, Step.STOPPED) or not row.layout:
        raise Missing(_("文件已按期限删除，或还没有检查。"))
    return row
