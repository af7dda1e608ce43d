"""Impact assessments and breaches."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hemu.kernel.errors import Forbidden
from hemu.kernel.web import writes
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of
from hemu.privacy import records
from hemu.privacy.forms.office import AssessmentForm, BreachForm, TellingForm
from hemu.privacy.models import Conclusion, Told, Trigger
from hemu.privacy.views.shared import bound, show, status_of, tried


def _guarded(request: HttpRequest) -> Actor:
    by = actor_of(request)
    by.require(Permission.GUARD_PERSONAL)
    if by.county is None:
        raise Forbidden(_("这类记录由县、乡镇负责个人信息保护的岗位填写。"))
    return by


@writes
def assessments(request: HttpRequest) -> HttpResponse:
    """The assessments of the actor's area; POST writes one down."""
    by = _guarded(request)
    form = AssessmentForm(bound(request))

    def do(given: dict[str, Any]) -> None:
        chosen = {"trigger": Trigger(given["trigger"]), "conclusion": Conclusion(given["conclusion"])}
        records.assess(records.NewAssessment(**{**given, **chosen}), by=by)

    if form.is_bound and tried(form, do):
        messages.success(request, _("已记下评估报告，到期前不能删改。"))
        return redirect("privacy:assessments")
    context = {"rows": records.assessments(by), "form": form}
    return show(request, "privacy/assessments.html", context, status=status_of(form))


@writes
def breaches(request: HttpRequest) -> HttpResponse:
    """The breaches of the actor's area; POST writes one down."""
    by = _guarded(request)
    form = BreachForm(bound(request))
    if form.is_bound and tried(form, lambda given: records.report_breach(records.NewBreach(**given), by=by)):
        messages.success(request, _("已记下。请接着记录通知了谁。"))
        return redirect("privacy:breaches")
    rows = [(row, records.whom_to_tell(row)) for row in records.breaches(by)]
    return show(request, "privacy/breaches.html", {"rows": rows, "form": form}, status=status_of(form))


@writes
def breach(request: HttpRequest, county: int, breach_id: int) -> HttpResponse:
    """One breach, and who was told of it when."""
    by = _guarded(request)
    row = records.breach(county, breach_id, by=by)
    form = TellingForm(bound(request))

    def do(given: dict[str, Any]) -> None:
        records.tell_of_breach(row, Told(given["whom"]), given["name"], given["how"], given["at"], by=by)

    if form.is_bound and tried(form, do):
        messages.success(request, _("已记下通知。"))
        return redirect("privacy:breach", county, breach_id)
    context = {
        "row": row,
        "told": records.tellings(row),
        "missing": [one.label for one in records.whom_to_tell(row)],
        "form": form,
    }
    return show(request, "privacy/breach.html", context, status=status_of(form))
