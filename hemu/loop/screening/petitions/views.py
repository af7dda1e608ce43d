"""One petition: where it stands, which time runs, what was done, and what may be done next."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes import origins
from hemu.disputes.forms import put_refusal
from hemu.disputes.models import Source
from hemu.kernel.errors import Conflict, Refused
from hemu.kernel.web import writes
from hemu.loop.screening.models import Petition
from hemu.loop.screening.petitions import clocks, queries
from hemu.loop.screening.petitions.forms import EVERY, PetitionForm, open_forms
from hemu.loop.screening.petitions.models import Act
from hemu.loop.screening.petitions.queries import Stage
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names
from hemu.orgs.signed_in import actor_of


@writes
def petition(request: HttpRequest, county: int, petition_id: int) -> HttpResponse:
    """One petition; a POST with ``do`` does the act of that name."""
    by = actor_of(request)
    row = queries.petition(county, petition_id, by=by)
    if request.method != "POST":
        return _page(request, row, by)
    kind = next((one for one in EVERY if one.name == request.POST.get("do")), None)
    if kind is None:
        raise Conflict(_("请选择要办的事。"))
    form = kind(row, by, request.POST)
    if form.is_valid():
        try:
            form.do()
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已记下。"))
            return redirect("petitions:petition", row.county, row.id)
    return _page(request, row, by, form)


def _page(request: HttpRequest, row: Petition, by: Actor, tried: PetitionForm | None = None) -> HttpResponse:
    stage = queries.stage(row)
    forms = open_forms(row, stage, by) if by.may(Permission.AMEND) else {}
    if tried is not None:
        forms[tried.name] = tried
    said_at = queries.said_at(row)
    waits = stage in (Stage.ANSWERED, Stage.REVIEWED) and said_at is not None
    context = {
        "row": row,
        "stage": stage,
        "ended": stage == Stage.CLOSED,
        "where": place_names([row.region], local=True)[row.region],
        "held": clocks.running(row),
        "history": [(Act(step.act).label, step) for step in queries.history(row)],
        "forms": forms,
        "main": [form for form in forms.values() if form.main],
        "more": [form for form in forms.values() if not form.main],
        "tried": tried,
        "ask_until": clocks.may_ask_until(said_at) if waits and said_at else None,
        "opened": origins.opened_from(Source.PETITION, row.id),
        "source": int(Source.PETITION),
        "may_open": by.may(Permission.REGISTER) and by.covers(row.region),
    }
    return render(request, "petitions/petition.html", context, status=422 if tried is not None else 200)
