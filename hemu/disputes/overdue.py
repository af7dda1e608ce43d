"""The clock sweep: what is overdue goes up by itself, first to the township, then to the county."""

from __future__ import annotations

from collections.abc import Iterable

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Clock, Dispute, InvolvementRole
from hemu.kernel import clock
from hemu.kernel.errors import Conflict
from hemu.orgs.actor import Actor, system_actor
from hemu.orgs.models import Unit, UnitKind
from hemu.orgs.queries import unit_of_kind_for

BATCH = 500
LEVELS = (UnitKind.TOWNSHIP_CENTRE, UnitKind.COUNTY_CENTRE)


def sweep(limit: int = BATCH) -> int:
    """Raise every clock that ran out by now; answers how many disputes were raised.

    Each dispute is one act in one transaction, so a sweep that is killed loses nothing and the next
    one goes on where it stopped.
    """
    by = system_actor("时限")
    done = 0
    while batch := _due(limit):
        for county, dispute_id in batch:
            done += _raise(county, dispute_id, by)
    return done


def _due(limit: int) -> list[tuple[int, int]]:
    rows = (
        Clock.objects.unscoped(reason="the sweep looks at every county's clocks")
        .filter(stopped_at=None, next_at__lte=clock.now())
        .order_by("next_at")
        .values_list("county", "dispute_id")[:limit]
    )
    return list(dict.fromkeys(rows))


def _raise(county: int, dispute_id: int, by: Actor) -> int:
    try:
        with turn(county, dispute_id, Act.OVERDUE, by=by) as this:
            for row in this.clocks.running:
                if row.next_at is not None and row.next_at <= this.at:
                    _go_up(this, row)
    except Conflict:
        _stop_left_over(county, dispute_id)
        return 0
    return 1


def _go_up(this: Turn, row: Clock) -> None:
    """Tell the next level that has not this clock's own unit, and say when to look again."""
    above = _unit_above(this.dispute, row)
    term = row.due_at - row.started_at
    row.level += 1
    row.overdue_at = row.overdue_at or this.at
    row.next_at = this.at + term if above is not None and row.level < len(LEVELS) else None
    row.save(update_fields=["level", "overdue_at", "next_at"])
    this.clocks.changed = True
    details = {"clock": int(row.kind), "due": row.due_at, "level": row.level, "slow_unit": row.unit_name}
    this.tell(**details)
    if above is not None:
        this.tell(told=above.name)
        this.involve(above.pk, above.name, InvolvementRole.REPORTED)
        this.notify(units=(above.pk,))


def _unit_above(dispute: Dispute, row: Clock) -> Unit | None:
    for kind in LEVELS[row.level :]:
        unit = unit_of_kind_for(dispute.region, kind)
        if unit is not None and unit.pk != row.unit_id:
            return unit
    return None


def _stop_left_over(county: int, dispute_id: int) -> None:
    """A clock of a dispute that has ended has nothing left to say."""
    left: Iterable[Clock] = Clock.objects.unscoped(reason="clocks of a dispute that has ended").filter(
        county=county, dispute_id=dispute_id, stopped_at=None
    )
    for row in left:
        row.stopped_at, row.next_at = clock.now(), None
        row.save(update_fields=["stopped_at", "next_at"])
