"""The pages on which what came in is joined to a dispute that is registered already."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes import origins
from hemu.disputes import queries as disputes
from hemu.disputes.models import ENDED, Colour, Dispute, Source
from hemu.disputes.origins import Prefill
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.kernel.web import writes
from hemu.loop.screening import joining
from hemu.loop.screening.incidents.counting import FACT
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names
from hemu.orgs.signed_in import actor_of

RECORDS: Mapping[str, tuple[Source, str | Promise]] = {
    "incidents": (Source.INCIDENT, gettext_lazy("警情内容")),
    "petitions": (Source.PETITION, gettext_lazy("反映事项")),
}
"""By its word in addresses: what is joined from its own page, and what its text is called."""


@writes
def join(request: HttpRequest, county: int, item_id: int) -> HttpResponse:
    """Look for the dispute (GET, `q`), and join the item to it (POST, `dispute` as county:number)."""
    by = actor_of(request)
    by.require(Permission.REGISTER)
    told = joining.item(county, item_id, by=by)
    if request.method == "POST":
        dispute = chosen(request, by)
        joining.join_item(told, dispute, by=by)
        messages.success(request, _("已并入，事项写进了这件纠纷的台账。"))
        return redirect(dispute.get_absolute_url())
    return page(request, told, _("会上提出的事项"), by)


@writes
def join_record(request: HttpRequest, slug: str, county: int, record_id: int) -> HttpResponse:
    """The same for an incident or a petition; without `q`, the disputes that are open in its village."""
    by = actor_of(request)
    by.require(Permission.REGISTER)
    if slug not in RECORDS:
        raise Missing(_("没有这类记录。"))
    source, heading = RECORDS[slug]
    told = origins.read(source, county, record_id, by=by)
    if request.method != "POST":
        return page(request, told, str(heading), by, nearby=True)
    try:
        dispute = joining.join_item(told, chosen(request, by), by=by)
    except Conflict as refused:
        return page(request, told, str(heading), by, nearby=True, wrong=refused)
    messages.success(request, _said(dispute, source))
    return redirect(dispute.get_absolute_url())


def _said(dispute: Dispute, source: Source) -> str:
    """What was done, and what the rules make of it."""
    done = _("已并入，内容写进了这件纠纷的台账。")
    if source == Source.INCIDENT:
        done += _("同一事由的警情现有 %(n)s 起。") % {"n": dispute.facts[FACT]}
    if dispute.proposed_colour > max(dispute.colour, Colour.BLUE):
        colour = Colour(dispute.proposed_colour).label
        done += _("规则现在建议定为%(colour)s，请核对定级。") % {"colour": colour}
    return done


def chosen(request: HttpRequest, by: Actor) -> Dispute:
    """The dispute that the form names, within the actor's scope; raises Missing."""
    parts = request.POST.get("dispute", "").split(":")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() for part in parts):
        raise Missing(_("没有找到这件纠纷。"))
    return disputes.get(int(parts[0]), int(parts[1]), by=by)


def page(
    request: HttpRequest,
    told: Prefill,
    heading: str,
    by: Actor,
    *,
    nearby: bool = False,
    wrong: Refused | None = None,
) -> HttpResponse:
    """The record and the disputes found; with `nearby`, before anything is sought, those of its village."""
    sought, status = request.GET.get("q", "")[:100], wrong.status if wrong else 200
    nearby = nearby and not sought
    try:
        found = joining.open_nearby(told.region, by=by) if nearby else joining.candidates(sought, by=by)
    except Refused as refused:
        found, wrong = [], refused
    names = place_names({row.region for row in found}, local=True)
    held = joining.held_by(told)
    goes_on = told.source in joining.HAPPENED_AGAIN
    context = {
        "told": told,
        "heading": heading,
        "nearby": nearby,
        "sought": sought,
        "rows": [
            (row, names[row.region], (row.county, row.id) in held, goes_on and row.state in ENDED)
            for row in found
        ],
        "wrong": str(wrong) if wrong else "",
    }
    return render(request, "screening/join.html", context, status=status)
