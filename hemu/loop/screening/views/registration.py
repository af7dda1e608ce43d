"""/disputes/new/: registering a dispute, and the small answers that the page asks for while one types."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes import questions
from hemu.disputes.forms import origin_of
from hemu.disputes.models import Colour, Dispute
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.kernel.web import reads, writes
from hemu.loop.screening.actions import register_dispute
from hemu.loop.screening.forms.dispute import DisputeForm, fresh
from hemu.loop.screening.forms.party import MOST_PARTIES, new_row
from hemu.loop.screening.suggesting import with_triage
from hemu.orgs import place_search
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of
from hemu.rulebook import codes, evaluate

RECENT = 200
"""Of the area's latest disputes: their kinds are offered first."""
FEW = 6


@writes
def new(request: HttpRequest) -> HttpResponse:
    """The form. Whatever is wrong, everything that was typed stays."""
    by = actor_of(request)
    by.require(Permission.REGISTER)
    if request.method == "POST":
        return _register(request, by)
    origin = origin_of(request.GET, by=by)
    return _page(request, fresh(by, origin, request.GET.get("aspect", "")), by, origin)


def _register(request: HttpRequest, by: Actor) -> HttpResponse:
    origin = origin_of(request.POST, by=by)
    form = DisputeForm(request.POST, by=by)
    if form.is_valid():
        try:
            made = register_dispute(with_triage(form.new_dispute()), by=by, origin=origin)
        except Refused as refused:
            form.put(refused)
        else:
            messages.success(request, _said(made.is_new, by))
            return redirect(f"/disputes/{made.dispute.county}/{made.dispute.id}/")
    return _page(request, form, by, origin, status=422)


def _said(is_new: bool, by: Actor) -> str:
    if not is_new:
        return _("这件纠纷刚才已经登记，没有重复登记。")
    if by.may(Permission.RATE):
        return _("已登记。下一步：核对规则建议的等级，确认定级。")
    return _("已登记。下一步：由有定级权限的同事确认等级。")


def _page(request: HttpRequest, form: DisputeForm, by: Actor, origin: Any, status: int = 200) -> HttpResponse:
    kind = str(form["kind"].value() or "")
    typed: Any = form.data if form.is_bound else {}
    context = {
        "form": form,
        "origin": origin,
        "no_area": not by.spans,
        "next_row": max(row.number for row in form.parties) + 1,
        "kind_groups": codes.grouped_choices(codes.KINDS, clock.today()),
        "kinds": _kinds(typed.get("kind_q", "")[:20], typed.get("kind_group", ""), kind, by),
        "kind_typed": typed.get("kind_q", "")[:20],
        "chosen_kind": kind,
        "verdict": _verdict(typed),
    }
    return render(request, "screening/new.html", context, status=status)


@reads
def places(request: HttpRequest) -> HttpResponse:
    """The places whose name has what was typed, for the place picker."""
    by = actor_of(request)
    by.require(Permission.VIEW)
    chosen = request.GET.get("region", "")
    found = place_search.offered(
        request.GET.get("region_q", "")[:40], by=by, chosen=int(chosen) if chosen.isdigit() else None
    )
    context = {"places": found, "chosen_place": int(chosen) if chosen.isdigit() else None}
    return render(request, "screening/parts/place_options.html", context)


@reads
def kinds(request: HttpRequest) -> HttpResponse:
    """The kinds that match what was typed, or those of one group."""
    by = actor_of(request)
    by.require(Permission.VIEW)
    chosen = request.GET.get("kind", "")
    found = _kinds(request.GET.get("kind_q", "")[:20], request.GET.get("kind_group", ""), chosen, by)
    return render(request, "screening/parts/kind_options.html", {"kinds": found, "chosen_kind": chosen})


def _kinds(text: str, group: str, chosen: str, by: Actor) -> list[tuple[str, str]]:
    """(code, full words): those searched for, of a group, or most frequent here; the chosen one first."""
    every = [
        (code, f"{head} · {words}" if head != words else words)
        for head, members in codes.grouped_choices(codes.KINDS, clock.today())
        for code, words in members
    ]
    if text.strip():
        found = [row for row in every if all(word in row[1] for word in text.split())]
    elif group:
        found = [row for row in every if row[0].startswith(group)]
    else:
        found = _usual(every, by)
    first = [row for row in every if row[0] == chosen]
    return first + [row for row in found if row[0] != chosen]


def _usual(every: list[tuple[str, str]], by: Actor) -> list[tuple[str, str]]:
    latest = Dispute.objects.in_area(by).order_by("-opened_at").values_list("kind", flat=True)[:RECENT]
    often = Counter(f"{kind:04d}" for kind in latest)
    usual = [code for code, _times in often.most_common(FEW)]
    return [row for code in usual for row in every if row[0] == code] or every[:FEW]


@reads
def party(request: HttpRequest) -> HttpResponse:
    """One more row for a party, and the button that asks for the next."""
    actor_of(request).require(Permission.REGISTER)
    asked = request.GET.get("n", "")
    number = min(int(asked), MOST_PARTIES) if asked.isdigit() else 0
    context = {"row": new_row(number), "next_row": number + 1, "most": MOST_PARTIES}
    return render(request, "screening/parts/party_more.html", context)


@reads
def no_party(request: HttpRequest) -> HttpResponse:
    """Nothing, in the place of a row that is taken away."""
    actor_of(request).require(Permission.REGISTER)
    return HttpResponse("")


@reads
def rating(request: HttpRequest) -> HttpResponse:
    """The colour that the rules would propose for the answers so far, with its grounds."""
    actor_of(request).require(Permission.REGISTER)
    return render(request, "screening/parts/verdict.html", {"verdict": _verdict(request.GET)})


def _verdict(typed: Any) -> dict[str, Any]:
    """What the rules say of the answers; answers that aren't understood count as not given."""
    facts: dict[str, Any] = {}
    for name, entry in questions.fields({}).items():
        with suppress(ValidationError):
            facts[name] = entry.clean(typed.get(name) or None)
    known = {name: value for name, value in questions.answers(facts).items() if value is not None}
    kind = str(typed.get("kind") or "")
    if kind.isdigit() and codes.is_code(codes.KINDS, kind):
        known["kind"] = int(kind)
    found = evaluate("rating", known, on=clock.today())
    return {
        "colour": Colour(found.value.get("colour", 0)),
        "grounds": found.grounds,
        "answered": len(known),
    }
