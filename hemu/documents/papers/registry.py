"""Which papers there are. Each stage says its own; an office sees them in one list.

A paper is filled in from the record and never typed twice. What it may say is a list of named values, so that
an office that changes the Word file knows what it can put where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from hemu.disputes.models import Dispute

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """One value that a paper knows: its name in braces, what it is, and how it reads in an example.

    A list's example is a list of one mapping: its keys are the names inside.
    """

    name: str
    label: str | Promise
    example: Any


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy that can be had of a paper: of which row (0 for the dispute itself), and what it is called.

    `used` is False for a form that is only offered: it doesn't belong into the archived volume.
    """

    row: int
    label: str | Promise
    used: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper.

    `draft` writes the Word file that it begins as. `copies` says which there are of a dispute, `values` what
    is filled into one. `place` is its number in the order of an archived volume (0: it isn't in one).
    """

    key: str
    title: str | Promise
    named: tuple[Named, ...]
    draft: Callable[[], bytes]
    copies: Callable[[Dispute], list[Copy]]
    values: Callable[[Dispute, int], Values]
    order: int
    place: int = 0

    def examples(self) -> dict[str, Any]:
        """Every value with its example: what a Word file is tried out with."""
        return {each.name: each.example for each in self.named}


_PAPERS: dict[str, Paper] = {}


def register(*papers: Paper) -> None:
    """Make papers known. Called in a stage's AppConfig.ready(); the same key again replaces it."""
    for paper in papers:
        _PAPERS[paper.key] = paper


def every() -> list[Paper]:
    """All papers, in the order in which a dispute comes by them."""
    return sorted(_PAPERS.values(), key=lambda paper: (paper.order, paper.key))


def known(key: str) -> Paper | None:
    """The paper of that key."""
    return _PAPERS.get(key)


def leaves(named: tuple[Named, ...]) -> Iterator[tuple[str, str | Promise, Any]]:
    """Every name as it stands in braces, with what it is: those of a list come after it, under it."""
    for each in named:
        yield each.name, each.label, each.example
        if isinstance(each.example, list):
            for inner, example in each.example[0].items():
                if inner != "id":
                    yield f"{each.name}.{inner}", "", example
