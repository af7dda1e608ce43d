"""Promising the month's lot, drawing it when the month is over, dealing the calls to units not measured."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.db import transaction

from hemu.disputes.advance import Turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Entry, Party, Side
from hemu.kernel import clock
from hemu.kernel.places import COUNTY_UNIT
from hemu.loop.followup import others
from hemu.loop.followup.callbacks.dealing import fresh
from hemu.loop.followup.callbacks.models import Callback, State
from hemu.loop.followup.callbacks.sources import of_dispute
from hemu.loop.followup.models import OwnAnswer
from hemu.loop.followup.numbers import most
from hemu.loop.followup.satisfaction import lots
from hemu.loop.followup.satisfaction.models import Draw, Drawn, How
from hemu.orgs.models import Level, Region, Unit, UnitKind
from hemu.orgs.permissions import Permission

WHY: Final = "the lot is drawn by the system, for every county"
SEED_BYTES: Final = 32
CALLERS: Final = (
    UnitKind.JUDICIAL_OFFICE,
    UnitKind.TOWNSHIP_CENTRE,
    UnitKind.COUNTY_CENTRE,
    UnitKind.JUDICIAL_BUREAU,
)
"""Who rings those who were drawn: of these, the ones that have nothing to do with the unit measured."""


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def after(month: date) -> date:
    """The first day of the month that follows."""
    return month_of(month + timedelta(days=32))


def run() -> int:
    """Promise this month's lot in every county and draw those whose month is over; how many were drawn."""
    promise(month_of(clock.today()))
    waiting = Draw.objects.unscoped(reason=WHY).filter(drawn_at=None, month__lt=month_of(clock.today()))
    return sum(draw(one.county, one.pk) for one in list(waiting.order_by("month", "county")))


