"""Reading campaigns: the list, progress by area, what must be entered, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.kernel.places import Span
from hemu.loop.screening.campaigns import entries, matching
from hemu.loop.screening.campaigns.matching import Reached, moments
from hemu.loop.screening.campaigns.models import Campaign, Target, TargetKind
from hemu.loop.screening.models import Visit, VisitStatus
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import roots

WHEN = ("now", "coming", "over")
STATES = ("missing", "waiting", "visited")


def campaigns(by: Actor, when: str = "") -> Any:
    """The campaigns that concern the actor, the latest first; `when` is one of WHEN, or empty for all."""
    by.require(Permission.VIEW)
    today = clock.today()
    rows = Campaign.objects.concerning(by)
    if when == "now":
        rows = rows.filter(since__lte=today, until__gte=today)
    elif when == "coming":
        rows = rows.filter(since__gt=today)
    elif when == "over":
        rows = rows.filter(until__lt=today)
    return rows.order_by("-since", "-id")


def campaign(county: int, campaign_id: int, *, by: Actor) -> Campaign:
    """One campaign that concerns the actor; raises Missing for a stranger."""
    by.require(Permission.VIEW)
    found: Campaign | None = Campaign.objects.concerning(by).filter(county=county, id=campaign_id).first()
    if found is None:
        raise Missing(_("没有找到这次行动。"))
    return found


def target(county: int, target_id: int, *, by: Actor) -> Target:
    """One target of the actor's area; raises Missing."""
    by.require(Permission.VIEW)
    found: Target | None = Target.objects.visible_to(by).filter(county=county, id=target_id).first()
    if found is None:
        raise Missing(_("没有找到这个对象。"))
    return found


def seen_spans(of: Campaign, by: Actor, within: Span | None = None) -> list[Span]:
    """The places of the campaign that lie in the actor's area (and in `within`)."""
    found = []
    for span in by.spans:
        lo, hi = max(span.lo, of.region), min(span.hi, of.hi)
        if within is not None:
            lo, hi = max(lo, within.lo), min(hi, within.hi)
        if lo < hi:
            found.append(Span(lo, hi))
    return found


def targets(of: Campaign, by: Actor, within: Span | None = None) -> list[Target]:
    """The targets of a campaign in the actor's area, by place."""
    here = Q(pk__in=())
    for span in seen_spans(of, by, within):
        here |= Q(region__gte=span.lo, region__lt=span.hi)
    rows = Target.objects.in_area(by).filter(here, campaign_id=of.id, removed_at=None)
    return list(rows.order_by("region", "kind", "name", "id"))


@dataclass(frozen=True, slots=True)
class Line:
    """One target, and the visit that reached it; None when nobody has been there."""

    target: Target
    reached: Reached | None

    @property
    def state(self) -> str:
        """``visited`` when archived, ``waiting`` for the review, or ``missing``."""
        if self.reached is None:
            return "missing"
        return "visited" if self.reached.archived else "waiting"

    @property
    def how(self) -> str:
        """How it is known that it was visited."""
        return str(matching.HOW[self.reached.how]) if self.reached else ""


def lines(of: Campaign, by: Actor, within: Span | None = None) -> list[Line]:
    """Every target with its visit: the no-gap check."""
    found = matching.reached(of, seen_spans(of, by, within))
    return [Line(row, found.get(row.id)) for row in targets(of, by, within)]


@dataclass(slots=True)
class Part:
    """How far an area, or a kind of place, has come."""

    label: str
    region: Region | None = None
    key: str = ""
    every: int = 0
    visited: int = 0
    waiting: int = 0
    missing: int = 0

    def add(self, line: Line) -> None:
        """Count one target."""
        self.every += 1
        self.visited += line.state == "visited"
        self.waiting += line.state == "waiting"
        self.missing += line.state == "missing"


def areas(of: Campaign, by: Actor, within: Span | None = None) -> list[Region]:
    """The regions that progress is shown by: those below where the campaign and the actor's area meet."""
    tops = roots(seen_spans(of, by, within))
    if len(tops) != 1:
        return tops
    below = list(Region.objects.current().filter(parent=tops[0]).order_by("code"))
    return below or tops


def by_area(regions: Sequence[Region], found: Iterable[Line]) -> list[Part]:
    """Progress of each region; what lies in none (a target of the township itself) is a part of its own."""
    parts = [Part(region.name, region) for region in regions]
    rest = Part(_("本级"))
    for line in found:
        home = next((p for p in parts if p.region and line.target.region in p.region.span), rest)
        home.add(line)
    return [*parts, rest] if rest.every else parts


def whole(found: Iterable[Line]) -> Part:
    """Progress of them all."""
    part = Part("")
    for line in found:
        part.add(line)
    return part


def by_kind(found: Iterable[Line]) -> list[Part]:
    """Progress of each kind of target that there is."""
    parts: dict[int, Part] = {}
    for line in found:
        kind = TargetKind(line.target.kind)
        parts.setdefault(kind, Part(str(kind.label), key=str(int(kind)))).add(line)
    return [parts[kind] for kind in sorted(parts)]


def by_entry(of: Campaign, found: Iterable[Line]) -> list[Part]:
    """Progress of each kind of place that must be entered, those without any target too: that is a gap."""
    parts = {code: Part(entries.label(code), key=code) for code in of.entries}
    for line in found:
        if line.target.entry in parts:
            parts[line.target.entry].add(line)
    return list(parts.values())


@dataclass(frozen=True, slots=True)
class Put:
    """What was put in: visits of the campaign's days that name it, and person-times."""

    visits: int
    people: int
    waiting: int


def put_in(of: Campaign, by: Actor) -> Put:
    """Visits that name the campaign: archived ones, the people reached, and those to be reviewed."""
    rows = naming_visits(of, by)
    counted = rows.aggregate(
        visits=Count("id", filter=Q(status=VisitStatus.APPROVED)),
        people=Sum("object_people", filter=Q(status=VisitStatus.APPROVED)),
        waiting=Count("id", filter=Q(status=VisitStatus.SUBMITTED)),
    )
    return Put(counted["visits"], counted["people"] or 0, counted["waiting"])


def naming_visits(of: Campaign, by: Actor) -> Any:
    """Visits in the campaign's days and area that carry its name."""
    begin, end = moments(of.since, of.until)
    return Visit.objects.in_area(by).filter(
        campaign=of.name, started_at__gte=begin, started_at__lt=end, region__gte=of.region, region__lt=of.hi
    )


@dataclass(slots=True)
class Progress:
    """A campaign in the list."""

    campaign: Campaign
    every: int
    visited: int
    where: str = ""
    days: list[date] = field(default_factory=list)


def progress(of: Campaign, by: Actor) -> Progress:
    """How far a campaign has come in the actor's area."""
    spans = seen_spans(of, by)
    here = Q(pk__in=())
    for span in spans:
        here |= Q(region__gte=span.lo, region__lt=span.hi)
    every = Target.objects.in_area(by).filter(here, campaign_id=of.id, removed_at=None).count()
    been = matching.reached(of, spans).values() if every else ()
    return Progress(of, every, sum(one.archived for one in been))
