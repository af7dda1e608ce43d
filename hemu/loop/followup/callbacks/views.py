"""电话回访: the list, one call with its form, figures by area, and the list as a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes.forms import put_refusal
from hemu.disputes.ringing import Matter
from hemu.disputes.tabs import Tab
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.web import reads, writes
from hemu.loop.followup import listing, sheets
from hemu.loop.followup.callbacks import actions, queries
from hemu.loop.followup.callbacks.forms import AnswerForm, NumberForm, TryForm
from hemu.loop.followup.callbacks.models import QUESTIONS, Callback, Outcome, State
from hemu.loop.followup.callbacks.queries import Filter
from hemu.loop.followup.numbers import most
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names
from hemu.orgs.signed_in import actor_of


def _asked(request: HttpRequest, by: Actor) -> Filter:
    region = listing.region(request, by)
    return Filter(
        state=listing.number(request, "state", State.values),
        matter=listing.number(request, "matter", Matter.values),
        own=request.GET.get("own") == "1",
        bad=request.GET.get("bad") == "1",
        region=region.span if region else None,
        since=listing.day(request, "since"),
        until=listing.day(request, "until"),
        sought=request.GET.get("q", "").strip()[:60],
    )


@reads
def callbacks(request: HttpRequest) -> HttpResponse:
    """The calls of the actor's unit and area, those to be rung first."""
    by = actor_of(request)
    chosen = _asked(request, by)
    page = listing.page(request, queries.callbacks(by, chosen))
    names = place_names({row.region for row in page}, local=True)
    context = {
        "page": page,
        "rows": [(row, names[row.region], row.unit_id == by.unit_id) for row in page],
        "tabs": _tabs(request, by, chosen),
        "states": listing.tabs(request, "state", State.choices, _("全部状态")),
        "region": listing.region(request, by),
        "now": clock.now(),
        "ways": listing.ways(by, "callbacks:list"),
        "query": request.GET.urlencode(),
        "sought": chosen.sought,
        "kept": [(name, text) for name, text in request.GET.items() if name not in ("q", "page")],
        "may_count": by.may(Permission.FIGURES),
    }
    return render(request, "callbacks/list.html", context)


def _tabs(request: HttpRequest, by: Actor, chosen: Filter) -> list[Tab]:
    own = Tab(_("本单位的"), listing.link(request, own=1, bad=None), queries.to_ring(by).count(), chosen.own)
    bad = Tab(_("有不满意的"), listing.link(request, bad=1, own=None), None, chosen.bad)
    every = Tab(_("全部"), listing.link(request, own=None, bad=None), None, not (chosen.own or chosen.bad))
    return [every, own, bad]


@reads
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is seen, without anybody's number."""
    by = actor_of(request)
    rows = list(queries.callbacks(by, _asked(request, by))[: sheets.MOST_ROWS])
    names = place_names({row.region for row in rows}, local=True)
    heads = [
        _("事项"), _("编号"), _("地点"), _("办理单位"), _("回访单位"), _("分派时间"), _("状态"), _("已拨打"),
        *(str(Callback._meta.get_field(name).verbose_name) for name in QUESTIONS),  # type: ignore[union-attr]  # columns, no relations
        _("对方的话"), _("接通时间"),
    ]  # fmt: skip
    return sheets.response(
        "callbacks", _("电话回访"), heads, (_cells(row, names[row.region]) for row in rows), by=by
    )


def _cells(row: Callback, where: str) -> list[object]:
    said = {name: getattr(row, f"get_{name}_display")() or "" for name in QUESTIONS}
    return [
        row.get_matter_display(), row.number, where, row.about_unit_name, row.unit_name,
        sheets.moment(row.dealt_at), row.get_state_display(), row.tries, *said.values(), row.words,
        sheets.moment(row.reached_at),
    ]  # fmt: skip


@writes
def callback(request: HttpRequest, county: int, callback_id: int) -> HttpResponse:
    """One call. POST with ``do``: open the number, note a try, or keep what was said."""
    by = actor_of(request)
    row = queries.callback(county, callback_id, by=by)
    forms: dict[str, Any] = {"number": NumberForm(), "try": TryForm(), "answer": AnswerForm(row)}
    if request.method != "POST":
        return _page(request, row, by, forms)
    do = request.POST.get("do", "")
    if do == "none":
        actions.no_number(row, by=by)
        messages.success(request, _("已记为没有可用的电话。"))
        return redirect("callbacks:callback", row.county, row.id)
    if do not in forms:
        raise Conflict(_("请选择要办的事。"))
    kind = {"number": NumberForm, "try": TryForm}.get(do)
    form = kind(request.POST) if kind is not None else AnswerForm(row, request.POST)
    forms[do] = form
    if not form.is_valid():
        return _page(request, row, by, forms, status=422)
    return _done(request, row, by, forms, do)


def _done(request: HttpRequest, row: Callback, by: Actor, forms: dict[str, Any], do: str) -> HttpResponse:
    given = forms[do].cleaned_data
    try:
        if do == "number":
            number = actions.open_number(row, given["why"], by=by)
            return _page(request, row, by, forms, number=number)
        if do == "try":
            row = actions.note_try(
                row, Outcome(given["outcome"]), given["note"], again_at=given["again_at"], by=by
            )
            messages.success(request, _said_of_try(row))
        else:
            row = actions.answer(row, forms[do].answers(), by=by)
            messages.success(request, _said_of_answer(row))
    except (Forbidden, Missing):
        raise
    except Refused as refused:
        put_refusal(forms[do], refused)
        return _page(request, row, by, forms, status=refused.status)
    return redirect("callbacks:callback", row.county, row.id)


def _said_of_try(row: Callback) -> str:
    if row.next_at is None:
        return _("已记下，这个电话不再打了：%(state)s。") % {"state": row.get_state_display()}
    return _("已记下，%(when)s 再打。") % {"when": f"{clock.local(row.next_at):%m-%d %H:%M}"}


def _said_of_answer(row: Callback) -> str:
    if row.complaint_id:
        return _("已记下；投诉已转给被投诉单位以外的单位处理。")
    return _("已记下。")


def _page(
    request: HttpRequest,
    row: Callback,
    by: Actor,
    forms: dict[str, Any],
    *,
    number: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "row": row,
        "where": place_names([row.region], local=True)[row.region],
        "about": queries.about(row),
        "tries": queries.tries(row),
        "openings": queries.openings(row),
        "forms": forms,
        "number": number,
        "may_ring": actions.may_ring(row, by) and row.is_waiting,
        "sees_matter": queries.sees_matter(row, by),
        "early": row.next_at is not None and row.next_at > clock.now(),
    }
    response = render(request, "callbacks/callback.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@reads
def figures(request: HttpRequest) -> HttpResponse:
    """How many were dealt out, reached and given up by area, and what was said to each question."""
    by = actor_of(request)
    region = listing.region(request, by)
    chosen = Filter(since=listing.day(request, "since"), until=listing.day(request, "until"))
    rows = queries.figures(by, chosen, listing.areas(by, region))
    context = {
        "rows": rows,
        "few": most("few_answers"),
        "region": region,
        "questions": [Callback._meta.get_field(name).verbose_name for name in QUESTIONS],  # type: ignore[union-attr]  # columns, no relations
        "since": chosen.since,
        "until": chosen.until,
        "reached": int(State.REACHED),
        "waiting": int(State.WAITING),
        "period": "".join(
            f"&{name}={day.isoformat()}"
            for name, day in (("since", chosen.since), ("until", chosen.until))
            if day
        ),
    }
    return render(request, "callbacks/figures.html", context)
