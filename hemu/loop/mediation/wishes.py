"""Which mediators the parties have asked for before a mediation is accepted (人民调解法19, 23).

Parties ask on their own page, which lies above mediation: it says here how their wishes are read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hemu.disputes.models import Dispute


@dataclass(frozen=True, slots=True)
class Wish:
    """A party asked for a mediator; `granted` once the office agreed."""

    party_name: str
    person_id: int
    granted: bool


Reader = Callable[[Dispute], list[Wish]]
_READERS: list[Reader] = []


def register_wishes(reader: Reader) -> None:
    """Called when the application starts, by whoever keeps wishes."""
    if reader not in _READERS:
        _READERS.append(reader)


def wishes(dispute: Dispute) -> list[Wish]:
    """Every wish that still stands, the first one first."""
    return [wish for reader in _READERS for wish in reader(dispute)]
