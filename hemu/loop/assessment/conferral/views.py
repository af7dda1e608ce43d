"""会商研判: the list and the rhythm, calling a meeting, one meeting, an item, the minutes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hemu.disputes.forms import put_refusal
from hemu.disputes.models import Dispute
from hemu.disputes.tabs import Tab
from hemu.documents.papers import queries as papers_queries
from hemu.documents.papers.filling import fill
from hemu.documents.papers.views import answer
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.kernel.web import reads, writes
from hemu.loop.assessment.conferral import actions, agenda, forms, papers, queries
from hemu.loop.assessment.conferral.models import Conferral, ConferralStatus, Item
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of

ROWS, MOST = 50, 1000
VIEWS = {
    "all": gettext_lazy("全部"),
    "called": gettext_lazy("已召集"),
    "mine": gettext_lazy("本单位有措施未完成的"),
}


@reads
def conferrals(request: HttpRequest) -> HttpResponse:
    """The meetings, and when the next regular one is due."""
    by = actor_of(request)
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "all"
    page = Paginator(queries.conferrals(by, view)[:MOST], ROWS).get_page(request.GET.get("page"))
    far = queries.so_far(list(page))
    context = {
        "page": page,
        "rows": [(row, far[row.id]) for row in page],
        "view": view,
        "tabs": [Tab(word, f"?view={key}", None, key == view) for key, word in VIEWS.items()],
        "rhythm": queries.rhythm(by),
        "may_call": by.may(Permission.WARN) and bool(by.spans),
    }
    return render(request, "conferral/conferrals.html", context)


@writes
def convene(request: HttpRequest) -> HttpResponse:
    """Call a meeting; the page shows what will be on its agenda."""
    by = actor_of(request)
    by.require(Permission.WARN)
    form = forms.ConveneForm(by, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            row = actions.convene(form.given(), by=by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已召集，各单位会收到通知。议程已自动列好，可以增减。"))
            return redirect("conferral:conferral", row.county, row.id)
    entries = agenda.proposed(by, forms.tomorrow()) if by.spans and not form.is_bound else []
    context = {"form": form, "entries": entries, "shown": not form.is_bound}
    return render(request, "conferral/convene.html", context, status=422 if form.is_bound else 200)


class _Page:
    """One meeting as one actor sees it, with the forms for what may be done now."""

    def __init__(self, row: Conferral, by: Actor, data: Any) -> None:
        self.row, self.by = row, by
        self.what = str(data.get("do", "")) if data is not None else ""
        self.leads = row.unit_id == by.unit_id and by.may(Permission.WARN)
        self.open = self.leads and row.status == ConferralStatus.CALLED
        self.came = queries.attendance(row)
        self.forms: dict[str, django_forms.Form] = {
            "attend": forms.AttendanceForm(self.came, data if self.what == "attend" else None),
            "add": forms.AddForm(data if self.what == "add" else None),
            "close": forms.EndForm(data if self.what in ("close", "cancel") else None),
        }
        self.acts: dict[str, Callable[[Any], str]] = {
            "attend": self._attend,
            "add": self._add,
            "close": self._close,
            "cancel": self._cancel,
        }

    def done(self, data: Any) -> str | None:
        """Do what was sent and say so; None when a form shows what is wrong."""
        if self.what == "refresh":
            n = actions.refresh(self.row, by=self.by)
            return ngettext("议程新增 %(n)s 项。", "议程新增 %(n)s 项。", n) % {"n": n}
        if self.what == "drop":
            number = str(data.get("item", ""))
            actions.drop_item(self.row, int(number) if number.isdigit() else 0, by=self.by)
            return _("已从议程去掉。")
        if self.what not in self.acts:
            raise Conflict(_("请选择要办的事。"))
        form = self.forms["close" if self.what == "cancel" else self.what]
        if not form.is_valid():
            return None
        try:
            return self.acts[self.what](form)
        except Refused as refused:
            put_refusal(form, refused)
            return None

    def _attend(self, form: forms.AttendanceForm) -> str:
        actions.attend(self.row, form.came(), by=self.by)
        return _("已登记到会情况。")

    def _add(self, form: forms.AddForm) -> str:
        given = form.cleaned_data
        rows = Dispute.objects.in_area(self.by).filter(ref__iexact=given["ref"].strip())
        dispute = rows.defer("search").first()
        if dispute is None:
            raise Refused(_("本辖区没有这个编号的纠纷。"), field="ref", code="unknown")
        actions.add_item(self.row, dispute, given["ground"], by=self.by)
        return _("已加入议程。")

    def _close(self, form: forms.EndForm) -> str:
        actions.close(self.row, form.cleaned_data["summary"], by=self.by)
        return _("会商已结束，纪要可以打印。措施到期没有落实的会提醒。")

    def _cancel(self, form: forms.EndForm) -> str:
        actions.cancel(self.row, form.cleaned_data["summary"], by=self.by)
        return _("已取消这次会商。")

    def shown(self, request: HttpRequest, status: int = 200) -> HttpResponse:
        row, by = self.row, self.by
        items = queries.items(row)
        seen, asked = queries.seen(items, by=by), queries.measures(row)
        may_print = not any(item.dispute_id and item.dispute_id not in seen for item in items)
        context = {
            "row": row,
            "items": [
                (item, item.dispute_id in seen, self._measures(asked.get(item.id, []))) for item in items
            ],
            "came": self.came,
            "open": self.open,
            "forms": self.forms,
            "left": sum(item.concluded_at is None for item in items),
            "may_print": may_print,
            "now": clock.now(),
        }
        return render(request, "conferral/conferral.html", context, status=status)

    def _measures(self, rows: list[Any]) -> list[tuple[Any, bool]]:
        return [(one, one.done_at is None and queries.may_carry_out(self.row, one, self.by)) for one in rows]


@writes
def conferral(request: HttpRequest, county: int, conferral_id: int) -> HttpResponse:
    """One meeting; a POST with ``do`` does the act of that name."""
    by = actor_of(request)
    row = queries.conferral(county, conferral_id, by=by)
    page = _Page(row, by, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return page.shown(request)
    said = page.done(request.POST)
    if said is None:
        return page.shown(request, status=422)
    messages.success(request, said)
    return redirect("conferral:conferral", county, conferral_id)


@writes
def item(request: HttpRequest, county: int, conferral_id: int, item_id: int) -> HttpResponse:
    """Conclude on an item, or give it one more measure."""
    by = actor_of(request)
    row = queries.conferral(county, conferral_id, by=by)
    found = queries.item(row, item_id)
    by.require(Permission.WARN)
    concluded = found.concluded_at is not None
    data = request.POST if request.method == "POST" else None
    form = forms.ConcludeForm(by, data, concluded=concluded)
    if form.is_bound and form.is_valid():
        try:
            _conclude(row, found, form, by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(
                request, _("已记录。结论已写入纠纷台账。") if found.dispute_id else _("已记录。")
            )
            return redirect("conferral:conferral", county, conferral_id)
    context = {"row": row, "item": found, "form": form, "dispute": queries.dispute_of(found, by=by)}
    return render(request, "conferral/item.html", context, status=422 if form.is_bound else 200)


def _conclude(row: Conferral, found: Item, form: forms.ConcludeForm, by: Actor) -> None:
    measure = form.measure()
    if found.concluded_at is None:
        actions.conclude(row, found.id, form.cleaned_data["conclusion"], measure, by=by)
    elif measure is not None:
        actions.add_measure(row, found.id, measure, by=by)


@writes
def carry_out(request: HttpRequest, county: int, conferral_id: int, measure_id: int) -> HttpResponse:
    """Say that a measure was carried out."""
    by = actor_of(request)
    row = queries.conferral(county, conferral_id, by=by)
    every = [one for rows in queries.measures(row).values() for one in rows]
    measure = next((one for one in every if one.id == measure_id), None)
    if measure is None:
        raise Missing(_("没有找到这条措施。"))
    form = forms.DoneForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.carry_out(row, measure_id, form.cleaned_data["result"], by=by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已登记落实情况。"))
            return redirect("conferral:conferral", county, conferral_id)
    context = {"row": row, "measure": measure, "form": form}
    return render(request, "conferral/carry_out.html", context, status=422 if form.is_bound else 200)


@reads
def minutes(request: HttpRequest, county: int, conferral_id: int, form: str) -> HttpResponse:
    """The minutes, Word or PDF, for those who may see every dispute on the agenda."""
    by = actor_of(request)
    row = queries.conferral(county, conferral_id, by=by)
    items = queries.items(row)
    seen = queries.seen(items, by=by)
    if any(one.dispute_id and one.dispute_id not in seen for one in items):
        raise Missing(_("没有找到这份纪要。"))
    word = fill(papers_queries.word_file(papers.PAPER, row.region), papers.values(row, items))
    return answer(word, form, f"{papers.PAPER.title} {row.subject}")
