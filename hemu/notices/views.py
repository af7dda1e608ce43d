"""The inbox: what the post was told, each leading to its dispute."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from hemu.kernel.web import reads, writes
from hemu.notices import actions, queries
from hemu.orgs.signed_in import actor_of

PER_PAGE = 40


@reads
def inbox(request: HttpRequest) -> HttpResponse:
    """Unread notices, or all of them (``?show=all``)."""
    actor = actor_of(request)
    show_all = request.GET.get("show") == "all"
    start = _start(request.GET.get("from", ""))
    found = list(queries.inbox(actor, unread=not show_all)[start : start + PER_PAGE + 1])
    context = {
        "received": queries.with_disputes(found[:PER_PAGE], by=actor),
        "show_all": show_all,
        "unread": queries.unread_count(actor),
        "earlier": start + PER_PAGE if len(found) > PER_PAGE else None,
        "later": max(0, start - PER_PAGE) if start else None,
    }
    return render(request, "notices/inbox.html", context)


def _start(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


@reads
def bell(request: HttpRequest) -> HttpResponse:
    """The bell in the head of every page, asked for again and again."""
    return render(request, "notices/bell.html", {"unread": queries.unread_count(actor_of(request))})


@writes
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark a notice as read and go to its dispute. Asked by GET, only go there."""
    actor = actor_of(request)
    if request.method == "POST":
        notice = actions.mark_read(notice_id, by=actor)
    else:
        notice = queries.get(notice_id, by=actor)
    return redirect(notice.leads_to)


@writes
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read. Asked by GET, show the inbox."""
    if request.method == "POST":
        done = actions.mark_all_read(by=actor_of(request))
        messages.success(
            request, ngettext("%(n)d 条消息标为已读。", "%(n)d 条消息标为已读。", done) % {"n": done}
        )
    return redirect("notices:inbox")
