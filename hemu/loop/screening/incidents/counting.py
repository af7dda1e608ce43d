"""Police incidents on one matter count themselves: each that a dispute came from, or that was joined to it.

They make the fact that the rules rate by (A3, A8). It is never less than what somebody recorded by hand.
"""

from __future__ import annotations

from dataclasses import replace

from hemu.disputes.advance import Turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ENDED, Dispute, Entry, LinkKind, Source, State
from hemu.disputes.queries import incoming_links
from hemu.disputes.registration import NewDispute
from hemu.loop.screening.models import Origin

FACT = "police_incidents"
RECORDED = "incidents_recorded"
"""In an entry that counted: what people had recorded, to go back to when a merge is taken back."""
_WHY = "counts the incidents of a dispute that is being acted on within a scope"
_MOVES = frozenset({Act.NOTE, Act.LINK, Act.UNLINK, Act.UNMERGE})
"""A record is joined with a note; a merge and its undoing are a link and its end, to the one that stays."""


def with_first(new: NewDispute) -> NewDispute:
    """What is registered from an incident has had that one at least."""
    return new if new.facts.get(FACT) else replace(new, facts={**new.facts, FACT: 1})


def keep(this: Turn) -> None:
    """A reaction to every act: the fact follows the incidents, in the act's own entry, before it is rated."""
    moved = this.act in _MOVES or this.changed("facts")
    if not moved or this.act == Act.REGISTER or this.dispute.state in ENDED:
        return
    held = this.dispute.facts.get(FACT)
    recorded = _recorded(this.dispute, held)
    counted = least(this.dispute)
    wanted = counted if counted > (recorded or 0) else recorded
    if wanted != held:
        this.facts(**{FACT: wanted})
        this.tell(**{RECORDED: recorded or 0})


def least(dispute: Dispute) -> int:
    """How many there were at least: the different ones joined to it or to those merged into it.

    What people recorded of a merged one holds of the whole matter.
    """
    merged = _merged_into(dispute)
    incidents = {key for one in (dispute, *merged) for key in _incidents(one)}
    return max(len(incidents), *(int(one.facts.get(FACT) or 0) for one in merged), 0)


def _incidents(dispute: Dispute) -> list[tuple[int, int]]:
    rows = Origin.objects.of(dispute).filter(source=Source.INCIDENT)
    return list(rows.order_by("id").values_list("record_county", "record_id"))


def _merged_into(dispute: Dispute) -> list[Dispute]:
    """The disputes that go on in this one, however often they were merged on."""
    found: dict[tuple[int, int], Dispute] = {}
    waiting = [dispute]
    while waiting:
        for link in incoming_links(waiting.pop()):
            key = (link.county, link.dispute_id)
            if link.kind != LinkKind.DUPLICATE or key in found:
                continue
            rows = Dispute.objects.unscoped(reason=_WHY).filter(county=key[0], id=key[1], state=State.MERGED)
            if (one := rows.defer("search").first()) is not None:
                found[key] = one
                waiting.append(one)
    return list(found.values())


def _recorded(dispute: Dispute, held: int | None) -> int | None:
    """What people recorded: the act at hand when it changed the fact, else the last entry that did."""
    rows = Entry.objects.of(dispute).filter(details__facts__has_key=FACT).order_by("-seq")
    last = rows.values_list("details", flat=True).first()
    if last is None or last["facts"][FACT] != held:
        return held
    return (last[RECORDED] or None) if RECORDED in last else held
