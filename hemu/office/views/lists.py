"""/disputes/: the list, and the list as a spreadsheet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from structlog import get_logger

from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.kernel.web import reads
from hemu.office.components.lists import with_query
from hemu.office.pages import asked, listing
from hemu.office.pages.sheet import workbook
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of

log = get_logger(__name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@reads
def disputes(request: HttpRequest) -> HttpResponse:
    """The disputes that the address asks for, within the actor's scope."""
    actor = actor_of(request)
    actor.require(Permission.VIEW)
    wanted = asked.read(request.GET)
    context = {
        "asked": wanted,
        "chips": wanted.chips,
        "clear": listing.cleared(request.GET) if wanted.chips else "",
        "filters": listing.filters(wanted, request.GET, by=actor),
        "tabs": listing.tabs(request.GET),
        "export": "/disputes/export.xlsx" + with_query(request.GET),
        "listing": None,
        "refused": None,
        "open_filters": bool(wanted.unknown),
    }
    try:
        context["listing"] = listing.listing(wanted, request.GET, by=actor)
    except Refused as refused:
        context["refused"] = refused
    return render(request, "office/list/page.html", context)


@reads
def export(request: HttpRequest) -> HttpResponse:
    """The same list as .xlsx, by the same rules of scope; names are masked."""
    actor = actor_of(request)
    actor.require(Permission.VIEW)
    content = workbook(asked.read(request.GET), by=actor)
    log.info("list exported", post=actor.post_id, query=request.GET.urlencode(), size=len(content))
    name = f"disputes-{clock.today():%Y%m%d}.xlsx"
    return HttpResponse(
        content,
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
