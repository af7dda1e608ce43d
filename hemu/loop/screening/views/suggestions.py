"""/disputes/new/suggestions/: what the narrative suggests, while it is typed. Nothing is written."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hemu.kernel.web import writes
from hemu.loop.screening.suggesting import suggested
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of
from hemu.triage.proposal import LONGEST


@writes
def suggestions(request: HttpRequest) -> HttpResponse:
    """Sent by POST so that no narrative stands in an address; as a part of the form, or as a page."""
    actor_of(request).require(Permission.REGISTER)
    text = request.POST.get("narrative", "")[:LONGEST]
    in_form = bool(request.headers.get("HX-Request"))
    found = suggested(text, request.POST.dict()) if text.strip() else None
    template = "screening/parts/suggestions.html" if in_form else "screening/suggestions.html"
    return render(request, template, {"found": found, "takes": in_form})
