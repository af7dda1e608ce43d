"""The log: every message with what became of it, and one message with every try."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes.tabs import Tab
from hemu.kernel.errors import Refused
from hemu.kernel.web import reads, writes
from hemu.notices.sending import actions, queries
from hemu.notices.sending.models import About, State
from hemu.notices.sending.queries import Chosen
from hemu.notices.sending.views.common import tabs
from hemu.orgs.signed_in import actor_of

ROWS, MOST = 50, 5000
TONES = {
    State.QUEUED: "wait",
    State.SENT: "active",
    State.DELIVERED: "done",
    State.FAILED: "stop",
    State.DROPPED: "plain",
}


def _number(query: QueryDict, name: str) -> int | None:
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


@reads
def log(request: HttpRequest) -> HttpResponse:
    """Messages, narrowed by state, channel and what they are of."""
    by = actor_of(request)
    chosen = Chosen(
        _number(request.GET, "state"), _number(request.GET, "channel"), _number(request.GET, "about")
    )
    page = Paginator(queries.deliveries(by, chosen)[:MOST], ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, TONES[State(row.state)]) for row in page],
        "tabs": tabs("log"),
        "states": _states(request.GET, chosen),
        "channels": queries.channels(by),
        "abouts": About.choices,
        "chosen": chosen,
        "narrowed": any(value is not None for value in (chosen.state, chosen.channel_id, chosen.about)),
    }
    return render(request, "sending/log.html", context)


def _states(query: QueryDict, chosen: Chosen) -> list[Tab]:
    """One tab a state, each keeping what else the list is narrowed to."""
    found = []
    every: tuple[tuple[int | None, Any], ...] = ((None, _("全部")), *((s.value, s.label) for s in State))
    for value, label in every:
        asked = query.copy()
        asked.pop("page", None)
        asked.pop("state", None)
        if value is not None:
            asked["state"] = str(value)
        found.append(Tab(label, f"?{asked.urlencode()}", None, chosen.state == value))
    return found


@writes
def delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """One message; a POST sends it again."""
    by = actor_of(request)
    row = queries.delivery(delivery_id, by=by)
    if request.method == "POST":
        try:
            actions.resend(row, by=by)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("已重新排队，几秒后再发。"))
        return redirect("sending:delivery", row.pk)
    context = {
        "row": row,
        "tone": TONES[State(row.state)],
        "tries": list(row.tries.order_by("-at", "-id")),
        "instead": list(row.moved_to.select_related("channel").order_by("id")),
        "may_resend": row.state in (State.FAILED, State.DROPPED)
        and row.channel.retired_at is None
        and row.about != About.CODE
        and bool(row.text),
    }
    return render(request, "sending/delivery.html", context)
