"""The pages of warning notices: the list, its spreadsheet, one notice."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes.act_page import act_view
from hemu.disputes.forms import put_refusal
from hemu.disputes.models import Dispute
from hemu.disputes.tabs import Tab
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Refused
from hemu.kernel.sheets.writing import TYPE
from hemu.kernel.web import reads, writes
from hemu.loop.assessment import actions, queries, sheets, warning_forms
from hemu.loop.assessment.models import OWES, WarnedStage, WarnedUnit, WarningNotice
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of

ROWS = 50
MOST = 1000
"""Rows of a list that can be paged through, or put on a sheet."""
VIEWS = {
    "waiting": gettext_lazy("待本单位办理"),
    "received": gettext_lazy("收到的"),
    "sent": gettext_lazy("发出的"),
    "all": gettext_lazy("全部"),
}

warn = act_view(warning_forms.WarningForm)


def _chosen(request: HttpRequest) -> tuple[warning_forms.FilterForm, queries.Chosen]:
    view = request.GET.get("view", "")
    form = warning_forms.FilterForm(request.GET)
    return form, form.chosen(view if view in VIEWS else "waiting")


def _query(request: HttpRequest, **change: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in change.items():
        query[name] = value
    return query.urlencode()


@reads
def warnings(request: HttpRequest) -> HttpResponse:
    """The notices that wait for the unit, that came, that went out, or all that it may see."""
    by = actor_of(request)
    form, chosen = _chosen(request)
    page = Paginator(queries.notices(by, chosen)[:MOST], ROWS).get_page(request.GET.get("page"))
    states = queries.states(list(page))
    context = {
        "page": page,
        "rows": [(row, _summary(states[row.id])) for row in page],
        "waiting": chosen.view == "waiting",
        "view": chosen.view,
        "narrowed": bool(chosen.text.strip() or chosen.late or chosen.since or chosen.until),
        "form": form,
        "query": _query(request),
        "tabs": [
            Tab(word, f"?{_query(request, view=key)}", None, key == chosen.view)
            for key, word in VIEWS.items()
        ],
    }
    return render(request, "assessment/warnings.html", context)


def _summary(units: list[WarnedUnit]) -> dict[str, Any]:
    """How far the units of a notice are: counts, the next deadline, whether one is late."""
    owing = [unit for unit in units if unit.stage in OWES]
    return {
        "all": len(units),
        "accepted": sum(unit.stage == WarnedStage.ACCEPTED for unit in units),
        "answered": sum(unit.stage in (WarnedStage.ANSWERED, WarnedStage.ACCEPTED) for unit in units),
        "received": sum(unit.received_at is not None for unit in units),
        "due": min((unit.due_at for unit in owing if unit.due_at), default=None),
        "late": sum(unit.is_late for unit in owing),
    }


@reads
def sheet(request: HttpRequest) -> HttpResponse:
    """The list as it is narrowed, as a spreadsheet: a line for each warned unit."""
    by = actor_of(request)
    _form, chosen = _chosen(request)
    rows = list(queries.notices(by, chosen)[:MOST])
    content = sheets.warnings(rows, queries.states(rows), by=by)
    name = quote(f"{_('预警提示单')} {clock.today()}.xlsx")
    return HttpResponse(
        content, content_type=TYPE, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    )


@writes
def warning(request: HttpRequest, county: int, notice_id: int) -> HttpResponse:
    """One notice; a POST with ``do`` takes it, answers it, passes it on, or judges an answer."""
    by = actor_of(request)
    row = queries.notice(county, notice_id, by=by)
    page = _Page(row, by, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return page.shown(request)
    if request.POST.get("do") == "receive":
        actions.receive(row, by=by)
        messages.success(request, _("已签收。请在时限内反馈。"))
        return redirect("assessment:warning", county, notice_id)
    done = page.done()
    if done is None:
        return page.shown(request, status=422)
    messages.success(request, done)
    return redirect("assessment:warning", county, notice_id)


class _Page:
    """One notice as one actor sees it, with the forms for what may be done now."""

    def __init__(self, row: WarningNotice, by: Actor, data: Any) -> None:
        self.row, self.by, self.data = row, by, data
        self.what = str(data.get("do", "answer")) if data is not None else ""
        self.units = queries.warned_units(row)
        self.disputes = queries.warned_disputes(row, by=by)
        self.own = next((unit for unit in self.units if unit.unit_id == by.unit_id), None)
        own = self.own
        self.may_answer = own is not None and own.stage in OWES and by.may(Permission.AMEND)
        self.answer = warning_forms.AnswerForm(self._of("answer"))
        self.judging = self._judging()
        self.pass_on = self._passing()

    def _of(self, what: str) -> Any:
        return self.data if self.what == what else None

    def _judging(self) -> dict[int, warning_forms.JudgeForm]:
        if self.row.unit_id != self.by.unit_id or not self.by.may(Permission.WARN):
            return {}
        return {
            unit.id: warning_forms.JudgeForm(unit.id, self._of(f"judge-{unit.id}"))
            for unit in self.units
            if unit.stage == WarnedStage.ANSWERED
        }

    def _passing(self) -> warning_forms.PassOnForm | None:
        """A form to pass it on: for who took it and may warn those below about the same disputes."""
        own, by = self.own, self.by
        if own is None or own.stage == WarnedStage.SENT or not by.may(Permission.WARN):
            return None
        named: list[Dispute] = [
            one for one in queries.open_disputes(self.row, by=by) if by.covers(one.region)
        ]
        form = warning_forms.PassOnForm(self.row, named, by, self._of("pass")) if named else None
        return form if form is not None and form.fields["units"].queryset.exists() else None  # type: ignore[attr-defined]  # a model choice

    def done(self) -> str | None:
        """Do what was sent and say so; None when a form shows what is wrong."""
        form, act = self._chosen()
        if not form.is_valid():
            return None
        try:
            return str(act(form))
        except Refused as refused:
            put_refusal(form, refused)
            return None

    def _chosen(self) -> tuple[Any, Any]:
        if self.what == "answer":
            return self.answer, self._answered
        if self.what == "pass" and self.pass_on is not None:
            return self.pass_on, self._passed
        for row_id, form in self.judging.items():
            if self.what == f"judge-{row_id}":
                return form, partial(self._judged, row_id)
        raise Conflict(_("请选择要办的事。"))

    def _answered(self, form: warning_forms.AnswerForm) -> str:
        actions.answer(self.row, form.cleaned_data["answer"], by=self.by)
        return _("已反馈，等发出单位审核。")

    def _passed(self, form: warning_forms.PassOnForm) -> str:
        return _("已转发，新提示单编号 %(number)s。") % {"number": form.do().number}

    def _judged(self, row_id: int, form: warning_forms.JudgeForm) -> str:
        given = form.cleaned_data
        if given["verdict"] == "accept":
            actions.accept(self.row, row_id, given["reason"], by=self.by)
            return _("已认可反馈。")
        actions.send_back(self.row, row_id, given["reason"], given["until"], by=self.by)
        return _("已退回补充。")

    def shown(self, request: HttpRequest, status: int = 200) -> HttpResponse:
        row, own = self.row, self.own
        context = {
            "notice_row": row,
            "units": [(unit, self.judging.get(unit.id)) for unit in self.units],
            "own": own,
            "may_answer": self.may_answer,
            "waits_for_receipt": own is not None and own.stage == WarnedStage.SENT,
            "returned": own is not None and own.stage == WarnedStage.RETURNED,
            "disputes": self.disputes,
            "form": self.answer,
            "pass_on": self.pass_on,
            "passed": queries.passed_on(row, by=self.by),
            "above": queries.above_of(row, by=self.by),
            "steps": queries.steps(row),
            "paper": next((one for one, may_open in self.disputes if may_open), None),
        }
        return render(request, "assessment/warning.html", context, status=status)
