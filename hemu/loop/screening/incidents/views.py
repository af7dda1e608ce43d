"""One incident: whose turn it is and until when, the tiers that it went through, what may be done next."""

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
from hemu.loop.screening.incidents import queries, tiers
from hemu.loop.screening.incidents.forms import EVERY, ClaimForm, IncidentForm
from hemu.loop.screening.models import Incident, IncidentStep
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names
from hemu.orgs.signed_in import actor_of


@writes
def incident(request: HttpRequest, county: int, incident_id: int) -> HttpResponse:
    """One incident; a POST with ``do`` does the act of that name."""
    by = actor_of(request)
    row = queries.incident(county, incident_id, by=by)
    if request.method != "POST":
        return _page(request, row, by)
    kind = EVERY.get(request.POST.get("do", ""))
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
            return redirect("screening:incident", row.county, row.id)
    return _page(request, row, by, form)


def _forms(row: Incident, step: IncidentStep | None, by: Actor) -> dict[str, IncidentForm]:
    """What may be done now: claiming first, where it waits for that."""
    if not by.may(Permission.AMEND):
        return {}
    names = ["call"] if row.settled_at else ["settle", "pass", "call"]
    if step is not None and step.waits_for_claim and tiers.may_claim(row, step, by):
        names = [ClaimForm.name, *names]
    return {name: EVERY[name](row, by) for name in names}


def _page(request: HttpRequest, row: Incident, by: Actor, tried: IncidentForm | None = None) -> HttpResponse:
    steps = queries.steps(row)
    step = next((one for one in steps if one.ended_at is None), None)
    forms = _forms(row, step, by)
    if tried is not None:
        forms[tried.name] = tried
    context = {
        "row": row,
        "where": place_names([row.region], local=True)[row.region],
        "step": step,
        "steps": steps,
        "calls": queries.calls(row),
        "forms": forms,
        "claim": forms.pop(ClaimForm.name, None),
        "tried": tried.name if tried is not None else "",
        "opened": origins.opened_from(Source.INCIDENT, row.id),
        "source": int(Source.INCIDENT),
        "may_open": by.may(Permission.REGISTER) and by.covers(row.region),
    }
    return render(request, "screening/incident.html", context, status=422 if tried is not None else 200)
