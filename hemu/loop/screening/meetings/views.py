"""The page of a joint meeting: its units, items, minutes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes.forms import put_refusal
from hemu.disputes.models import Source
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.kernel.web import reads, writes
from hemu.loop.screening.meetings import actions, queries
from hemu.loop.screening.meetings.forms import ItemForm, MinutesForm, OutcomeForm
from hemu.loop.screening.models import JointMeeting
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_name
from hemu.orgs.signed_in import actor_of


@reads
def meeting(request: HttpRequest, county: int, meeting_id: int) -> HttpResponse:
    """One meeting: who meets, what each brought and what came of it, the minutes."""
    by = actor_of(request)
    return _page(request, queries.meeting(county, meeting_id, by=by), by)


def _page(
    request: HttpRequest, row: JointMeeting, by: Actor, *, status: int = 200, **typed: Any
) -> HttpResponse:
    found = queries.items(row)
    may_write = by.may(Permission.REGISTER)
    context = {
        "meeting": row,
        "where": place_name(row.region),
        "items": [(item, typed.get(f"item{item.row.id}") or OutcomeForm(prefix="o")) for item in found],
        "waiting": sum(item.waits for item in found),
        "silent": queries.silent(row, found) if not row.minutes else [],
        "source": int(Source.JOINT_MEETING),
        "may_bring": actions.may_bring(row, by),
        "may_open": may_write and by.covers(row.region),
        "may_minute": actions.leads(row, by) and not row.minutes,
        "begun": row.held_at <= clock.now(),
        "leads": actions.leads(row, by),
        "item_form": typed.get("item_form") or ItemForm(initial={"unit": by.unit_name}),
        "minutes_form": typed.get("minutes_form") or MinutesForm(),
    }
    return render(request, "meetings/meeting.html", context, status=status)


def _done(form: forms.Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Whether what was typed was valid and the act went through; what was refused stands in the form."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            return True
    return False


@writes
def bring(request: HttpRequest, county: int, meeting_id: int) -> HttpResponse:
    """Bring a matter to the meeting."""
    by = actor_of(request)
    row = queries.meeting(county, meeting_id, by=by)
    by.require(Permission.REGISTER)
    if request.method == "POST":
        form = ItemForm(request.POST)
        if not _done(form, lambda given: actions.bring_item(row, given["text"], unit=given["unit"], by=by)):
            return _page(request, row, by, status=422, item_form=form)
        messages.success(request, _("事项已列入会议。"))
    return redirect("meetings:meeting", county, meeting_id)


@writes
def minutes(request: HttpRequest, county: int, meeting_id: int) -> HttpResponse:
    """Write the minutes."""
    by = actor_of(request)
    row = queries.meeting(county, meeting_id, by=by)
    by.require(Permission.REGISTER)
    if request.method == "POST":
        form = MinutesForm(request.POST)
        if not _done(form, lambda given: actions.write_minutes(row, given["minutes"], by=by)):
            return _page(request, row, by, status=422, minutes_form=form)
        messages.success(request, _("会议纪要已写定。"))
    return redirect("meetings:meeting", county, meeting_id)


@writes
def settle(request: HttpRequest, county: int, meeting_id: int, item_id: int) -> HttpResponse:
    """Say why an item becomes no dispute."""
    by = actor_of(request)
    row = queries.meeting(county, meeting_id, by=by)
    by.require(Permission.REGISTER)
    if request.method == "POST":
        form = OutcomeForm(request.POST, prefix="o")
        if not _done(form, lambda given: actions.settle_item(row, item_id, given["text"], by=by)):
            return _page(request, row, by, status=422, **{f"item{item_id}": form})
        messages.success(request, _("处理意见已记下。"))
    return redirect("meetings:meeting", county, meeting_id)
