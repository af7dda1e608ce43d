"""The three kinds of mediation on a dispute's page: who does which, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hemu.disputes.models import Body, Dispute
from hemu.loop.mediation.fusion.actions import NEXT
from hemu.loop.mediation.fusion.models import MEDIATIONS, WAYS_OUT, Kind, Standing, Strand
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

_OF_BODY = {Body.COURT: Kind.JUDICIAL, Body.POLICE: Kind.ADMINISTRATIVE}


@dataclass(frozen=True, slots=True)
class Column:
    """One kind: the lead that does it, when it is the lead's kind, and the others' parts."""

    kind: Kind
    lead: str
    strands: list[tuple[Strand, bool]] = field(default_factory=list)


def panel(dispute: Dispute, actor: Actor) -> dict[str, Any] | None:
    """All strands by kind; nothing before another kind was brought in or a way out was told."""
    rows = list(Strand.objects.of(dispute).order_by("asked_at", "id"))
    if not rows:
        return None
    leads = _OF_BODY.get(Body(dispute.body), Kind.PEOPLE) if dispute.body else None
    may = actor.may(Permission.MEDIATE)
    columns = [
        Column(kind, dispute.lead_unit_name if kind == leads else "", _strands(rows, kind, actor, may))
        for kind in MEDIATIONS
    ]
    return {"columns": columns, "ways": [row for row in rows if row.kind in WAYS_OUT], "done": Standing.DONE}


def _strands(rows: list[Strand], kind: Kind, actor: Actor, may: bool) -> list[tuple[Strand, bool]]:
    """The parts of one kind, each with whether the actor answers it now."""
    return [
        (row, may and row.unit_id == actor.unit_id and Standing(row.standing) in NEXT)
        for row in rows
        if row.kind == kind
    ]
