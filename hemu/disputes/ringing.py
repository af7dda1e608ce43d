"""Matters that ended and about which somebody is rung back, without knowing the stages.

A stage that keeps such records (incidents) says here what of them ended and who is to be rung; whoever
deals out the calls asks here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Matter(models.IntegerChoices):
    """What a call is about. Numbers are stored; never reuse one."""

    INCIDENT = 1, _("警情")
    DISPUTE = 2, _("矛盾纠纷")


@dataclass(frozen=True, slots=True)
class Ended:
    """A matter that ended. `number` names it for people, `url` is its page; nothing says who it is about.

    `edition` tells one ending from another where a matter can end again. `party_id` is who is to be rung,
    0 where the record itself keeps the number.
    """

    matter: Matter
    county: int
    record_id: int
    region: int
    number: str
    label: str
    url: str
    ended_at: datetime
    unit_id: int
    unit_name: str
    edition: int = 0
    party_id: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """How matters of a kind are read: those that ended since a moment; the words and the number of one."""

    ended: Callable[[datetime], Iterator[Ended]]
    words: Callable[[int, int], str]
    phone: Callable[[int, int], str]


_SOURCES: dict[Matter, Source] = {}


def register_source(matter: Matter, source: Source) -> None:
    """Say how matters of a kind are read. Called in a stage's AppConfig.ready()."""
    _SOURCES[matter] = source


def ended_since(moment: datetime) -> Iterator[Ended]:
    """Everything that ended since then, of every county, kind by kind."""
    for matter in sorted(_SOURCES):
        yield from _SOURCES[matter].ended(moment)


def source_of(matter: int) -> Source | None:
    """How matters of this kind are read; None where no stage keeps them."""
    return _SOURCES.get(Matter(matter))
