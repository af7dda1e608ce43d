"""Opening one personal field of one party: say why, then see it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hemu.disputes import queries
from hemu.disputes.models import Dispute, Party
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.kernel.web import writes
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of
from hemu.privacy.actions import open_personal
from hemu.privacy.forms.opening import OpenForm
from hemu.privacy.masks import masked
from hemu.privacy.models import OpenedField, Purpose
from hemu.privacy.veil import leave_open


@writes
def open_field(
    request: HttpRequest, county: int, dispute_id: int, party_id: int, column: str
) -> HttpResponse:
    """GET asks for the purpose; POST records the opening and shows the value, on this answer only."""
    actor = actor_of(request)
    field = _field(column)
    actor.require(Permission.VIEW if field == OpenedField.NAME else Permission.OPEN_PERSONAL)
    dispute = queries.get(county, dispute_id, by=actor)
    party = _party(dispute, party_id)
    form = OpenForm(request.POST if request.method == "POST" else None)
    context = {
        "dispute": dispute,
        "party": party,
        "field": field,
        "masked": masked(field, str(getattr(party, field.column))),
        "form": form,
        "value": "",
        "is_phone": field == OpenedField.PHONE,
    }
    if request.method == "POST" and form.is_valid():
        try:
            purpose = Purpose(form.cleaned_data["purpose"])
            context["value"] = open_personal(
                dispute, party_id, field, purpose, form.cleaned_data["note"], by=actor
            )
        except (Forbidden, Missing):
            raise
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
    status = 422 if request.method == "POST" and not context["value"] else 200
    response = render(request, "privacy/open.html", context, status=status)
    response["Cache-Control"] = "no-store"
    if context["value"] and field == OpenedField.NAME:
        leave_open(response)
    return response


def _field(column: str) -> OpenedField:
    found = next((one for one in OpenedField if one.column == column), None)
    if found is None:
        raise Missing("")
    return found


def _party(dispute: Dispute, party_id: int) -> Party:
    found: Party | None = Party.objects.of(dispute).filter(pk=party_id, removed_at=None).first()
    if found is None:
        raise Missing("")
    return found
