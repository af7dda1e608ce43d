"""The agreement at hand, without knowing mediation: what was promised, what was done, and marking it (F5).

Mediation registers how an agreement is read and how a promise is marked; follow-up shows it and marks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from hemu.disputes.models import Dispute
from hemu.orgs.actor import Actor


@dataclass(frozen=True, slots=True)
class Promised:
    """One thing that is owed under the agreement: `owed` until it was done; `may_default` once it is late."""

    id: int
    number: int
    who: str
    what: str
    amount: Decimal | None
    due_on: date
    done_on: date | None
    state: str
    note: str
    owed: bool
    may_default: bool


@dataclass(frozen=True, slots=True)
class AtHand:
    """The agreement in force, as a visitor takes it along."""

    number: str
    content: str
    manner: str
    time_limit: str
    promises: Sequence[Promised]


Reader = Callable[[Sequence[Dispute]], Mapping[int, AtHand]]
"""Agreements in force by dispute, for many at once."""
Keeper = Callable[[Dispute, int, date, str, Actor], Dispute]
"""(dispute, promise, day it was done, note, by)"""
Breaker = Callable[[Dispute, int, str, Actor], Dispute]
"""(dispute, promise, why it wasn't, by)"""
Numberer = Callable[[Dispute, datetime], str]
"""(dispute, moment): the number of the agreement that there was then"""


@dataclass(frozen=True, slots=True)
class Keeping:
    """How agreements are read and promises marked."""

    at_hand: Reader
    keep: Keeper
    break_: Breaker
    number_at: Numberer


_KEEPING: list[Keeping] = []


def register_keeping(keeping: Keeping) -> None:
    """Say how it is done. Called in the stage's AppConfig.ready(); registering again replaces it."""
    _KEEPING[:] = [keeping]


def at_hand(dispute: Dispute) -> AtHand | None:
    """The agreement in force of a dispute that was read within a scope; None where there is none."""
    return all_at_hand([dispute]).get(dispute.pk)


def all_at_hand(rows: Sequence[Dispute]) -> Mapping[int, AtHand]:
    """The same for many, by dispute, in a few queries; those without an agreement are left out."""
    return _KEEPING[0].at_hand(rows) if _KEEPING and rows else {}


def number_at(dispute: Dispute, at: datetime) -> str:
    """The number of the agreement that a visitor at that moment asked about; blank where there was none."""
    return _KEEPING[0].number_at(dispute, at) if _KEEPING else ""


def keep(dispute: Dispute, promise_id: int, on: date, note: str, *, by: Actor) -> Dispute:
    """What was promised has been done."""
    return _KEEPING[0].keep(dispute, promise_id, on, note, by)


def break_(dispute: Dispute, promise_id: int, why: str, *, by: Actor) -> Dispute:
    """What was promised wasn't done in time."""
    return _KEEPING[0].break_(dispute, promise_id, why, by)
