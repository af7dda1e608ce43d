"""What a dispute or a small service can be opened from, already filled in, without knowing the stages.

A stage that keeps such records (visits, incidents …) registers a reader in its AppConfig.ready();
whoever opens something from a record asks here, in the actor's scope.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute, Source
from hemu.kernel.errors import Missing
from hemu.orgs.actor import Actor

ASPECTS = ("dispute", "hazard", "help")
"""Which of a visit's three questions was answered yes; other records have only one side."""


@dataclass(frozen=True, slots=True)
class Prefill:
    """What the record already says. `label` names it for people, `region` is a place of 15 digits."""

    source: Source
    county: int
    record_id: int
    label: str
    url: str
    region: int
    place: str = ""
    narrative: str = ""
    occurred_on: date | None = None

    @property
    def ref(self) -> str:
        """How the ledger names the record."""
        return f"{self.source.name.lower()}:{self.record_id}"


@dataclass(frozen=True, slots=True)
class Opened:
    """Something that was opened from a record."""

    label: str
    url: str
    at: datetime


Reader = Callable[[int, int, str, Actor], Prefill]
"""(county, record id, aspect, actor) → what the record says; raises Missing outside the actor's scope."""
Finder = Callable[[Source, int], list[Opened]]

Opener = Callable[[Dispute, Prefill, Actor], None]
"""(the dispute that was registered, the record it was opened from, by whom)"""

_OPENERS: dict[Source, Opener] = {}
_READERS: dict[Source, Reader] = {}
_FINDERS: list[Finder] = []


def register_reader(source: Source, reader: Reader) -> None:
    """Say how records of this source are read."""
    _READERS[source] = reader


def register_finder(finder: Finder) -> None:
    """Say how to find what was opened from a record."""
    if finder not in _FINDERS:
        _FINDERS.append(finder)


def register_opener(source: Source, opener: Opener) -> None:
    """Have `opener` called, in its transaction, when a dispute is registered from a record of this source."""
    _OPENERS[source] = opener


def registered(dispute: Dispute, origin: Prefill, *, by: Actor) -> None:
    """Say that a dispute was registered from a record."""
    opener = _OPENERS.get(origin.source)
    if opener is not None:
        opener(dispute, origin, by)


def read(source: int, county: int, record_id: int, *, by: Actor, aspect: str = "dispute") -> Prefill:
    """What the record says. Raises Missing when there is none, or none that the actor may see."""
    reader = _READERS.get(Source(source)) if source in Source.values else None
    if reader is None or aspect not in ASPECTS:
        raise Missing(_("没有找到这条来源记录。"))
    return reader(county, record_id, aspect, by)


def opened_from(source: Source, record_id: int) -> list[Opened]:
    """Everything that was opened from a record that was itself read within a scope, oldest first."""
    found = [opened for finder in _FINDERS for opened in finder(source, record_id)]
    return sorted(found, key=lambda opened: opened.at)
