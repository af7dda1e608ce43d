"""Reading proposals: only those of which the actor may see both disputes, with their grounds in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from hemu.disputes.models import Dispute, LinkKind, Party, State
from hemu.disputes.models.dispute import within
from hemu.disputes.reading import about_to_show
from hemu.loop.screening.links import words
from hemu.loop.screening.links.models import Proposal, Status
from hemu.loop.screening.links.proposing import of_dispute
from hemu.loop.screening.links.trained import weights_in_force
from hemu.loop.screening.links.words import Ground
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names

MOST_ON_A_PAGE = 20
MOST_GIVEN = 500
"""For a post without an area: proposals of so many of the disputes that its unit was given."""
_BOTH = "both disputes are asked for in the actor's scope before anything is shown"


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal with its disputes, its grounds in words, and where the two lie."""

    proposal: Proposal
    newer: Dispute
    older: Dispute
    grounds: list[Ground]
    places: dict[int, str]

    @property
    def kind(self) -> str:
        return str(LinkKind(self.proposal.kind).label)

    @property
    def asks(self) -> str:
        """What is asked of the reader."""
        return words.asks(LinkKind(self.proposal.kind))

    def asks_on(self, dispute: Dispute) -> str:
        """The same on the page of one of the two."""
        other = self.beside(dispute)
        return words.asks_of_other(LinkKind(self.proposal.kind), is_later=happened(other) > happened(dispute))

    @property
    def sureness(self) -> str:
        return words.sureness(self.proposal.chance)

    @property
    def speaking(self) -> list[str]:
        """The grounds that speak for it."""
        return [ground.text for ground in self.grounds if ground.speaks]

    @property
    def against(self) -> list[str]:
        """What doesn't agree."""
        return [ground.text for ground in self.grounds if not ground.speaks]

    @property
    def status(self) -> Status:
        return Status(self.proposal.status)

    @property
    def decided(self) -> str:
        """What was decided, as one phrase."""
        kind = self.proposal.decided_kind
        return str(LinkKind(kind).label) if kind else str(self.status.label)

    @property
    def newer_place(self) -> str:
        return self.places[self.newer.region]

    @property
    def older_place(self) -> str:
        return self.places[self.older.region]

    def beside(self, dispute: Dispute) -> Dispute:
        """The one of the two that isn't at hand."""
        return self.older if dispute.pk == self.newer.pk else self.newer


def happened(dispute: Dispute) -> tuple[date, int]:
    """By what two disputes are put in order: the day, else that of registering, and then the number."""
    return dispute.occurred_on or dispute.opened_on, dispute.pk


def of(dispute: Dispute, *, by: Actor) -> list[Shown]:
    """The open proposals of a dispute that was read within a scope, the likeliest first."""
    if not by.may(Permission.VIEW) or dispute.state == State.MERGED:
        return []
    rows = Proposal.objects.unscoped(reason=_BOTH).filter(
        of_dispute(dispute.county, dispute.pk), status=Status.OPEN
    )
    return shown(list(rows.order_by("-chance", "-id")[:MOST_ON_A_PAGE]), by=by)


def listed(by: Actor, *, waiting: bool) -> QuerySet[Proposal]:
    """The proposals of the actor's work list, newest first, for paging; to be shown by :func:`shown`."""
    rows: QuerySet[Proposal] = Proposal.objects.unscoped(reason=_BOTH)
    rows = rows.filter(_in_area(by) if by.spans else _given(by))
    if waiting:
        return rows.filter(status=Status.OPEN).order_by("-made_at", "-id")
    return rows.filter(status__in=(Status.CONFIRMED, Status.REFUSED, Status.UNDONE)).order_by(
        "-decided_at", "-id"
    )


def waiting(by: Actor, shown: int, most: int) -> tuple[list[Dispute], int]:
    """How many proposals wait for the actor, counted up to `most`; and the newer disputes of the newest ones,
    each once, `shown` at most.
    """
    ends = list(listed(by, waiting=True).values_list("county", "dispute_id")[:most])
    first = list(dict.fromkeys(ends))[:shown]
    seen = _visible(first, by)
    return [seen[end] for end in first if end in seen], len(ends)


def _in_area(by: Actor) -> Q:
    """Both ends lie in the area. One county is named as such: indexes begin with it."""
    area, other = Q(pk__in=()), Q(pk__in=())
    for span in by.spans:
        area |= within(span)
        other |= Q(other_region__gte=span.lo, other_region__lt=span.hi)
    return area & other


def _given(by: Actor) -> Q:
    given = Dispute.objects.given_to(by.unit_id).order_by("-opened_at").values_list("county", "id")
    ends = list(given[:MOST_GIVEN])
    numbers = [number for _county, number in ends]
    counties = sorted({county for county, _number in ends})
    return Q(county__in=counties, dispute_id__in=numbers, other_id__in=numbers)


def shown(rows: Sequence[Proposal], *, by: Actor) -> list[Shown]:
    """Those of `rows` of which the actor may see both disputes, in words. Four queries, however many."""
    disputes = _visible([end for row in rows for end in row.pair], by)
    seen = [row for row in rows if all(end in disputes for end in row.pair)]
    names = _names(seen)
    places = (
        place_names({disputes[end].region for row in seen for end in row.pair}, local=True) if seen else {}
    )
    weights = weights_in_force()
    return [
        Shown(
            row,
            disputes[row.pair[0]],
            disputes[row.pair[1]],
            words.grounds(row.grounds, names, weights, grown=row.kind != LinkKind.DUPLICATE),
            places,
        )
        for row in seen
    ]


def _visible(ends: Iterable[tuple[int, int]], by: Actor) -> dict[tuple[int, int], Dispute]:
    wanted = Q(pk__in=())
    for county, number in set(ends):
        wanted |= Q(county=county, id=number)
    rows = Dispute.objects.readable_by(by).filter(wanted).defer("search").order_by("id")
    found = {(row.county, row.pk): row for row in rows} if wanted != Q(pk__in=()) else {}
    about_to_show(found.values(), by)
    return found


def _names(rows: Sequence[Proposal]) -> Any:
    """Names of the parties that grounds speak of, by number."""
    wanted: dict[int, set[int]] = {}
    for row in rows:
        for pair in row.grounds.get("persons", ()):
            wanted.setdefault(row.county, set()).add(pair["newer"])
            wanted.setdefault(row.other_county, set()).add(pair["older"])
    known: dict[int, str] = {}
    for county, numbers in wanted.items():
        parties = Party.objects.unscoped(reason="parties of disputes that the actor sees, filtered above")
        known |= dict(parties.filter(county=county, id__in=numbers).values_list("id", "name"))
    return lambda number: known.get(number, "")
