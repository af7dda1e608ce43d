"""What runs on a record now, as the lists show it: which time, in whose hands, until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hemu.loop.screening.incidents.queries import open_steps
from hemu.loop.screening.petitions.queries import open_clocks


@dataclass(frozen=True, slots=True)
class Turn:
    """One time that runs. `unit` is empty where the record's own unit has it."""

    words: str
    due_at: datetime
    unit: str = ""


def of_incidents(rows: Sequence[Any]) -> Mapping[int, Turn]:
    """The tier that each is at."""
    return {
        number: Turn(step.get_tier_display(), step.turn_due_at, step.holder_name)
        for number, step in open_steps(rows).items()
    }


def of_petitions(rows: Sequence[Any]) -> Mapping[int, Turn]:
    """The statutory time that runs on each."""
    return {number: Turn(held.get_term_display(), held.due_at) for number, held in open_clocks(rows).items()}
