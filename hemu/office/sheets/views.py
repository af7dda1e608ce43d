"""八单一表: which sheets there are, for which disputes, in which form; and what is being made."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes.queries import listed
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.kernel.web import reads, writes
from hemu.office.pages import asked, listing
from hemu.office.sheets import actions, queries
from hemu.office.sheets.eight import EIGHT, LEDGER
from hemu.office.sheets.models import Batch, Form
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of

_TYPES = {
    Form.SHEET: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.PDF: "application/pdf",
    Form.WORD: "application/zip",
}
_TITLES: dict[str, Any] = {sheet.key: sheet.title for sheet in EIGHT}


@writes
def sheets(request: HttpRequest) -> HttpResponse:
    """The page; a POST asks for a sheet of the list that the address names."""
    by = actor_of(request)
    by.require(Permission.VIEW)
    refused = None
    if request.method == "POST":
        try:
            _ask(request, by)
        except Refused as error:
            refused = error
        else:
            messages.success(request, _("已开始制作，做好后在下面下载。可以离开这一页。"))
            return redirect(f"{request.path}?{request.GET.urlencode()}#made")
    return render(request, "sheets/sheets.html", _page(request, by, refused), status=422 if refused else 200)


def _ask(request: HttpRequest, by: Actor) -> Batch:
    key, _mark, form = request.POST.get("make", "").partition(".")
    known = {form.ending: form for form in Form}
    if form not in known:
        raise Refused(_("请选择格式。"), field="form", code="form")
    return actions.ask(key, known[form], request.GET, by=by)


def _page(request: HttpRequest, by: Actor, refused: Refused | None) -> dict[str, Any]:
    wanted = asked.read(request.GET)
    try:
        count = listing.say_count(listing.count(listed(wanted.filter, by=by)))
    except Refused as error:
        count, refused = "", error
    return {
        "eight": EIGHT,
        "ledger": LEDGER,
        "asked": wanted,
        "chips": wanted.chips,
        "clear": listing.cleared(request.GET) if wanted.chips else "",
        "filters": listing.filters(wanted, request.GET, by=by),
        "count": count,
        "refused": refused,
        **_made(by),
    }


def _made(by: Actor) -> dict[str, Any]:
    rows = queries.mine(by)
    return {
        "rows": [(row, _TITLES.get(row.key, _("汇总台账")), Form(row.form)) for row in rows],
        "working": any(row.is_working for row in rows),
    }


@reads
def made(request: HttpRequest) -> HttpResponse:
    """What one asked for, as it stands: the page asks again while something is in the making."""
    return render(request, "sheets/made.html", _made(actor_of(request)))


@reads
def content(request: HttpRequest, county: int, batch_id: int) -> HttpResponse:
    """What was made, to its owner."""
    row = queries.batch(county, batch_id, by=actor_of(request))
    form = Form(row.form)
    name = f"{row.key}-{clock.local(row.finished_at or row.asked_at):%Y%m%d-%H%M}.{form.ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(queries.content(row), content_type=_TYPES[form], headers=headers)
