"""Work that waits for a post and belongs to no stage of the loop: the first page counts it beside its own.

What lies beside the office (the parties' page) or above the stages (stories, messages to many) registers
its heaps in its AppConfig.ready(), so that the first page needs to know none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from hemu.orgs.actor import Actor


@dataclass(frozen=True, slots=True)
class Heap:
    """What waits: its name, the address of the list, and the rows, which are counted and never read.

    `rows` is a queryset of a model with a whole number `id`, read within the actor's scope; or a number.
    """

    label: str | Promise
    url: str
    rows: Any


HeapsOf = Callable[[Actor], Iterable[Heap]]
"""Answers the heaps that a post may look at, full or empty."""

_HEAPS: dict[str, HeapsOf] = {}


def register_heaps(name: str, heaps_of: HeapsOf) -> None:
    """Have heaps counted on the first page. Registering a name twice replaces it."""
    _HEAPS[name] = heaps_of


def registered_for(by: Actor) -> Iterator[Heap]:
    """Every registered heap of a post, in the order of their names."""
    for name in sorted(_HEAPS):
        yield from _HEAPS[name](by)
