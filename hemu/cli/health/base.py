"""A check and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong.

    `name` is a stable word for programs; `what` says what is wrong and `do` what to do about it;
    a `minor` one doesn't keep the site from working.
    """

    name: str
    what: str
    do: str
    minor: bool = False

    def __str__(self) -> str:
        return f"{self.what} → {self.do}"


Check = Callable[[], Iterator[Trouble]]
