"""/disputes/<county>/<id>/: one dispute."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hemu.disputes import queries
from hemu.kernel.web import reads
from hemu.office.pages import record
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of


@reads
def dispute(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """What it is, where it stands, whose turn it is, what can be done, and all that was done."""
    actor = actor_of(request)
    actor.require(Permission.VIEW)
    found = queries.get(county, dispute_id, by=actor)
    return render(request, "office/dispute/page.html", record.context(found, request, by=actor))
