"""What somebody reports, for tests: plausible input that each test changes where it matters."""

from __future__ import annotations

from typing import Any

from hemu.disputes.models import Side, Source
from hemu.disputes.parties import NewParty
from hemu.disputes.registration import NewDispute

VILLAGE = 522725106201000
SIBLING_VILLAGE = 522725110201000


def report(**over: Any) -> NewDispute:
    """A quarrel over water between two households of the cast's village."""
    parts: dict[str, Any] = {
        "region": VILLAGE + 1,
        "title": "张某与李某浇水纠纷",
        "narrative": "两户因浇水先后发生口角，无人受伤，可当场调解。",
        "kind": 201,
        "source": Source.BY_HAND,
        "parties": (NewParty("张大山"), NewParty("李长河", side=Side.RESPONDENT)),
        "place": "荣院村大田坝",
        "facts": {"settleable_on_spot": True},
    }
    return NewDispute(**{**parts, **over})
