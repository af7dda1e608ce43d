"""Reading the calendar: what is to be held in an actor's area, by their unit, or by themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from hemu.disputes.models import Dispute, Involvement
from hemu.disputes.models.dispute import within
from hemu.kernel import clock
from hemu.loop.mediation.calendar.models import Sitting, SittingMediator, Standing
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

MOST = 600
WHY = "narrowed to the actor's area, what was given to their unit, and their own appointments"


@dataclass(frozen=True, slots=True)
class Shown:
    """An appointment as a calendar shows it."""

    sitting: Sitting
    dispute: Dispute
    mediators: tuple[str, ...]
    is_mine: bool

    @property
    def day(self) -> date:
        return clock.local(self.sitting.starts_at).date()

    @property
    def is_past(self) -> bool:
        """Planned, and its time is over: the record is still to be written."""
        return self.sitting.standing == Standing.PLANNED and self.sitting.ends_at < clock.now()


def _seen(by: Actor, *, mine: bool) -> Any:
    own = SittingMediator.objects.unscoped(reason=WHY).filter(
        county=OuterRef("county"), sitting_id=OuterRef("id"), person_id=by.person_id
    )
    if mine:
        return Q(Exists(own))
    area = Q(Exists(own))
    for span in by.spans:
        area |= within(span)
    given = Involvement.objects.unscoped(reason=WHY).filter(
        county=OuterRef("county"), dispute_id=OuterRef("dispute_id"), unit_id=by.unit_id, until=None
    )
    return area | Q(Exists(given))


def between(
    by: Actor, since: datetime, until: datetime, *, mine: bool = False, called_off: bool = False
) -> list[Shown]:
    """What is planned or was held from `since` until before `until`, the earliest first."""
    by.require(Permission.VIEW)
    rows = Sitting.objects.unscoped(reason=WHY).filter(_seen(by, mine=mine))
    rows = rows.filter(starts_at__gte=since, starts_at__lt=until)
    if not called_off:
        rows = rows.exclude(standing=Standing.CALLED_OFF)
    return shown(list(rows.order_by("starts_at", "id")[:MOST]), by)


def soon(by: Actor) -> Any:
    """What the actor mediates until tomorrow is over, as rows to be counted."""
    until = clock.midnight(clock.today() + timedelta(days=2))
    own = SittingMediator.objects.unscoped(reason="the actor's own appointments")
    return own.filter(person_id=by.person_id, is_open=True, starts_at__gte=clock.now(), starts_at__lt=until)


def shown(rows: Sequence[Sitting], by: Actor) -> list[Shown]:
    """Appointments that were read within a scope, with their disputes and mediators."""
    names: dict[int, list[str]] = defaultdict(list)
    mine: set[int] = set()
    people = SittingMediator.objects.unscoped(reason=WHY).filter(sitting_id__in=[row.pk for row in rows])
    for one in people.order_by("id"):
        names[one.sitting_id].append(one.name)
        if one.person_id == by.person_id:
            mine.add(one.sitting_id)
    counties, ids = {row.county for row in rows}, [row.dispute_id for row in rows]
    disputes = Dispute.objects.unscoped(reason=WHY).filter(county__in=counties, id__in=ids)
    disputes = disputes.defer("search", "narrative")
    by_key = {(one.county, one.pk): one for one in disputes.order_by("id")} if rows else {}
    return [
        Shown(row, by_key[row.county, row.dispute_id], tuple(names[row.pk]), row.pk in mine) for row in rows
    ]


def of_dispute(dispute: Dispute, by: Actor) -> list[Shown]:
    """The appointments of a dispute that was read within a scope, what is planned first."""
    rows = list(Sitting.objects.of(dispute).order_by("standing", "starts_at", "id"))
    return shown(rows, by)


def of_person(person_id: int, since: datetime) -> list[Sitting]:
    """Everything that somebody mediates from `since` on, called off or not: for their own calendar."""
    own = SittingMediator.objects.unscoped(reason="the calendar of the person whose address was asked for")
    ids = own.filter(person_id=person_id, starts_at__gte=since).values_list("sitting_id", flat=True)
    rows = Sitting.objects.unscoped(reason="the same person's appointments").filter(pk__in=list(ids[:MOST]))
    return list(rows.order_by("starts_at", "id"))
