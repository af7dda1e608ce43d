"""Disputes made for counting: any columns, registered through the door, so with ledger and outbox."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hemu.disputes.advance import first_turn
from hemu.disputes.models import Body, Colour, Dispute, Outcome, Source, State
from hemu.kernel import clock, crypto
from hemu.kernel.ids import new_id, short_code
from hemu.kernel.places import county_of
from hemu.orgs.actor import system_actor

KINDS = (101, 201, 202, 504, 612, 701, 703, 710, 804, 902, 903, 1102, 9900)
FIRST, LAST = date(2024, 11, 3), date(2026, 2, 20)


def made(region: int, opened_on: date, **columns: Any) -> Dispute:
    """One dispute registered at `region` on that day."""
    opened_at = datetime.combine(opened_on, time(4), UTC)
    values: dict[str, Any] = {
        "kind": 903,
        "source": Source.BY_HAND,
        "state": State.REGISTERED,
        "closed_at": opened_at if columns.get("state") == State.CLOSED else None,
        **columns,
    }
    dispute = Dispute(
        id=new_id(), county=county_of(region), ref=f"T-{short_code(9)}", region=region, title="某纠纷",
        narrative="两户因山林界线发生争执。", opened_at=opened_at, opened_on=opened_on,
        data_key=crypto.new_data_key()[1], **values,
    )  # fmt: skip
    with clock.at(opened_at), first_turn(dispute, by=system_actor("数数的人")):
        pass
    return dispute


def random_columns(chance: random.Random) -> dict[str, Any]:
    """Columns as they might be, somewhere in the loop."""
    outcome = chance.choice(list(Outcome))
    return {
        "kind": chance.choice(KINDS),
        "source": chance.choice(list(Source)),
        "state": chance.choice(list(State)),
        "colour": chance.choice(list(Colour)),
        "body": chance.choice(list(Body)),
        "outcome": outcome,
        "settled_on": LAST if outcome and chance.random() < 0.8 else None,
        "overdue": chance.random() < 0.2,
        "follow_ups": chance.choice((0, 0, 1, 3)),
        "returns": chance.choice((0, 0, 0, 2)),
        "hard": chance.random() < 0.2,
        "petition": chance.random() < 0.3,
        "mass_prevented": chance.random() < 0.1,
        "turned_criminal": chance.random() < 0.05,
    }


def scattered(regions: list[int], number: int, seed: int) -> list[Dispute]:
    """`number` random disputes over regions and some sixteen months."""
    chance = random.Random(seed)  # a test that can be repeated
    days = (LAST - FIRST).days
    return [
        made(
            chance.choice(regions), FIRST + timedelta(days=chance.randint(0, days)), **random_columns(chance)
        )
        for _ in range(number)
    ]
