"""The few offices that an incident's place needs, and the hours in which it happens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from hemu.demo import staff
from hemu.demo.names import GUIZHOU, Names
from hemu.demo.offices import prefecture_office
from hemu.demo.staff import Staff
from hemu.kernel import clock
from hemu.kernel.places import COUNTY_UNIT, parse_code
from hemu.orgs.actor import Actor
from hemu.orgs.models import CommitteeKind, Post, Region, Role, Unit, UnitKind
from hemu.orgs.queries import region


@dataclass(frozen=True, slots=True)
class Place:
    """One village of one township, with its offices."""

    staff: Staff
    township: Region
    village: Region

    @property
    def grid(self) -> int:
        """The village's first grid, as a place."""
        return self.village.code + 1

    def unit(self, kind: UnitKind) -> Unit:
        """The township's, or else the county's, unit of a kind."""
        found = self.staff.by_kind.get((self.township.code, kind))
        return found[0] if found else self.staff.first(self.staff.county, kind)

    def post(self, kind: UnitKind, role: Role) -> Post:
        """The first post of that unit with a role."""
        return self.staff.of(self.unit(kind), role)

    def actor(self, kind: UnitKind, role: Role) -> Actor:
        """The actor of that post."""
        return self.staff.actor(self.post(kind, role))

    @property
    def officer(self) -> Actor:
        """The officer of the township's station."""
        return self.actor(UnitKind.POLICE_STATION, Role.STATION_OFFICER)

    @property
    def head(self) -> Actor:
        """The head of the station, who reviews."""
        return self.actor(UnitKind.POLICE_STATION, Role.STATION_HEAD)

    @property
    def coordinator(self) -> Actor:
        """The coordinator of the township's centre."""
        return self.actor(UnitKind.TOWNSHIP_CENTRE, Role.TOWNSHIP_COORDINATOR)

    @property
    def committee(self) -> Unit:
        """The township's mediation committee."""
        units = self.staff.by_kind[self.township.code, UnitKind.MEDIATION_COMMITTEE]
        return next(unit for unit in units if unit.committee_kind == CommitteeKind.TOWNSHIP)

    @property
    def mediator(self) -> Post:
        """A mediator of that committee."""
        return self.staff.of(self.committee, Role.MEDIATOR)


def county_places(short: str, *codes: str, languages: Iterable[str] = ()) -> list[Place]:
    """Make the offices that some villages of one county need; `codes` are the villages', in one county.

    `languages`, besides Chinese, are spoken by one mediator of every committee.
    """
    villages = [region(parse_code(code)) for code in codes]
    towns = [_above(village) for village in villages]
    county = _above(towns[0])
    made = Staff(county, Names(GUIZHOU, county.code // COUNTY_UNIT, county.code), languages=tuple(languages))
    staff.county_offices(made, short=short, prefecture=prefecture_office(county))
    for town in {town.code: town for town in towns}.values():
        staff.township_offices(made, town, short=short)
        staff.departments(made, town)
    for village in villages:
        staff.village_offices(made, village, mediators=2, grids=2)
    made.save()
    return [Place(made, town, village) for town, village in zip(towns, villages, strict=True)]


def _above(here: Region) -> Region:
    if here.parent is None:
        raise LookupError(f"{here.name} stands under nothing")
    return here.parent


def days_ago(days: float, hour: int = 10) -> datetime:
    """A morning some days ago."""
    day = clock.local(clock.now() - timedelta(days=days))
    return day.replace(hour=hour, minute=12, second=0, microsecond=0)
