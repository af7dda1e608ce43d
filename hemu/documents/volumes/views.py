"""Pages of volumes: a dispute's own with its editions, filing it, and the register."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hemu.disputes import queries as disputes
from hemu.disputes.act_page import act_view
from hemu.disputes.models import Dispute, State
from hemu.disputes.tabs import Tab
from hemu.documents.volumes import forms, queries
from hemu.documents.volumes.models import RETENTION, Volume
from hemu.documents.volumes.sheet import register_sheet
from hemu.kernel import clock
from hemu.kernel.sheets import writing
from hemu.kernel.web import reads
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of
from hemu.privacy.veil import require_names
from hemu.rulebook import codes

ROWS, MOST = 50, 5000
file_volume = act_view(forms.FileForm)


def panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """The part of a closed dispute's page that leads to its volume."""
    if dispute.state != State.CLOSED:
        return None
    volume = next(iter(queries.editions(dispute)), None)
    return {"volume": volume, "awaited": None if volume else queries.awaited(dispute)}


@reads
def volume(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """A dispute's volume with its contents, and the editions before."""
    actor = actor_of(request)
    actor.require(Permission.VIEW)
    dispute = disputes.get(county, dispute_id, by=actor)
    editions = queries.editions(dispute)
    context = {
        "dispute": dispute,
        "volume": editions[0] if editions else None,
        "editions": editions[1:],
        "retention": codes.label(RETENTION, editions[0].retention) if editions else "",
        "awaited": queries.awaited(dispute),
        "may_file": dispute.state == State.CLOSED and actor.may(Permission.MEDIATE),
        "moved_on": bool(editions) and dispute.ledger_seq > editions[0].ledger_seq + 1,
    }
    return render(request, "volumes/volume.html", context)


@reads
def content(request: HttpRequest, county: int, dispute_id: int, edition: int) -> HttpResponse:
    """The PDF of one edition."""
    actor = actor_of(request)
    actor.require(Permission.VIEW)
    dispute = disputes.get(county, dispute_id, by=actor)
    require_names(dispute, actor)
    found = queries.edition(dispute, edition)
    name = f"{found.number} {found.title}.pdf"
    headers = {
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(name, safe='')}",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(queries.content(found), content_type="application/pdf", headers=headers)


def _asked(request: HttpRequest) -> queries.Filter:
    year = request.GET.get("year", "")
    retention = request.GET.get("retention", "")
    return queries.Filter(
        text=request.GET.get("q", "")[:40],
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0,
        retention=retention if codes.is_code(RETENTION, retention) else "",
        missing=request.GET.get("missing") == "1",
    )


@reads
def register(request: HttpRequest) -> HttpResponse:
    """The register of volumes; `view=waiting` shows closed disputes that have none yet."""
    actor = actor_of(request)
    chosen, view = _asked(request), request.GET.get("view", "")
    rows = queries.waiting(actor) if view == "waiting" else queries.volumes(chosen, by=actor)
    page = Paginator(rows[:MOST], ROWS).get_page(request.GET.get("page"))
    this_year = clock.today().year
    context = {
        "page": page,
        "view": view,
        "chosen": chosen,
        "years": range(this_year, this_year - 6, -1),
        "retentions": codes.choices(RETENTION),
        "tabs": [
            Tab(_("已立卷"), "?", None, view != "waiting"),
            Tab(_("待立卷"), "?view=waiting", None, view == "waiting"),
        ],
        "query": request.GET.urlencode(),
    }
    return render(request, "volumes/register.html", context)


@reads
def export(request: HttpRequest) -> HttpResponse:
    """The register as .xlsx, with the same filter."""
    rows: list[Volume] = list(queries.volumes(_asked(request), by=actor_of(request))[:MOST])
    headers = {
        "Content-Disposition": f'attachment; filename="volumes-{clock.today():%Y%m%d}.xlsx"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(register_sheet(rows), content_type=writing.TYPE, headers=headers)
