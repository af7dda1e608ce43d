"""Channels: the list, one to be set up or changed, a trial, an end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from hemu.disputes.forms import put_refusal
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.web import reads, writes
from hemu.notices.channels.kinds import ChannelKind
from hemu.notices.channels.registry import CLIENTS
from hemu.notices.sending import actions, queries
from hemu.notices.sending.forms import ChannelForm, TryForm, first_values
from hemu.notices.sending.models import Channel, State
from hemu.notices.sending.queueing import public
from hemu.notices.sending.views.common import tabs
from hemu.orgs.signed_in import actor_of
from hemu.rulebook.queries import spec_of


@reads
def channels(request: HttpRequest) -> HttpResponse:
    """The area's channels with what went over them, and the kinds that can be added."""
    by = actor_of(request)
    rows = queries.channels(by)
    counts = queries.counts(rows)
    context = {
        "rows": [(row, counts[row.pk]) for row in rows],
        "kinds": [(kind.value, kind.label) for kind in CLIENTS],
        "tabs": tabs("channels"),
        "states": State,
        "hours": spec_of("quiet").label,
    }
    return render(request, "sending/channels.html", context)


@sensitive_post_parameters()
@writes
def new(request: HttpRequest, kind: int) -> HttpResponse:
    """Set a channel up."""
    by = actor_of(request)
    actions.managed_area(by)
    if kind not in ChannelKind.values:
        raise Missing("")
    return _edit(request, ChannelKind(kind), None)


@sensitive_post_parameters()
@writes
def channel(request: HttpRequest, channel_id: int) -> HttpResponse:
    """One channel: what is known of it, to be changed."""
    row = queries.channel(channel_id, by=actor_of(request))
    return _edit(request, ChannelKind(row.kind), row)


def _edit(request: HttpRequest, kind: ChannelKind, row: Channel | None) -> HttpResponse:
    by = actor_of(request)
    given = request.POST if request.method == "POST" else None
    form = ChannelForm(
        given, kind=kind, channel=row, by=by, initial=first_values(row) if row else {"name": kind.label}
    )
    if form.is_bound and form.is_valid():
        try:
            saved = form.write()
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已保存。请试发一条，确认能收到。"))
            return redirect("sending:channel", saved.pk)
    return _page(request, form, row, status=422 if form.is_bound else 200)


def _page(request: HttpRequest, form: ChannelForm, row: Channel | None, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    context = {
        "form": form,
        "row": row,
        "kind": form.kind,
        "trial": TryForm(channel=row) if row else None,
        "receipts": _receipts(row) if row else "",
        **more,
    }
    return render(request, "sending/channel.html", context, status=status)


def _receipts(row: Channel) -> str:
    """Where the platform's receipts go; empty for platforms that send none."""
    sends = (ChannelKind.SMS_ALIYUN, ChannelKind.SMS_TENCENT, ChannelKind.SMS_GATEWAY)
    if row.kind not in sends:
        return ""
    path = reverse("sending:receipts", args=[row.receipts])
    return public(path) or path


@writes
def try_out(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Send a message for trial; GET goes to the channel."""
    by = actor_of(request)
    row = queries.channel(channel_id, by=by)
    if request.method == "POST":
        form = TryForm(request.POST, channel=row)
        if not form.is_valid():
            messages.error(request, _("请填写收信的账号、号码或邮箱。"))
            return redirect("sending:channel", row.pk)
        sent = actions.try_out(row, form.cleaned_data.get("to", ""), by=by)
        if sent.state == State.SENT:
            messages.success(request, _("平台已收下，请到手机或群里看看。"))
        else:
            messages.error(request, _("没有发出：%(why)s") % {"why": sent.reason})
    return redirect("sending:channel", row.pk)


@writes
def retire(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Use a channel no more; GET goes to it."""
    by = actor_of(request)
    row = queries.channel(channel_id, by=by)
    if request.method != "POST":
        return redirect("sending:channel", row.pk)
    actions.retire_channel(row, by=by)
    messages.success(request, _("“%(name)s”已停用，密钥已销毁。") % {"name": row.name})
    return redirect("sending:channels")
