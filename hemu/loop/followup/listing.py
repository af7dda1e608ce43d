"""What the lists of 访 share: reading an address's filters, and the views of a list side by side."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from hemu.disputes.tabs import Tab
from hemu.kernel.places import parse_code
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import roots

ROWS = 50


def number(request: HttpRequest, name: str, allowed: Iterable[int]) -> int | None:
    """A number of the address, when it is one of those allowed."""
    text = request.GET.get(name, "")
    given = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
    return given if given in list(allowed) else None


def day(request: HttpRequest, name: str) -> date | None:
    """A day of the address; None where it is none."""
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


def region(request: HttpRequest, by: Actor) -> Region | None:
    """The region that the address narrows to, within the actor's area."""
    try:
        found = Region.objects.filter(pk=parse_code(request.GET.get("region", ""))).first()
    except ValueError:
        return None
    return found if found is not None and by.covers_span(found.span) else None


def link(request: HttpRequest, **changes: Any) -> str:
    """This list's address with some parts changed; None takes a part out."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


def tabs(request: HttpRequest, name: str, choices: Iterable[tuple[Any, Any]], all_of_them: Any) -> list[Tab]:
    """A view for each choice, the one for all of them first."""
    chosen = request.GET.get(name, "")
    pairs = [(value, label) for value, label in choices]
    known = chosen in {str(value) for value, _label in pairs}
    first = [Tab(all_of_them, link(request, **{name: None}), None, not known)]
    return first + [
        Tab(label, link(request, **{name: value}), None, str(value) == chosen) for value, label in pairs
    ]


def ways(by: Actor, here: str) -> list[Tab]:
    """The ways of 访 side by side, those that the post may go; `here` is the name of this page's address."""
    every = (
        ("followup:queue", _("该回访的"), Permission.VIEW),
        ("followup:calendar", _("日历"), Permission.VIEW),
        ("callbacks:list", _("电话回访"), Permission.VIEW),
        ("chasing:queue", _("未化解、未履行"), Permission.VIEW),
        ("complaints:list", _("投诉"), Permission.VIEW),
        ("satisfaction:results", _("满意度"), Permission.FIGURES),
    )
    return [Tab(label, reverse(name), None, name == here) for name, label, needed in every if by.may(needed)]


def page(request: HttpRequest, rows: Any) -> Page[Any]:
    """The page of a list that the address asks for."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))


def areas(by: Actor, chosen: Region | None) -> list[Region]:
    """The areas that figures are shown by: those below the chosen one, or below where the actor works."""
    tops = [chosen] if chosen is not None else roots(by.spans)
    if len(tops) != 1:
        return tops
    below = list(Region.objects.current().filter(parent=tops[0]).order_by("code"))
    return below or tops
