"""The pages of 分: giving, receiving, returning, and the sheet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from hemu.disputes import queries as disputes
from hemu.disputes.act_page import act_view, answer, open_form
from hemu.kernel.web import writes
from hemu.loop.routing import forms
from hemu.loop.routing.models import Way
from hemu.loop.routing.proposal import propose
from hemu.orgs.signed_in import actor_of

_NAMES = {Way.INTERNAL: "internal", Way.VERTICAL: "vertical", Way.HORIZONTAL: "horizontal"}


@writes
def route(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """分流交办: the way that the rules propose is open, the others a tab away."""
    chosen = request.GET.get("way", "")
    if chosen not in forms.WAYS:
        found = disputes.get(county, dispute_id, by=actor_of(request))
        chosen = _NAMES[propose(found).way]
    return answer(request, open_form(request, forms.WAYS[chosen], county, dispute_id))


name_units = act_view(forms.NameUnitsForm)
take = act_view(forms.TakeForm)
receive = act_view(forms.ReceiveForm)
give_back = act_view(forms.GiveBackForm)
hand_over = act_view(forms.HandOverForm)
report = act_view(forms.ReportForm)
