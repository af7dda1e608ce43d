"""Reading disputes within an actor's scope."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes import counted, ledger, search
from hemu.disputes.checks import may_see, require_reader
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Clock, Dispute, Entry, Involvement, Link, LinkKind, Party, State
from hemu.disputes.models.dispute import DisputeQuerySet, within
from hemu.disputes.reading import about_to_show
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.places import Span
from hemu.orgs.actor import Actor
from hemu.orgs.upper import counties_beside, counties_in
from hemu.tally.measures import Measure

MOST_COUNTIES_SEARCHED = 60


def get(county: int, dispute_id: int, *, by: Actor) -> Dispute:
    """One dispute; raises Missing for a stranger as for a number that doesn't exist.

    Raises Forbidden (code ``minors``) when it involves minors and the actor isn't one of its readers.
    """
    found = seen(county, dispute_id, by=by)
    require_reader(found, by)
    return found


def seen(county: int, dispute_id: int, *, by: Actor) -> Dispute:
    """That there is such a dispute in the actor's scope: not yet leave to read what it says of persons."""
    rows = Dispute.objects.unscoped(reason="whether the actor may see it is asked of the row, below")
    found = rows.filter(county=county, id=dispute_id).defer("search").first()
    if found is None or not may_see(found, by):
        raise Missing(_("没有找到这件纠纷。"))
    about_to_show([found], by)
    return found


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; empty parts don't narrow. Days are inclusive, of registration."""

    text: str = ""
    region: Span | None = None
    outside: tuple[Span, ...] = ()
    """Places of the region that are left out: its children's, for what stands at the region itself."""
    states: tuple[int, ...] = ()
    colours: tuple[int, ...] = ()
    kinds: tuple[int, ...] = ()
    sources: tuple[int, ...] = ()
    bodies: tuple[int, ...] = ()
    since: date | None = None
    until: date | None = None
    overdue: bool = False
    with_unit: bool = False
    """Only what was given to the actor's unit."""
    measure: Measure | None = None
    """Only what this measure counts: the list behind a number."""
    extra: tuple[tuple[str, Any], ...] = ()
    """Further exact conditions on columns, for the lists behind figures."""


def listed(chosen: Filter, *, by: Actor) -> DisputeQuerySet:
    """The disputes of a list, unsorted. Posts without an area see what was given to their unit."""
    if chosen.with_unit or not by.spans:
        rows = Dispute.objects.given_to(by.unit_id)
    else:
        rows = Dispute.objects.in_area(by)
    if chosen.text.strip():
        rows = _searched(rows, chosen, by)
    return rows.filter(_conditions(chosen))


def _conditions(chosen: Filter) -> Q:
    lists = {
        "state__in": chosen.states,
        "colour__in": chosen.colours,
        "kind__in": chosen.kinds,
        "source__in": chosen.sources,
        "body__in": chosen.bodies,
    }
    found = Q(**{name: values for name, values in lists.items() if values})
    if chosen.region is not None:
        found &= within(chosen.region)
    for span in chosen.outside:
        found &= ~Q(region__gte=span.lo, region__lt=span.hi)
    found &= _period(chosen.since, chosen.until)
    found &= Q(overdue=True) if chosen.overdue else Q()
    found &= counted.condition(chosen.measure) if chosen.measure else Q()
    return found & Q(**dict(chosen.extra))


def _period(since: date | None, until: date | None) -> Q:
    """Registered from one day to another. Said of the moment too, by which the newest are indexed."""
    found = Q()
    if since is not None:
        found &= Q(opened_on__gte=since, opened_at__gte=clock.midnight(since))
    if until is not None and until < date.max:
        found &= Q(opened_on__lte=until, opened_at__lt=clock.midnight(until + timedelta(days=1)))
    return found


