"""The pages of 评: rating, and the safety plan."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hemu.disputes import queries as disputes
from hemu.disputes.act_page import act_view
from hemu.kernel.web import writes
from hemu.loop.assessment import actions, forms, queries, safety_forms
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of

confirm = act_view(forms.ConfirmForm)
override = act_view(forms.OverrideForm)
review = act_view(forms.ReviewForm)
plan_measure = act_view(safety_forms.MeasureForm)
carry_out = act_view(safety_forms.CarryOutForm)
review_plan = act_view(safety_forms.ReviewPlanForm)
add_contact = act_view(safety_forms.ContactForm)
contact = act_view(safety_forms.ContactActForm)


@writes
def phone(request: HttpRequest, county: int, dispute_id: int, contact_id: int) -> HttpResponse:
    """A contact's number: asked for by a button, shown once, and on record."""
    by = actor_of(request)
    by.require(Permission.OPEN_PERSONAL)
    dispute = disputes.get(county, dispute_id, by=by)
    found = queries.contact(dispute, contact_id)
    opened = request.method == "POST"
    if opened:
        found = actions.open_phone(dispute, found.id, by=by)
    context = {"dispute": dispute, "contact": found, "opened": opened}
    return render(request, "assessment/phone.html", context)
