"""Who mediated, from when to when: what a volume's cover says, told by the stage that knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from hemu.disputes.models import Dispute


@dataclass(frozen=True, slots=True)
class Mediated:
    """The committee that mediated, its mediators, and the days from acceptance to the last outcome."""

    unit_id: int
    unit_name: str
    mediators: tuple[str, ...]
    since: date
    until: date | None


Teller = Callable[[Dispute], "Mediated | None"]
_TELLERS: list[Teller] = []


def register_teller(teller: Teller) -> None:
    """Have `teller` asked who mediated a dispute. Called in a stage's AppConfig.ready()."""
    if teller not in _TELLERS:
        _TELLERS.append(teller)


def mediated(dispute: Dispute) -> Mediated | None:
    """The first answer; None for a dispute that nobody ever took up to mediate."""
    return next((found for teller in _TELLERS if (found := teller(dispute)) is not None), None)