def _searched(rows: DisputeQuerySet, chosen: Filter, by: Actor) -> DisputeQuerySet:
    spans = (chosen.region,) if chosen.region else by.spans
    counties = sorted({county for span in spans for county in counties_in(span)})
    if not spans:
        counties = sorted(set(rows.values_list("county", flat=True)))
    if len(counties) > MOST_COUNTIES_SEARCHED:
        raise Refused(_("范围太大，请先选定市州或县再搜索。"), field="q", code="too_wide")
    sought = search.query(chosen.text, counties)
    return rows.none().opened() if sought is None else rows.filter(search=sought)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A ledger entry as a reader sees it: what it sealed is opened."""

    entry: Entry
    act: Act
    personal: dict[str, Any]


def timeline(dispute: Dispute) -> list[TimelineEntry]:
    """The ledger of a dispute that was read within a scope, newest first."""
    entries = Entry.objects.of(dispute).order_by("-seq")
    return [TimelineEntry(entry, Act(entry.act), ledger.unseal(dispute, entry)) for entry in entries]


def parties(dispute: Dispute) -> list[Party]:
    """The present parties, applicants first."""
    return list(Party.objects.of(dispute).filter(removed_at=None).order_by("side", "id"))


def running_clocks(dispute: Dispute) -> list[Clock]:
    """The clocks that run, the nearest deadline first."""
    return list(Clock.objects.of(dispute).filter(stopped_at=None).order_by("due_at", "id"))


def involvements(dispute: Dispute) -> list[Involvement]:
    """The units that have to do with it now, lead first."""
    return list(Involvement.objects.of(dispute).filter(until=None).order_by("role", "id"))


@dataclass(frozen=True, slots=True)
class LinkedDispute:
    """A link with the dispute at its other end, when the actor may see that one.

    `incoming`: the link was made from the other one, whose source (say) this dispute is.
    """

    link: Link
    other: Dispute | None
    incoming: bool = False

    @property
    def words(self) -> str:
        """What the other one is to this dispute."""
        return str((INCOMING if self.incoming else OUTGOING)[LinkKind(self.link.kind)])

    @property
    def grounds(self) -> str:
        """Why they were linked; empty for who may not see the other one, since grounds tell of both."""
        return self.link.grounds if self.other is not None else ""


OUTGOING = {kind: kind.label for kind in LinkKind}
INCOMING = {
    LinkKind.SOURCE: gettext_lazy("由本件引起"),
    LinkKind.ASSOCIATED: LinkKind.ASSOCIATED.label,
    LinkKind.DUPLICATE: gettext_lazy("并入本件"),
}
"""What the other dispute is to this one, when the link was made from there."""


def links(dispute: Dispute, *, by: Actor) -> list[LinkedDispute]:
    """The standing links from this dispute, then those from others to it."""
    own = list(Link.objects.of(dispute).filter(removed_at=None).order_by("made_at", "id"))
    towards = incoming_links(dispute)
    ends = [(row.other_county, row.other_id) for row in own] + [
        (row.county, row.dispute_id) for row in towards
    ]
    seen = {(other.county, other.id): other for other in _visible(ends, by)}
    about_to_show(seen.values(), by)
    every = [LinkedDispute(row, seen.get((row.other_county, row.other_id))) for row in own]
    return every + [
        LinkedDispute(row, seen.get((row.county, row.dispute_id)), incoming=True) for row in towards
    ]


def incoming_links(dispute: Dispute) -> list[Link]:
    """The standing links that were made from other disputes, of its prefecture, to this one."""
    rows = Link.objects.unscoped(reason="the links of a dispute that was itself read within a scope")
    here = counties_beside(dispute.county)
    rows = rows.filter(county__in=here, other_county=dispute.county, other_id=dispute.id, removed_at=None)
    return list(rows.order_by("made_at", "id"))


def heir(dispute: Dispute) -> Dispute:
    """The dispute that a merged one goes on in, however often it was merged on; itself when it isn't merged.

    Nobody's scope is asked: to who may not see it say its state and unit, and no more.
    """
    seen = {dispute.pk}
    while dispute.state == State.MERGED:
        rows = Link.objects.of(dispute).filter(kind=LinkKind.DUPLICATE, removed_at=None)
        link = rows.order_by("-made_at", "-id").first()
        if link is None or link.other_id in seen:
            break
        seen.add(link.other_id)
        whole = Dispute.objects.unscoped(reason="state and unit of the dispute that a merged one goes on in")
        dispute = whole.defer("search").get(county=link.other_county, id=link.other_id)
    return dispute


def _visible(ends: Iterable[tuple[int, int]], by: Actor) -> list[Dispute]:
    wanted = Q(pk__in=())
    for county, dispute_id in ends:
        wanted |= Q(county=county, id=dispute_id)
    return list(Dispute.objects.visible_to(by).filter(wanted).defer("search").order_by("id"))
