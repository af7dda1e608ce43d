"""Spreadsheets: templates, upload, preview, import; and export of what a list shows."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.places import show_code
from hemu.kernel.web import reads, writes
from hemu.orgs import queries
from hemu.orgs.models import CommitteeKind, Person, Region, Role, SheetKind, Unit, UnitKind
from hemu.orgs.names import mask_phone
from hemu.orgs.sheets import drafts, reading, writing
from hemu.orgs.sheets.columns import CHINESE, COLUMNS
from hemu.orgs.sheets.importing import Verdict
from hemu.orgs.views import people, units
from hemu.orgs.views.common import actor_of, manager_of, tried

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"units": SheetKind.UNITS, "people": SheetKind.PEOPLE, "grids": SheetKind.GRIDS}
LISTS = {SheetKind.UNITS: "orgs:units", SheetKind.PEOPLE: "orgs:people", SheetKind.GRIDS: "orgs:tree"}
MOST_EXPORTED = 20_000
ROWS_SHOWN = 100


class UploadForm(forms.Form):
    """What kind of sheet, and the file."""

    kind = forms.TypedChoiceField(
        label=gettext_lazy("导入什么"), coerce=int, choices=SheetKind.choices, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy(".xlsx、.xls 或 .csv，最多 5000 行。先预览，确认后才导入。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )


def _kind_of(name: str) -> SheetKind:
    if name not in KINDS:
        raise Missing(_("没有这一页"))
    return KINDS[name]


def _sent(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


@reads
def template(request: HttpRequest, name: str) -> HttpResponse:
    """An empty sheet to fill in."""
    manager_of(request)
    return _sent(writing.template(COLUMNS[_kind_of(name)]), f"hemu-{name}-template")


@writes
def upload(request: HttpRequest) -> HttpResponse:
    """A form for a file; then its preview."""
    actor = manager_of(request)
    form = UploadForm(request.POST or None, request.FILES or None, initial={"kind": SheetKind.PEOPLE})
    if form.is_valid():
        kind, file = SheetKind(form.cleaned_data["kind"]), form.cleaned_data["file"]
        draft = tried(
            form,
            lambda: drafts.make(kind, file.name, reading.read(file.read(), COLUMNS[kind]), by=actor),
        )
        if draft is not None:
            return redirect("orgs:import-preview", draft_id=draft.pk)
    return render(request, "orgs/import.html", {"form": form}, status=422 if form.errors else 200)


@reads
def preview(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What the import would do, row by row."""
    draft = drafts.draft_of(draft_id, by=manager_of(request))
    rows = drafts.rows_of(draft)
    faults_first = sorted(rows, key=lambda pair: (pair[1].verdict != Verdict.WRONG, pair[0].number))
    columns = [
        column
        for column in COLUMNS[SheetKind(draft.kind)]
        if column.required or any(row.values.get(column.key) for row, _result in rows)
    ]
    page = Paginator(faults_first, ROWS_SHOWN).get_page(request.GET.get("page"))
    shown = [
        (
            row.number,
            result,
            [(column.label, _shown(column.key, row.values.get(column.key, ""))) for column in columns],
        )
        for row, result in page.object_list
    ]
    context = {"draft": draft, "columns": columns, "page": page, "rows": shown}
    return render(request, "orgs/import_preview.html", context)


def _shown(key: str, text: str) -> str:
    return mask_phone(text) if key == "phone" and text else text


@reads
def faults(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The rows that can't come in, as a sheet to correct and send again."""
    draft = drafts.draft_of(draft_id, by=manager_of(request))
    columns = COLUMNS[SheetKind(draft.kind)]
    heads = [*(column.label for column in columns), "行号", "问题"]
    rows = [
        [*(row.values.get(column.key, "") for column in columns), row.number, result.problem]
        for row, result in drafts.rows_of(draft)
        if result.verdict == Verdict.WRONG
    ]
    return _sent(writing.table(heads, rows, name="有误的行"), "hemu-import-faults")


@writes
@require_POST
def apply(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Import a previewed sheet."""
    actor = manager_of(request)
    draft = drafts.draft_of(draft_id, by=actor)
    try:
        outcome = drafts.apply(draft, by=actor, good_only=request.POST.get("good_only") == "1")
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("orgs:import-preview", draft_id=draft.pk)
    told = _("已导入 %(good)s 行；%(same)s 行原来就有，没有重复导入；%(wrong)s 行有误，没有导入。")
    counts = {
        "good": outcome.count(Verdict.NEW, Verdict.CHANGED),
        "same": outcome.count(Verdict.SAME),
        "wrong": outcome.count(Verdict.WRONG),
    }
    messages.success(request, told % counts)
    return redirect(LISTS[SheetKind(draft.kind)])


@reads
def export(request: HttpRequest, name: str) -> HttpResponse:
    """What the list shows, with the same filters, as a sheet of the form that the import reads."""
    actor = actor_of(request)
    kind = _kind_of(name)
    heads = [column.label for column in COLUMNS[kind]]
    if kind == SheetKind.UNITS:
        found = units.filtered(request, actor).prefetch_related("areas")[:MOST_EXPORTED]
        rows = [_unit_row(unit) for unit in found]
    elif kind == SheetKind.GRIDS:
        rows = [_grid_row(grid) for grid in queries.grids_within(actor.spans)[:MOST_EXPORTED]]
    else:
        held = people.filtered(request, actor)[:MOST_EXPORTED]
        rows = [line for person in held for line in _person_rows(person)]
    return _sent(writing.table(heads, rows, name=str(kind.label)), f"hemu-{name}-{clock.today():%Y%m%d}")


def _grid_row(grid: Region) -> list[str]:
    village = grid.parent_id or 0
    return [show_code(village), grid.name, str(grid.code - village)]


def _unit_row(unit: Unit) -> list[str]:
    kinds = CHINESE[UnitKind], CHINESE[CommitteeKind]
    areas = [str(area.lo) for area in unit.areas.all() if area.is_current]
    own = areas == [str(unit.region_id)]
    return [
        unit.name,
        kinds[0][unit.kind],
        kinds[1][unit.committee_kind] if unit.committee_kind else "",
        unit.region.shown_code,
        unit.parent.name if unit.parent else "",
        "" if own else "、".join(areas),
        unit.phone,
        unit.address,
    ]


def _person_rows(person: Person) -> list[list[str]]:
    """One row a post. Phones are masked: a file goes further than a page."""
    return [
        [
            person.name,
            mask_phone(person.phone) if person.phone else "",
            post.unit.name,
            CHINESE[Role][post.role],
            post.title,
            str(post.lo) if post.lo is not None else "",
            person.staff_number,
            "、".join(person.languages),
            "、".join(person.skills),
            person.username,
        ]
        for post in person.held  # type: ignore[attr-defined]  # prefetched by the list's query
    ]
