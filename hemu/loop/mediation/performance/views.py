"""What is owed: the list, the part of a dispute's page, and the acts."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes import queries as disputes
from hemu.disputes.act_page import act_view
from hemu.disputes.models import Dispute
from hemu.disputes.reading import about_to_show
from hemu.disputes.tabs import Tab
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.kernel.web import reads
from hemu.loop.mediation.performance import forms, queries, sheets
from hemu.loop.mediation.queries import next_owed, shown_agreement
from hemu.loop.mediation.routes import is_labour
from hemu.orgs.actor import Actor
from hemu.orgs.signed_in import actor_of

ROWS, MOST = 50, 2000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

perform = act_view(forms.PerformForm)
default = act_view(forms.DefaultForm)
urge = act_view(forms.UrgeForm)
change = act_view(forms.ChangeForm)


@reads
def urge_next(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """To the form of urging about what is owed next."""
    dispute = disputes.get(county, dispute_id, by=actor_of(request))
    row = next_owed(dispute)
    if row is None:
        raise Missing("")
    return redirect("performance:urge", county=county, dispute_id=dispute_id, promise_id=row.pk)


@reads
def listed(request: HttpRequest) -> HttpResponse:
    """What is owed in the actor's area, by how late it is; ``?as=xlsx`` as a workbook."""
    by = actor_of(request)
    asked = request.GET.get("view", "")
    view = asked if asked in queries.VIEWS else "late"
    text = request.GET.get("q", "")
    rows = queries.listed(by, view, text)[:MOST]
    if request.GET.get("as") == "xlsx":
        answer = HttpResponse(sheets.workbook(queries.lines(list(rows)), by=by), content_type=_XLSX)
        answer["Content-Disposition"] = f'attachment; filename="performance-{clock.today():%Y%m%d}.xlsx"'
        return answer
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    about_to_show([row.dispute for row in page], by)
    context = {
        "page": page,
        "lines": queries.lines(list(page)),
        "tabs": _tabs(request, view),
        "view": view,
        "text": text,
        "sheet": _address(request, view, **{"as": "xlsx"}),
    }
    return render(request, "performance/list.html", context)


def _tabs(request: HttpRequest, chosen: str) -> list[Tab]:
    labels = {
        "late": _("到期未履行"),
        "today": _("今天到期"),
        "soon": _("七天内到期"),
        "open": _("全部未履行"),
        "done": _("已履行"),
    }
    return [Tab(labels[view], _address(request, view), None, view == chosen) for view in queries.VIEWS]


def _address(request: HttpRequest, view: str, **more: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query["view"] = view
    for name, value in more.items():
        query[name] = value
    return f"?{query.urlencode()}"


def panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """The part of the dispute's page that shows what is owed under the agreement."""
    agreement = shown_agreement(dispute)
    if agreement is None:
        return None
    return {
        "agreement": agreement,
        "owed": queries.owed_under(agreement, dispute),
        "changes": queries.changes(dispute),
        "is_labour": is_labour(dispute),
        "today": clock.today(),
    }
