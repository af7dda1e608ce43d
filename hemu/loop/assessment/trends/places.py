"""Matters that come back, and places with open disputes that nobody has been to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from hemu.disputes import attention
from hemu.disputes.models import ENDED, Dispute
from hemu.kernel import clock
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.queries import place_names
from hemu.rulebook import evaluate

MOST = 100
REPEATED = 2
"""From the second police call on one matter, and from the first relapse, it is one that comes back."""


@dataclass(frozen=True, slots=True)
class Unvisited:
    """A place (as disputes name it) with open disputes. `last`: the day of its last visit, if any."""

    region: int
    name: str
    disputes: int
    last: date | None


def repeated(by: Actor, region: Region | None = None) -> list[Dispute]:
    """Open disputes whose matter came back: police calls on it, or a relapse; the most often first."""
    came_back = Q(facts__police_incidents__gte=REPEATED) | Q(facts__relapses__gte=1)
    rows = _open(by, region).filter(came_back).defer("search", "narrative").order_by("-opened_at", "-id")
    return sorted(rows[:MOST], key=times, reverse=True)


def times(dispute: Dispute) -> int:
    """How often a matter came back, as recorded."""
    return int(dispute.facts.get("police_incidents") or 0) + int(dispute.facts.get("relapses") or 0)


def _open(by: Actor, region: Region | None) -> Any:
    rows = Dispute.objects.in_area(by).exclude(state__in=ENDED)
    return rows if region is None else rows.filter(region__gte=region.lo, region__lt=region.hi)


def allowed() -> int:
    """After how many days without a visit a place is shown, by the rulebook; 0 where no rule says so."""
    # The number itself: a term ends on a working day and at an hour, and would differ from day to day.
    term = evaluate("clock", {"clock": "unvisited"}, on=clock.today()).value
    return int(term["amount"]) if term.get("unit") in ("days", "working_days") else 0


def unvisited(by: Actor, region: Region | None = None) -> list[Unvisited]:
    """Places with open disputes and no visit for longer than the rulebook allows, the most disputes first."""
    days = allowed()
    if not days:
        return []
    counts: dict[int, int] = {}
    for place in _open(by, region).values_list("region", flat=True):
        counts[place] = counts.get(place, 0) + 1
    since = clock.today() - timedelta(days=days)
    last = attention.last_visits(counts)
    missed = [place for place in counts if place not in last or last[place] < since]
    missed.sort(key=lambda place: (-counts[place], place))
    names = place_names(missed[:MOST], local=True)
    return [Unvisited(place, names[place], counts[place], last.get(place)) for place in missed[:MOST]]
