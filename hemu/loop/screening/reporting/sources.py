"""The records that are held against each other, each read as the same few things."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from hemu.disputes.models import Source
from hemu.loop.screening.models import (
    GroupRecord,
    Incident,
    JointMeeting,
    Petition,
    VillagersReport,
    Visit,
    VisitResult,
)
from hemu.loop.screening.reporting.matching import Told, person_in
from hemu.loop.screening.reporting.models import Record

WHY = "sources of every unit are compared by a job; who reads a flag is asked when it is shown"


@dataclass(frozen=True, slots=True)
class Item:
    """One record: which, where, when known to whom, and what it tells."""

    kind: Record
    id: int
    county: int
    region: int
    unit_id: int
    unit_name: str
    at: datetime
    told: Told
    notes: str = ""
    """What it says that might be of a quarrel."""
    row: Any = None


def _told(row: Any, text: str, *names: str) -> Told:
    named = tuple(name for name in names if name)
    return Told(text=text, names=named, place=row.place, region=row.region)


def of_visit(row: Visit) -> Item:
    """A visit. Its notes are all that it says besides the three answers."""
    every = (row.dispute_text, row.object_info, row.done_on_spot, row.what_follows)
    notes = "\n".join(text for text in every if text)
    told = _told(row, notes, person_in(row.object_name))
    return _item(Record.VISIT, row, row.ended_at, told, notes)


def of_group(row: GroupRecord) -> Item:
    """What came in from a work group."""
    return _item(Record.GROUP, row, row.received_at, _told(row, row.text), row.text)


def of_incident(row: Incident) -> Item:
    """A call to the police."""
    return _item(Record.INCIDENT, row, row.reported_at, _told(row, row.narrative), row.narrative)


def of_petition(row: Petition) -> Item:
    """A petition work order."""
    return _item(Record.PETITION, row, row.received_at, _told(row, row.narrative), row.narrative)


def of_report(row: VillagersReport) -> Item:
    """A villagers' report, without who reported."""
    return _item(Record.VILLAGER, row, row.received_at, _told(row, row.text), row.text)


def of_meeting(row: JointMeeting) -> Item:
    """A joint meeting."""
    return _item(Record.JOINT_MEETING, row, row.held_at, _told(row, row.minutes), row.minutes)


def _item(kind: Record, row: Any, at: datetime, told: Told, notes: str) -> Item:
    return Item(kind, row.id, row.county, row.region, row.unit_id, row.unit_name, at, told, notes, row)


TABLES: dict[Record, tuple[Any, Callable[[Any], Item]]] = {
    Record.VISIT: (Visit, of_visit),
    Record.GROUP: (GroupRecord, of_group),
    Record.INCIDENT: (Incident, of_incident),
    Record.PETITION: (Petition, of_petition),
    Record.VILLAGER: (VillagersReport, of_report),
    Record.JOINT_MEETING: (JointMeeting, of_meeting),
}
SOURCES = {
    Record.VISIT: Source.VISIT,
    Record.GROUP: Source.GROUP,
    Record.INCIDENT: Source.INCIDENT,
    Record.PETITION: Source.PETITION,
    Record.VILLAGER: Source.VILLAGER,
}
"""How the origin of a dispute names each."""
OUTSIDE = (Record.INCIDENT, Record.PETITION, Record.VILLAGER)
"""What comes from others than the unit that visited."""
OWN = (Record.VISIT, Record.INCIDENT, Record.GROUP)
"""By which a unit's own hand shows what it knew."""


def made_since(kind: Record, since: datetime) -> Iterable[Item]:
    """The records of a kind that were written since then."""
    model, read = TABLES[kind]
    rows = model.objects.unscoped(reason=WHY).filter(made_at__gte=since).order_by("county", "id")
    return (read(row) for row in rows.iterator(2000))


def one(kind: int, county: int, record_id: int) -> Item | None:
    """One record, by which of the tables it is in."""
    if Record(kind) not in TABLES:
        return None
    model, read = TABLES[Record(kind)]
    row = model.objects.unscoped(reason=WHY).filter(county=county, id=record_id).first()
    return read(row) if row is not None else None


def that_may_tell(kind: Record, since: datetime, words: str) -> Iterable[Item]:
    """Visits or group records written since then in which one of `words` (a pattern) stands at all.

    The database looks first: of a prefecture's visits, hardly any tell of a quarrel.
    """
    model, read = TABLES[kind]
    columns = ("object_info", "done_on_spot", "what_follows") if kind == Record.VISIT else ("text",)
    some = Q(has_dispute=True) if kind == Record.VISIT else Q()
    for column in columns:
        some |= Q(**{f"{column}__regex": words})
    rows = model.objects.unscoped(reason=WHY).filter(some, made_at__gte=since).order_by("county", "id")
    return (read(row) for row in rows.iterator(2000))


def visits_between(lo: int, hi: int, since: datetime, until: datetime, county: int) -> Sequence[Item]:
    """The visits of a village's places that ended in a time, the last first."""
    rows = Visit.objects.unscoped(reason=WHY).filter(
        county=county, region__gte=lo, region__lt=hi, started_at__gte=since, ended_at__lte=until
    )
    return [of_visit(row) for row in rows.order_by("-ended_at", "id")]


def said_nothing(item: Item) -> bool:
    """Whether a visit wrote that there was no dispute."""
    return item.kind == Record.VISIT and not item.row.has_dispute


def settled_there(item: Item) -> bool:
    """Whether the unit wrote that it settled the matter on the spot."""
    return item.kind == Record.VISIT and item.row.result == VisitResult.SETTLED
