"""What every kind of item has in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from hemu.field.clockwork import Timing
from hemu.field.models import KeptWhy
from hemu.field.schemas import Strict
from hemu.kernel.errors import Conflict, Missing
from hemu.orgs.actor import Actor

D = TypeVar("D", bound=Strict)


@dataclass(frozen=True, slots=True)
class Arrived(Generic[D]):
    """An item that could be read. `content` is the SHA-256 of what it says (32 bytes)."""

    id: int
    kind: str
    number: int | None
    data: D
    base: Any
    timing: Timing
    content: bytes
    device_id: int
    by: Actor


@dataclass(frozen=True, slots=True)
class Keep:
    """What a person must look at: why, beside which record, said in words."""

    why: KeptWhy
    message: str
    record: str
    county: int
    record_id: int
    region: int


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an item: the record that it made or changed; with `keep`, what is left to a person."""

    county: int
    record_id: int
    more: dict[str, Any] = field(default_factory=dict)
    keep: Keep | None = None

    @property
    def record(self) -> dict[str, Any]:
        """The record as the phone is told of it."""
        return {"county": self.county, "id": str(self.record_id), **self.more}


class Waits(Missing):
    """What the item refers to isn't here at all yet: the phone may still be sending it."""

    default_code = "waits"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of item: what it says, on what version it rests, and which act it calls.

    `again` carries a kept item out once a person has decided so; kinds without it can only be set aside.
    """

    name: str
    data: type[Strict]
    apply: Callable[[Arrived[Any]], Done]
    base: type[Strict] | None = None
    base_required: bool = False
    again: Callable[[Arrived[Any]], Done] | None = None


WHY = {
    "moved_on": KeptWhy.MOVED_ON,
    "archived": KeptWhy.MOVED_ON,
    "wrong_state": KeptWhy.WRONG_STATE,
    "done_already": KeptWhy.DONE_ALREADY,
    "not_blue": KeptWhy.NOT_BLUE,
    "not_rated": KeptWhy.NOT_RATED,
    "same_id": KeptWhy.SAME_ID,
}
"""Codes of refusals that a person in the office can settle."""
CODES = {
    KeptWhy.MOVED_ON: "moved_on",
    KeptWhy.SAME_ID: "same_id",
    KeptWhy.WRONG_STATE: "wrong_state",
    KeptWhy.NOT_BLUE: "not_blue",
    KeptWhy.NOT_RATED: "not_rated",
    KeptWhy.DONE_ALREADY: "done_already",
}


def keep_beside(row: Any, word: str, conflict: Conflict) -> Keep:
    """Keep an item beside the row that it was about; a conflict that nobody can settle is raised on."""
    if conflict.code not in WHY:
        raise conflict
    return Keep(WHY[conflict.code], str(conflict.message), word, row.county, row.id, row.region)
