"""The calendar: a month, a week, a day or a list; one's own feed and rooms; appointing on a dispute."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes.act_page import act_view
from hemu.disputes.forms import put_refusal
from hemu.disputes.tabs import Tab
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.kernel.web import public, reads, writes
from hemu.loop.mediation.calendar import feed as feeds
from hemu.loop.mediation.calendar import months, queries, rooms
from hemu.loop.mediation.calendar.forms import CallOffForm, MoveForm, RoomForm, ScheduleForm
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of

schedule = act_view(ScheduleForm)
move = act_view(MoveForm)
call_off = act_view(CallOffForm)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return clock.today()


@reads
def calendar(request: HttpRequest) -> HttpResponse:
    """What is to be held in the area, by the unit, or by the actor alone (``?mine=1``)."""
    by = actor_of(request)
    view = request.GET.get("view", "")
    view = view if view in months.VIEWS else "month"
    mine = request.GET.get("mine") == "1"
    sheet = months.sheet(view, _day(request.GET.get("date", "")))
    found = queries.between(by, clock.midnight(sheet.first), clock.midnight(sheet.until), mine=mine)
    kept = "&mine=1" if mine else ""
    words = {"month": _("月"), "week": _("周"), "day": _("日"), "list": _("列表")}
    context = {
        "sheet": sheet,
        "found": found,
        "weeks": sheet.weeks(found) if view == "month" else [],
        "days": sheet.days(found),
        "tabs": [
            Tab(word, f"?view={key}&date={sheet.at}{kept}", None, key == view) for key, word in words.items()
        ],
        "mine": mine,
        "kept": kept,
        "today": clock.today(),
        "last_day": sheet.until - timedelta(days=1),
        "weekdays": [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")],
        "full": len(found) >= queries.MOST,
        "may_plan": by.may(Permission.MEDIATE),
    }
    return render(request, "sittings/calendar.html", context)


@writes
def settings(request: HttpRequest) -> HttpResponse:
    """The actor's feed and the rooms of the unit."""
    by = actor_of(request)
    form = RoomForm(request.POST if request.POST.get("do") == "room" else None)
    if request.method == "POST":
        told = _do(request, form)
        if told:
            messages.success(request, told)
            return redirect("sittings:settings")
    mine = feeds.of(by)
    address = request.build_absolute_uri(f"/calendar/feed/{mine.token}.ics") if mine else ""
    context = {
        "feed": mine,
        "address": address,
        "rooms": rooms.of(by),
        "form": form,
        "may_plan": by.may(Permission.MEDIATE),
    }
    return render(request, "sittings/settings.html", context, status=422 if form.is_bound else 200)


def _do(request: HttpRequest, form: RoomForm) -> str:
    """Do what was asked; what to say of it, empty where nothing was done."""
    by = actor_of(request)
    asked = request.POST.get("do", "")
    if asked == "renew":
        feeds.renew(by=by)
        return _("新的订阅地址已生成，旧地址不能再用。")
    if asked == "end":
        feeds.end(by=by)
        return _("订阅地址已停用。")
    if asked == "close":
        room = request.POST.get("room", "")
        rooms.close(int(room) if room.isdigit() else 0, by=by)
        return _("调解室已停用。")
    if asked == "room" and form.is_valid():
        try:
            rooms.add(form.cleaned_data["name"], by=by)
        except Refused as refused:
            put_refusal(form, refused)
            return ""
        return _("调解室已登记。")
    return ""


@public
@reads
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's calendar, for who knows its address; nobody's, 404."""
    person = feeds.person_of(token)
    if person is None:
        raise Http404
    head = {"Cache-Control": "private, no-store", "Content-Disposition": 'inline; filename="hemu.ics"'}
    return HttpResponse(feeds.calendar(person), content_type="text/calendar; charset=utf-8", headers=head)
