"""Writing hops within a turn: giving, receiving, returning. The lead unit changes with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hemu.disputes.advance import Turn
from hemu.disputes.models import ClockKind, Colour, Dispute, Involvement, InvolvementRole
from hemu.loop.routing.models import Hop, Way
from hemu.orgs.models import Unit

_NAMING = frozenset({Way.NAMED, Way.HORIZONTAL})
"""The ways by which the joint units are named, none included."""


def open_hop(dispute: Dispute) -> Hop | None:
    """The hop that stands now; none before the first, or after a return."""
    return Hop.objects.of(dispute).filter(ended_at=None).first()


def give(
    this: Turn,
    unit: Unit,
    way: Way,
    *,
    reason: str,
    grounds: list[dict[str, Any]],
    joint: Sequence[Unit] = (),
    kept: bool = False,
) -> Hop:
    """Write the next hop, make its unit the lead, pass the turn to it and start its clock.

    `kept`: the unit that names others goes on seeing the dispute. Joint units are named anew where the way
    names them; elsewhere those that help go on helping.
    """
    if way in _NAMING:
        _share(this, joint)
    if kept and this.by.unit_id:
        this.involve(this.by.unit_id, this.by.unit_name, InvolvementRole.REPORTED)
    this.involve(unit.pk, unit.name, InvolvementRole.LEAD)
    _joins_no_more(this, unit)
    this.pass_turn(unit.pk, unit.name)
    this.start_clock(ClockKind.HOP)
    hop = _next_hop(this, unit, way, reason, grounds)
    hop.save(force_insert=True)
    this.tell(hop=hop.number, way=int(way), unit=unit.name, joint=hop.joint, rules=_rules(grounds))
    this.tell_of_persons(reason=hop.reason)
    return hop


def _next_hop(this: Turn, unit: Unit, way: Way, reason: str, grounds: list[dict[str, Any]]) -> Hop:
    """The hop that follows, unsaved. The one that stands ends with it."""
    return Hop(
        county=this.dispute.county,
        dispute_id=this.dispute.id,
        number=_end_last(this) + 1,
        way=way,
        from_unit_id=this.by.unit_id or None,
        from_unit_name=this.by.unit_name,
        to_unit_id=unit.pk,
        to_unit_name=unit.name,
        joint=list(_joining(this).order_by("id").values_list("unit_name", flat=True)),
        reason=reason.strip(),
        grounds=grounds,
        given_by=this.by.name,
        given_at=this.at,
        due_at=next((row.due_at for row in this.clocks.running if row.kind == ClockKind.HOP), None),
    )


def _joining(this: Turn) -> Any:
    return Involvement.objects.of(this.dispute).filter(role=InvolvementRole.JOINT, until=None)


def _joins_no_more(this: Turn, unit: Unit) -> None:
    """Who leads doesn't help as well."""
    _joining(this).filter(unit_id=unit.pk).update(until=this.at)


def _share(this: Turn, joint: Sequence[Unit]) -> None:
    this.release(InvolvementRole.JOINT)
    for unit in joint:
        this.involve(unit.pk, unit.name, InvolvementRole.JOINT)
    if joint:
        this.notify(units=tuple(unit.pk for unit in joint))


def _rules(grounds: Sequence[dict[str, Any]]) -> list[str]:
    return [str(ground["rule"]) for ground in grounds]


def received(this: Turn, hop: Hop) -> None:
    """The hop's unit has accepted."""
    hop.received_by, hop.received_at = this.by.name, this.at
    hop.save(update_fields=["received_by", "received_at"])
    this.stop_clock(ClockKind.HOP)
    this.tell(hop=hop.number)


def answered(this: Turn) -> None:
    """Whoever passes a dispute on has thereby received it."""
    hop = open_hop(this.dispute)
    if hop is not None and hop.received_at is None:
        received(this, hop)


def _end_last(this: Turn) -> int:
    """The hop that stands is over; the number of the last one, 0 before the first."""
    last = Hop.objects.of(this.dispute).order_by("-number").first()
    if last is None:
        return 0
    if last.ended_at is None:
        last.ended_at = this.at
        last.save(update_fields=["ended_at"])
    return int(last.number)


def returned(this: Turn, hop: Hop | None, *, code: str, reason: str) -> None:
    """The dispute goes back to who gave it; they are the lead again, so that there always is one.

    The joint units of an orange dispute stay: they are there for its colour, not for the hop.
    """
    this.stop_clock(ClockKind.HOP)
    if this.dispute.colour != Colour.ORANGE:
        this.release(InvolvementRole.JOINT)
    if hop is None:
        return
    hop.returned_by, hop.returned_at, hop.ended_at = this.by.name, this.at, this.at
    hop.return_code, hop.return_reason = code, reason
    hop.save(update_fields=["returned_by", "returned_at", "ended_at", "return_code", "return_reason"])
    this.tell(hop=hop.number, back_to=hop.from_unit_name)
    if hop.from_unit_id is not None:
        this.involve(hop.from_unit_id, hop.from_unit_name, InvolvementRole.LEAD)
        this.pass_turn(hop.from_unit_id, hop.from_unit_name)
        this.notify(units=(hop.from_unit_id,))
