"""Breaking the glass, and its review."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hemu.disputes import queries as disputes
from hemu.disputes.models import Dispute
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.web import reads, writes
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of
from hemu.privacy import emergencies, queries
from hemu.privacy.forms.office import EmergencyForm, ReviewForm
from hemu.privacy.models import Danger, OpenedField, Verdict
from hemu.privacy.showing import post_label
from hemu.privacy.veil import leave_open
from hemu.privacy.views.shared import bound, page_of, show, status_of, tried

_PATH = re.compile(r"/disputes/(\d+)/(\d+)/")


@reads
def listed(request: HttpRequest) -> HttpResponse:
    """Emergencies in the actor's care, those that wait for a review first."""
    page = page_of(request, queries.emergencies(actor_of(request)))
    rows = list(page)
    numbers = queries.refs(rows)
    context = {
        "page": page,
        "rows": [(row, numbers.get(row.dispute_id, "")) for row in rows],
        "may_break": emergencies.may_break_somewhere(actor_of(request)),
    }
    return show(request, "privacy/emergencies.html", context)


@writes
def one(request: HttpRequest, county: int, emergency_id: int) -> HttpResponse:
    """One emergency with its review, or the form for it."""
    by = actor_of(request)
    row = queries.emergency(county, emergency_id, by=by)
    form = ReviewForm(bound(request))
    if form.is_bound and tried(
        form, lambda given: emergencies.review(row, Verdict(given["verdict"]), given["note"], by=by)
    ):
        messages.success(request, _("已记下复核结论，当事人也能看到。"))
        return redirect("privacy:emergency", county, emergency_id)
    context = {
        "row": row,
        "ref": queries.refs([row]).get(row.dispute_id, ""),
        "post": post_label(row.role),
        "form": form,
        "may_review": row.verdict == Verdict.OPEN and emergencies.may_review(row, by),
    }
    return show(request, "privacy/emergency.html", context, status=status_of(form))


@writes
def break_glass(request: HttpRequest) -> HttpResponse:
    """Name the dispute, say what the danger is, and see how to reach the parties: on this answer only."""
    by = actor_of(request)
    by.require(Permission.VIEW)
    form = EmergencyForm(bound(request), initial={"ref": _named(request, by)})
    shown: dict[str, Any] = {"form": form, "people": None}

    def do(given: dict[str, Any]) -> None:
        dispute = _found(given["ref"], by)
        broken = emergencies.break_glass(dispute, Danger(given["danger"]), given["reason"], by=by)
        shown.update(_broken(broken, dispute))

    if form.is_bound and tried(form, do):
        answer = show(request, "privacy/break.html", shown)
        leave_open(answer)
    else:
        answer = show(request, "privacy/break.html", shown, status=status_of(form))
    answer["Cache-Control"] = "no-store"
    return answer


def _broken(broken: emergencies.Broken, dispute: Dispute) -> dict[str, Any]:
    fields: dict[int, list[tuple[str, str, bool]]] = {}
    for one in broken.opened:
        is_phone = one.field == OpenedField.PHONE
        fields.setdefault(one.party_id, []).append((str(one.field.label), one.value, is_phone))
    people = [(party, fields.get(party.pk, [])) for party in broken.parties]
    return {"people": people, "dispute": dispute, "emergency": broken.emergency}


def _named(request: HttpRequest, by: Actor) -> str:
    """The number of the dispute whose page led here."""
    found = _PATH.match(request.GET.get("from", "")[:200])
    if found is None:
        return request.GET.get("ref", "")[:24]
    try:
        return disputes.seen(int(found[1]), int(found[2]), by=by).ref
    except Missing:
        return ""


def _found(ref: str, by: Actor) -> Dispute:
    """The dispute of that number in the area; Refused, on its field, as for a number that is not there."""
    found = Dispute.objects.in_area(by).filter(ref=ref.strip().upper()).defer("search").first()
    if found is None:
        raise Refused(
            _("您的辖区里没有这个编号的纠纷。请核对编号；不在您辖区的，请立即报警（110）。"),
            field="ref",
            code="missing",
        )
    return found