def promise(month: date) -> int:
    """Commit to a lot for a month in every county that has a centre; answers how many are new."""
    centres = Unit.objects.active().filter(kind=UnitKind.COUNTY_CENTRE)
    counties = {code // COUNTY_UNIT for code in centres.values_list("region_id", flat=True)}
    have = set(Draw.objects.unscoped(reason=WHY).filter(month=month).values_list("county", flat=True))
    for county in sorted(counties - have):
        seed = os.urandom(SEED_BYTES).hex()
        Draw(
            county=county, month=month, seed=seed, commitment=lots.commitment(seed), committed_at=clock.now()
        ).save(force_insert=True)
    return len(counties - have)


def draw(county: int, draw_id: int) -> int:
    """Draw a lot whose month is over; answers how many disputes were drawn. A second time draws nothing."""
    with transaction.atomic():
        row = Draw.objects.in_county(county, id=draw_id).select_for_update().get()
        if row.drawn_at is not None or after(row.month) > clock.today():
            return 0
        closed = closed_in(row)
        strata = strata_of(county, closed)
        row.percent, row.least = most("sample_percent"), most("sample_least")
        row.population = len(closed)
        row.population_hash = lots.list_hash([one.pk for one in closed])
        row.strata = {str(stratum): len(members) for stratum, members in strata.items()}
        chosen = lots.draw(str(row.seed), strata, percent=row.percent, least=row.least)
        by_id = {one.pk: one for one in closed}
        dealer = _Callers(county)
        done = 0
        for stratum, members in chosen.items():
            for rank, dispute_id in enumerate(members, start=1):
                done += _take(row, by_id[dispute_id], stratum, rank, dealer)
        row.drawn_at = clock.now()
        row.save(update_fields=["drawn_at", "population", "population_hash", "percent", "least", "strata"])
    return done


def closed_in(row: Draw) -> list[Dispute]:
    """What was closed in the month, as the ledger has it: also what was opened anew since."""
    begin, end = clock.midnight(row.month), clock.midnight(after(row.month))
    entries = Entry.objects.unscoped(reason=WHY).filter(
        county=row.county, act=Act.CLOSE, at__gte=begin, at__lt=end
    )
    ids = set(entries.values_list("dispute_id", flat=True))
    rows = Dispute.objects.unscoped(reason=WHY).filter(county=row.county, id__in=ids)
    return list(rows.defer("search", "narrative").order_by("id"))


def strata_of(county: int, closed: list[Dispute]) -> dict[int, list[int]]:
    """The disputes of each township; those of none stand under the county itself."""
    whole = county * COUNTY_UNIT
    towns = list(Region.objects.current().filter(level=Level.TOWNSHIP, parent=whole).order_by("code"))
    strata: dict[int, list[int]] = {}
    for dispute in closed:
        town = next((one.code for one in towns if one.lo <= dispute.region < one.hi), whole)
        strata.setdefault(town, []).append(dispute.pk)
    return dict(sorted(strata.items()))


class _Callers:
    """Who rings next: the unit with the least in hand that has nothing to do with the one measured."""

    def __init__(self, county: int) -> None:
        inside = Unit.objects.active().filter(
            kind__in=CALLERS,
            region_id__gte=county * COUNTY_UNIT,
            region_id__lt=(county + 1) * COUNTY_UNIT,
        )
        self.units = [one for one in inside.order_by("pk") if others.has_somebody(one, Permission.FOLLOW_UP)]
        waiting = Callback.objects.unscoped(reason=WHY).filter(state=State.WAITING, county=county)
        self.load = Counter(waiting.exclude(sample_id=0).values_list("unit_id", flat=True))
        self._kin: dict[int, frozenset[int]] = {}

    def for_measured(self, unit_id: int, region: int) -> Unit | None:
        """None when there is nobody else."""
        if unit_id not in self._kin:
            self._kin[unit_id] = others.below(unit_id) | others.above(unit_id)
        free = [one for one in self.units if one.pk not in self._kin[unit_id]]
        if not free:
            return None
        found = min(free, key=lambda one: (_same_town(one, region), self.load[one.pk], one.pk))
        self.load[found.pk] += 1
        return found


def _same_town(unit: Unit, region: int) -> bool:
    """Colleagues next door know each other: whoever sits elsewhere rings first."""
    return unit.region_id // 10**6 == region // 10**6


def _take(row: Draw, dispute: Dispute, stratum: int, rank: int, callers: _Callers) -> int:
    among = Party.objects.of(dispute).filter(
        removed_at=None, is_minor=False, side__in=(Side.APPLICANT, Side.RESPONDENT)
    )
    ids = sorted(among.order_by("id").values_list("id", flat=True))
    if not ids:
        return 0
    of_list = bytes(row.population_hash or b"")
    party = among.get(id=lots.pick(str(row.seed), of_list, dispute.pk, ids))
    measured = dispute.lead_unit_id or 0
    caller = callers.for_measured(measured, dispute.region)
    drawn = Drawn(
        county=row.county, dispute_id=dispute.pk, draw_id=row.pk, stratum=stratum, rank=rank,
        party_id=party.pk, measured_id=measured, measured_name=dispute.lead_unit_name,
        caller_name=caller.name if caller else "",
    )  # fmt: skip
    drawn.save(force_insert=True)
    if caller is not None:
        fresh(of_dispute(dispute, party), caller.pk, caller.name, sample_id=drawn.pk).save(force_insert=True)
    return 1


def hear(this: Turn) -> None:
    """A reaction: whoever was drawn has answered, on the telephone or by themselves."""
    if this.act not in (Act.OWN_ANSWER, Act.CALL_BACK):
        return
    for drawn in _unanswered(this.dispute):
        calls = Callback.objects.unscoped(reason=WHY).filter(county=drawn.county, sample_id=drawn.pk)
        call = calls.first()
        if call is not None and call.state == State.REACHED:
            _keep(drawn, call.overall, How.CALL)
        elif this.act == Act.OWN_ANSWER:
            said = OwnAnswer.objects.of(this.dispute).filter(party_id=drawn.party_id)
            own = said.order_by("-at", "-id").first()
            if own is not None and own.at == this.at:
                _keep(drawn, own.satisfaction, How.LINK)
                calls.filter(state=State.WAITING).update(state=State.BY_LINK, next_at=None)


def _unanswered(dispute: Dispute) -> Iterator[Drawn]:
    yield from Drawn.objects.of(dispute).filter(answered_at=None).order_by("id")


def _keep(drawn: Drawn, satisfaction: int | None, how: How) -> None:
    drawn.satisfaction, drawn.how, drawn.answered_at = satisfaction, how, clock.now()
    drawn.save(update_fields=["satisfaction", "how", "answered_at"])
