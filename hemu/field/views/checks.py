"""Pages: what phones sent that a person must decide, both sides beside one another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes.forms import put_refusal
from hemu.disputes.tabs import Tab
from hemu.field import deciding, sides
from hemu.field.kinds_of import LABELS
from hemu.field.models import Decision, Kept, KeptWhy
from hemu.kernel.errors import Refused
from hemu.kernel.web import reads, writes
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names
from hemu.orgs.signed_in import actor_of

ROWS = 50
MOST = 1000
TAKE = "take-"
_BUTTONS = {
    Decision.MERGED: gettext_lazy("按所选合并"),
    Decision.PHONE: gettext_lazy("采用手机记录"),
    Decision.BOTH: gettext_lazy("两份都记"),
    Decision.STANDING: gettext_lazy("以现有记录为准"),
}


class DecisionForm(forms.Form):
    """What was decided, and why."""

    decision = forms.TypedChoiceField(choices=Decision.choices, coerce=int)
    reason = forms.CharField(
        label=gettext_lazy("说明"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("不采用手机记录时必须写明理由，报送人会看到。"),
    )


def _seen(request: HttpRequest) -> Actor:
    by = actor_of(request)
    by.require(Permission.VIEW)
    return by


@reads
def index(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, and what was decided."""
    by = _seen(request)
    done = request.GET.get("view") == "decided"
    rows = deciding.decided(by) if done else deciding.waiting(by)
    page = Paginator(rows[:MOST], ROWS).get_page(request.GET.get("page"))
    names = place_names({row.region for row in page}, local=True)
    context = {
        "page": page,
        "rows": [(row, names[row.region], LABELS[row.kind]) for row in page],
        "tabs": [
            Tab(_("待核对"), "?view=waiting", deciding.waiting(by)[:MOST].count(), not done),
            Tab(_("已核对"), "?view=decided", None, done),
        ],
        "done": done,
    }
    return render(request, "field/checks.html", context)


@writes
def check(request: HttpRequest, county: int, kept_id: int) -> HttpResponse:
    """One of them: both sides, and the decision."""
    by = _seen(request)
    row = deciding.get(county, kept_id, by=by)
    if request.method != "POST":
        return _page(request, row, by, DecisionForm())
    form = DecisionForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        taken = {name.removeprefix(TAKE) for name in request.POST if request.POST[name] == "phone"}
        try:
            deciding.decide(row, Decision(given["decision"]), by=by, reason=given["reason"], from_phone=taken)
        except Refused as refused:
            if refused.status == 409:
                raise
            put_refusal(form, refused)
        else:
            messages.success(request, _("已核对。两份内容都留在记录里。"))
            return redirect("field:checks")
    return _page(request, row, by, form, status=422)


def _page(request: HttpRequest, row: Kept, by: Actor, form: DecisionForm, status: int = 200) -> HttpResponse:
    parts = sides.parts(row, by)
    open_ = deciding.open_decisions(row, by) if row.decided_at is None else []
    context: dict[str, Any] = {
        "row": row,
        "what": LABELS[row.kind],
        "why": KeptWhy(row.why).label,
        "where": place_names([row.region], local=True)[row.region],
        "differing": [part for part in parts if part.differs],
        "same": [part for part in parts if not part.differs],
        "buttons": [(int(one), _BUTTONS[one], number == 0) for number, one in enumerate(open_)],
        "may_merge": Decision.MERGED in open_,
        "link": _link(row, by),
        "form": form,
    }
    return render(request, "field/check.html", context, status=status)


def _link(row: Kept, by: Actor) -> str:
    record = sides.record_of(row, by)
    return sides.url_of(record) if record is not None else ""
