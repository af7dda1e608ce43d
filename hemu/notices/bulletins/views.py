"""Messages to many: the list, a new one, one with its results; subscribers; the robots of groups."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemu.disputes.forms import put_refusal
from hemu.disputes.tabs import Tab
from hemu.kernel.errors import Conflict, Refused
from hemu.kernel.ids import new_id
from hemu.kernel.web import reads, writes
from hemu.notices.bulletins import actions, queries, subscribing
from hemu.notices.bulletins.forms import BulletinForm, SubscriberForm
from hemu.notices.bulletins.models import Bulletin, Status, Topic
from hemu.notices.sending.models import State
from hemu.notices.sending.views.log import TONES
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_name, place_names
from hemu.orgs.signed_in import actor_of
from hemu.outreach.tabs import outreach_tabs

ROWS, MOST = 50, 2000
_TONES = {Status.WAITING: "wait", Status.SENT: "done", Status.CANCELLED: "plain"}


def _may_write(by: Actor) -> bool:
    return by.may(Permission.PUBLISH) and bool(by.spans)


@reads
def bulletins(request: HttpRequest) -> HttpResponse:
    """The area's messages with what became of each."""
    by = actor_of(request)
    narrowed = request.GET.get("view") == "pass"
    found = queries.to_pass_on(by) if narrowed else queries.bulletins(by)
    page = Paginator(found[:MOST], ROWS).get_page(request.GET.get("page"))
    names = place_names({row.region for row in page}, local=True)
    results = queries.results(list(page))
    context = {
        "page": page,
        "rows": [(row, names[row.region], results[row.id], _TONES[Status(row.status)]) for row in page],
        "tabs": outreach_tabs("bulletins"),
        "may_write": _may_write(by),
        "narrowed": narrowed,
    }
    return render(request, "bulletins/bulletins.html", context)


@writes
def new(request: HttpRequest) -> HttpResponse:
    """Write a message."""
    by = actor_of(request)
    by.require(Permission.PUBLISH)
    form = BulletinForm(
        request.POST if request.method == "POST" else None, by=by, initial={"bulletin_id": new_id()}
    )
    if form.is_bound and form.is_valid():
        try:
            row = form.write()
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已排好，到时间自动发。"))
            return redirect(row.get_absolute_url())
    return render(request, "bulletins/new.html", {"form": form}, status=422 if form.is_bound else 200)


@writes
def bulletin(request: HttpRequest, county: int, bulletin_id: int) -> HttpResponse:
    """One message; a POST cancels it, or says that a group was told."""
    by = actor_of(request)
    row = queries.bulletin(county, bulletin_id, by=by)
    if request.method == "POST":
        _do(request, row, by)
        return redirect(row.get_absolute_url())
    chosen = request.GET.get("state", "")
    state = int(chosen) if chosen in {str(value) for value in State.values} else None
    page = Paginator(queries.deliveries(row, state)[:MOST], ROWS).get_page(request.GET.get("page"))
    context = {
        "row": row,
        "tone": _TONES[Status(row.status)],
        "where": place_name(row.region),
        "result": queries.results([row])[row.id],
        "billed": queries.billed(row),
        "parts": queries.addressed(row),
        "page": page,
        "rows": [(one, TONES[State(one.state)]) for one in page],
        "states": _state_tabs(row, state),
        "may_write": _may_write(by),
        "may_pass": by.may(Permission.REGISTER),
        "is_waiting": row.status == Status.WAITING,
        "is_sent": row.status == Status.SENT,
    }
    return render(request, "bulletins/bulletin.html", context)


def _state_tabs(row: Bulletin, state: int | None) -> list[Tab]:
    shown = (State.QUEUED, State.SENT, State.DELIVERED, State.FAILED)
    every: tuple[tuple[int | None, Any], ...] = ((None, _("全部")), *((s.value, s.label) for s in shown))
    url = row.get_absolute_url()
    return [Tab(label, f"{url}?state={value or ''}#people", None, value == state) for value, label in every]


def _do(request: HttpRequest, row: Bulletin, by: Actor) -> None:
    if request.POST.get("do") == "cancel":
        actions.cancel(row, by=by)
        messages.success(request, _("已取消，不再发送。"))
        return
    group = request.POST.get("group", "")
    if not group.isdigit():
        raise Conflict(_("请选择要办的事。"))
    actions.passed_on(row, int(group), by=by)
    messages.success(request, _("已记下，群的推送记录里也有了。"))


@writes
def subscribers(request: HttpRequest) -> HttpResponse:
    """Who is subscribed, masked; a POST enters one who signed, or ends one on their wish."""
    by = actor_of(request)
    may_write = by.may(Permission.REGISTER) and bool(by.spans)
    form, status = SubscriberForm(by=by), 200
    if request.method == "POST":
        by.require(Permission.REGISTER)
        if "stop" in request.POST:
            return _stopped(request, by)
        form, status = SubscriberForm(request.POST, by=by), 422
        if form.is_valid():
            try:
                form.write()
            except Refused as refused:
                put_refusal(form, refused)
            else:
                messages.success(request, _("已登记订阅。"))
                return redirect("bulletins:subscribers")
    return _list(request, by, form, may_write, status)


def _stopped(request: HttpRequest, by: Actor) -> HttpResponse:
    county, _sep, number = request.POST["stop"].partition(":")
    if not (county.isdigit() and number.isdigit()):
        raise Conflict(_("请选择要办的事。"))
    subscribing.stop(queries.subscriber(int(county), int(number), by=by))
    messages.success(request, _("已退订，号码随即删除。"))
    return redirect("bulletins:subscribers")


def _list(
    request: HttpRequest, by: Actor, form: SubscriberForm, may_write: bool, status: int
) -> HttpResponse:
    page = Paginator(queries.subscribers(by)[:MOST], ROWS).get_page(request.GET.get("page"))
    names = place_names({row.region for row in page}, local=True)
    context: dict[str, Any] = {
        "page": page,
        "rows": [(row, names[row.region], [str(Topic(one).label) for one in row.topics]) for row in page],
        "form": form,
        "may_write": may_write,
        "tabs": outreach_tabs("bulletins"),
    }
    return render(request, "bulletins/subscribers.html", context, status=status)


@writes
def robots(request: HttpRequest) -> HttpResponse:
    """The area's work groups and the robot of each; a POST sets one."""
    by = actor_of(request)
    by.require(Permission.PUBLISH)
    found = queries.groups(by)
    if request.method == "POST":
        group = next((row for row in found if str(row.id) == request.POST.get("group")), None)
        if group is None:
            raise Conflict(_("请选择要办的事。"))
        chosen = {str(row.pk): row for row in queries.robots_at(group.region)}
        actions.set_robot(group, chosen.get(request.POST.get("channel", "")), by=by)
        messages.success(request, _("已保存。"))
        return redirect(f"{reverse('bulletins:robots')}#g{group.id}")
    set_ones = queries.robots(found)
    names = place_names({row.region for row in found}, local=True)
    offered = queries.robots_at(by.spans[0].lo) if by.spans else []
    rows = [(row, names[row.region], set_ones.get(row.id)) for row in found]
    return render(request, "bulletins/robots.html", {"rows": rows, "offered": offered})
