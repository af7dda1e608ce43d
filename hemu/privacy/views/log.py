"""The log of openings: who looks after an area reads it, narrows it, takes it along."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from hemu.kernel.sheets import writing
from hemu.kernel.web import reads
from hemu.orgs.signed_in import actor_of
from hemu.privacy import queries, sheets
from hemu.privacy.forms.office import LogForm
from hemu.privacy.models import Opening
from hemu.privacy.queries import Wanted
from hemu.privacy.showing import post_label
from hemu.privacy.views.shared import page_of, show


def _wanted(form: LogForm) -> Wanted:
    return Wanted(**form.cleaned_data) if form.is_valid() else Wanted()


@reads
def log(request: HttpRequest) -> HttpResponse:
    """The openings of the actor's area, the newest first."""
    by = actor_of(request)
    form = LogForm(request.GET)
    page = page_of(request, queries.log(_wanted(form), by=by))
    rows: list[Opening] = list(page)
    numbers = queries.refs(rows)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": [(row, numbers.get(row.dispute_id, ""), post_label(row.role)) for row in rows],
        "query": query.urlencode(),
        "narrowed": bool(query),
    }
    return show(request, "privacy/log.html", context)


@reads
def export(request: HttpRequest) -> HttpResponse:
    """What is seen, as a spreadsheet."""
    by = actor_of(request)
    rows = queries.log(_wanted(LogForm(request.GET)), by=by)
    answer = HttpResponse(sheets.workbook(rows[: sheets.MOST_ROWS], by=by), content_type=writing.TYPE)
    answer["Content-Disposition"] = "attachment; filename=privacy-log.xlsx"
    answer["Cache-Control"] = "no-store"
    return answer
