"""The whole of a matter: the disputes that links hold together, as far as the actor sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes.models import Colour, Dispute, Link, LinkKind, State
from hemu.loop.screening.links import drawing
from hemu.orgs.actor import Actor
from hemu.orgs.upper import counties_beside

STEPS = 4
"""So many links away from the dispute at hand, and no farther."""
MOST = 40
End = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Member:
    """A dispute of the matter, with what links say of it. `dispute` None: outside the actor's scope."""

    dispute: Dispute | None
    here: bool
    said: tuple[str, ...]

    @property
    def state(self) -> State | None:
        return State(self.dispute.state) if self.dispute else None

    @property
    def day(self) -> date | None:
        """When it happened, else when it was registered."""
        return (self.dispute.occurred_on or self.dispute.opened_on) if self.dispute else None


@dataclass(slots=True)
class Whole:
    """Disputes by (county, number), and the standing links between them."""

    disputes: dict[End, Dispute | None] = field(default_factory=dict)
    links: dict[int, Link] = field(default_factory=dict)


def whole(dispute: Dispute, *, by: Actor) -> Whole:
    """Everything that hangs together with a dispute that was read within a scope.

    What the actor may not see ends the walk there: nothing is told of what lies behind it.
    """
    found = Whole({(dispute.county, dispute.pk): dispute})
    edge = [(dispute.county, dispute.pk)]
    for _step in range(STEPS):
        edge = _next(found, edge, by) if edge and len(found.disputes) < MOST else []
    return found


def _next(found: Whole, edge: list[End], by: Actor) -> list[End]:
    """One step outwards from `edge`; answers the newly found that the actor sees."""
    links = _links(edge)
    found.links |= {link.pk: link for link in links}
    ends = {end for link in links for end in _ends(link)} - set(found.disputes)
    seen = _visible(sorted(ends)[: MOST - len(found.disputes)], by)
    found.disputes |= dict.fromkeys(sorted(ends)) | seen
    return list(seen)


def _ends(link: Link) -> tuple[End, End]:
    return (link.county, link.dispute_id), (link.other_county, link.other_id)


def _links(edge: Iterable[End]) -> list[Link]:
    wanted = Q(pk__in=())
    for county, number in edge:
        wanted |= Q(county=county, dispute_id=number)
        wanted |= Q(county__in=counties_beside(county), other_county=county, other_id=number)
    rows = Link.objects.unscoped(reason="links of disputes that the actor sees").filter(wanted)
    return list(rows.filter(removed_at=None).order_by("made_at", "id")[: MOST * 2])


def _visible(ends: list[End], by: Actor) -> dict[End, Dispute | None]:
    wanted = Q(pk__in=())
    for county, number in ends:
        wanted |= Q(county=county, id=number)
    rows = Dispute.objects.readable_by(by).filter(wanted).defer("search", "narrative").order_by("id")
    return {(row.county, row.pk): row for row in rows} if ends else {}


def members(found: Whole, here: Dispute) -> list[Member]:
    """The disputes in the order in which they happened, each with its relations in words."""
    said: dict[End, list[str]] = {end: [] for end in found.disputes}
    for link in found.links.values():
        one, two = _ends(link)
        if one in said and two in said:
            first, second = found.disputes[one], found.disputes[two]
            outward, inward = _PHRASES[LinkKind(link.kind), _ended_by(link, first)]
            said[one].append(str(outward) % {"ref": _ref(second)})
            said[two].append(str(inward) % {"ref": _ref(first)})
    ordered = sorted(found.disputes.items(), key=lambda item: _when(item[1], item[0]))
    return [Member(one, end == (here.county, here.pk), tuple(said[end])) for end, one in ordered]


def _when(dispute: Dispute | None, end: End) -> tuple[str, int]:
    return (str(dispute.occurred_on or dispute.opened_on) if dispute else "9", end[1])


def _ended_by(link: Link, first: Dispute | None) -> bool:
    return link.kind == LinkKind.DUPLICATE and first is not None and first.state == State.MERGED


def _ref(other: Dispute | None) -> str:
    return other.ref if other else _("范围外的一件")


_PHRASES: dict[tuple[LinkKind, bool], tuple[Promise, Promise]] = {
    (LinkKind.SOURCE, False): (gettext_lazy("由 %(ref)s 引起"), gettext_lazy("引起了 %(ref)s")),
    (LinkKind.ASSOCIATED, False): (gettext_lazy("与 %(ref)s 关联"), gettext_lazy("与 %(ref)s 关联")),
    (LinkKind.DUPLICATE, False): (
        gettext_lazy("与 %(ref)s 是同一件事"),
        gettext_lazy("与 %(ref)s 是同一件事"),
    ),
    (LinkKind.DUPLICATE, True): (gettext_lazy("已并入 %(ref)s"), gettext_lazy("%(ref)s 已并入这一件")),
}
"""What a link says at its two ends, by its kind, and whether the first ended by it."""


def graph(found: Whole, here: Dispute) -> dict[str, Any]:
    """The same as data of a chart: an arrow leads from a source to what grew out of it."""
    ordered = sorted(found.disputes.items(), key=lambda item: _when(item[1], item[0]))
    place = {end: n for n, (end, _one) in enumerate(ordered)}
    links = [link for link in found.links.values() if all(end in place for end in _ends(link))]
    heights = drawing.heights(len(ordered), {(place[one], place[two]) for one, two in map(_ends, links)})
    nodes = [
        _node(end, one, end == (here.county, here.pk)) | {"x": n * 100, "y": heights[n]}
        for n, (end, one) in enumerate(ordered)
    ]
    return {"nodes": nodes, "edges": [_edge(link) for link in links]}


def _node(end: End, one: Dispute | None, here: bool) -> dict[str, Any]:
    return {
        "id": _id(end),
        "name": one.title if one else _("范围外的一件"),
        "colour": Colour(one.colour).name.lower() if one else "none",
        "link": one.get_absolute_url() if one else "",
        "here": here,
    }


def _edge(link: Link) -> dict[str, str]:
    one, two = _ends(link)
    first, second = (two, one) if link.kind == LinkKind.SOURCE else (one, two)
    name = _("引起") if link.kind == LinkKind.SOURCE else str(LinkKind(link.kind).label)
    return {"source": _id(first), "target": _id(second), "name": name}


def _id(end: End) -> str:
    return f"{end[0]}-{end[1]}"
