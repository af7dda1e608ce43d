"""Numbers of 访 that an office sets for itself: the rulebook's table "asking"."""

from __future__ import annotations

from hemu.kernel import clock
from hemu.rulebook import evaluate


def most(name: str) -> int:
    """The number that holds today; 0 where no rule speaks of it."""
    return int(evaluate("asking", {"check": name}, on=clock.today()).value.get("most", 0))
