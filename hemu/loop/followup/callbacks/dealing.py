"""Each day's calls, dealt out to the police offices by area: evenly, once, whatever kills the job (F4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from typing import Final

from django.db import transaction
from django.db.models import Count

from hemu.disputes import ringing
from hemu.disputes.ringing import Ended
from hemu.kernel import clock
from hemu.loop.followup import others
from hemu.loop.followup.callbacks import rules
from hemu.loop.followup.callbacks.models import Callback, State
from hemu.loop.followup.numbers import most
from hemu.orgs.models import Unit, UnitKind
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import unit_of_kind_for, units_covering
from hemu.rulebook.terms import due

CLOCK: Final = "callback"
TOGETHER: Final = 200
WHY: Final = "a daily job deals out the calls of every county"


class Dealer:
    """Who rings next, with what every office has in hand."""

    def __init__(self) -> None:
        waiting = Callback.objects.unscoped(reason=WHY).filter(state=State.WAITING)
        counted = waiting.values_list("unit_id").annotate(n=Count("id")).order_by()
        self.load: Counter[int] = Counter(dict(counted))
        self.most = most("calls_per_office")
        self._near: dict[int, list[Unit]] = {}

    def unit_for(self, ended: Ended) -> Unit | None:
        """The office of the place; past its share, the office of the station that has least in hand."""
        near = self._offices(ended.region)
        if not near:
            return None
        own = near[0]
        if self.load[own.pk] < self.most:
            return own
        return min(near, key=lambda unit: (self.load[unit.pk], unit.pk))

    def _offices(self, region: int) -> list[Unit]:
        """The offices that may ring about a place, its own first; the station where it has none."""
        if region not in self._near:
            station = unit_of_kind_for(region, UnitKind.POLICE_STATION)
            own = list(units_covering(region, UnitKind.POLICE_OFFICE))
            beside = Unit.objects.active().filter(kind=UnitKind.POLICE_OFFICE, parent=station)
            rest = list(beside.exclude(pk__in=[unit.pk for unit in own]).order_by("pk")) if station else []
            every = [unit for unit in (*own, *rest) if others.has_somebody(unit, Permission.FOLLOW_UP)]
            fallback = station or unit_of_kind_for(region, UnitKind.TOWNSHIP_CENTRE)
            self._near[region] = every or ([fallback] if fallback is not None else [])
        return self._near[region]


def deal() -> int:
    """Deal out what ended in the last days and isn't dealt yet; answers how many calls are new.

    Each batch is one transaction, and the database keeps one call a matter: a job that was killed and is
    run again deals nothing twice.
    """
    since = clock.now() - timedelta(days=most("calls_back_days"))
    dealer, done = Dealer(), 0
    every = ringing.ended_since(since)
    while batch := list(islice(every, TOGETHER)):
        with transaction.atomic():
            done += _deal(batch, dealer)
    return done


def _deal(batch: list[Ended], dealer: Dealer) -> int:
    taken = _taken(batch)
    new = [ended for ended in batch if _key(ended) not in taken]
    rows = [
        fresh(ended, unit.pk, unit.name)
        for ended in new
        if (unit := dealer.unit_for(ended)) is not None and _count(dealer, unit)
    ]
    Callback.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _count(dealer: Dealer, unit: Unit) -> bool:
    dealer.load[unit.pk] += 1
    return True


def _key(ended: Ended) -> tuple[int, int, int, int]:
    return ended.county, int(ended.matter), ended.record_id, ended.edition


def _taken(batch: Iterable[Ended]) -> set[tuple[int, int, int, int]]:
    batch = list(batch)
    rows = Callback.objects.unscoped(reason=WHY).filter(
        county__in={one.county for one in batch}, record_id__in=[one.record_id for one in batch], sample_id=0
    )
    return set(rows.values_list("county", "matter", "record_id", "edition"))


def fresh(ended: Ended, unit_id: int, unit_name: str, *, sample_id: int = 0) -> Callback:
    """A call about a matter, unsaved, for the unit that rings."""
    now = clock.now()
    return Callback(
        county=ended.county, matter=ended.matter, record_id=ended.record_id, edition=ended.edition,
        party_id=ended.party_id, sample_id=sample_id, region=ended.region, number=ended.number,
        label=ended.label, url=ended.url, ended_at=ended.ended_at, about_unit_id=ended.unit_id,
        about_unit_name=ended.unit_name, unit_id=unit_id, unit_name=unit_name, dealt_at=now,
        due_at=due(CLOCK, now), next_at=rules.next_try((), now, 0),
    )  # fmt: skip
