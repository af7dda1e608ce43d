"""The day's list: what waits for a post in the field, heap by heap.

Who keeps something that a phone should show (campaigns, key dates …) writes a module in ``sections/``
with a :class:`Section`, and adds it to ``sections.ALL``; the stage below knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise

from hemu.kernel import clock
from hemu.kernel.places import show_code
from hemu.orgs.actor import Actor
from hemu.orgs.queries import place_names

MOST: Final = 200
"""Entries of one section that go to a phone."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A thing that may be done with an entry: the kind of item, and with what its form begins."""

    label: str | Promise
    kind: str
    data: dict[str, Any]
    base: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """As the phone takes it."""
        return {"label": str(self.label), "kind": self.kind, "base": self.base, "data": self.data}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list. `key` is the same as long as it is the same matter; `region` has 15 digits."""

    key: str
    title: str
    region: int
    text: str = ""
    place: str = ""
    due: date | None = None
    urgent: bool = False
    offers: tuple[Offer, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)

    def as_json(self, names: dict[int, str], today: date) -> dict[str, Any]:
        """As the phone takes it."""
        said: dict[str, Any] = {
            "key": self.key,
            "title": self.title,
            "text": self.text,
            "place": " ".join(part for part in (names[self.region], self.place) if part),
            "region": show_code(self.region),
            "due": self.due.isoformat() if self.due else None,
            "late": max((today - self.due).days, 0) if self.due else 0,
            "urgent": self.urgent,
            "more": self.more,
        }
        if self.offers:
            said["opens"] = self.offers[0].as_json()
            said["acts"] = [offer.as_json() for offer in self.offers]
        return said


@dataclass(frozen=True, slots=True)
class Section:
    """One heap. `entries` answers what the actor may see of it, the most pressing first, at most MOST + 1."""

    key: str
    title: str | Promise
    empty: str | Promise
    entries: Callable[[Actor], list[Entry]]


def as_json(sections: Iterable[Section], by: Actor) -> list[dict[str, Any]]:
    """The sections with their entries; one query for the names of all their places."""
    found = [(section, section.entries(by)) for section in sections]
    names = place_names({entry.region for _section, entries in found for entry in entries}, local=True)
    today = clock.today()
    return [
        {
            "key": section.key,
            "title": str(section.title),
            "empty": str(section.empty),
            "cut": len(entries) > MOST,
            "entries": [entry.as_json(names, today) for entry in entries[:MOST]],
        }
        for section, entries in found
    ]
