"""What every part of the county's screening needs: the places, the hours, made-up people, grids by number."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hemu.demo.incidents.places import Place
from hemu.demo.names import GUIZHOU, Names
from hemu.demo.walk import into_office_hours
from hemu.demo.wengan.offices import COUNTY, SEED, ZHUCANG
from hemu.kernel import clock
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post, Role, UnitKind

YANGGUAN = 522725106202 * 1000
"""羊关村, where the demonstration's village accounts sit."""


@dataclass
class Desk:
    """珠藏镇 as those see it who write down what happens there. Parts that draw lots each have a seed."""

    places: list[Place]
    now: datetime
    part: int
    chance: random.Random = field(init=False)
    names: Names = field(init=False)
    near: list[Place] = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"{SEED}-{self.part}")  # noqa: S311  # a demonstration, not a secret
        self.names = Names(GUIZHOU, COUNTY, SEED - self.part)
        self.near = [here for here in self.places if here.township.code == ZHUCANG] or self.places[:1]

    @property
    def home(self) -> Place:
        """羊关村, or the first village where there is none."""
        return next((here for here in self.near if here.village.code == YANGGUAN), self.near[0])

    @property
    def town(self) -> Place:
        """A place whose township is meant, not its village."""
        return self.near[0]

    def moment(self, days: float) -> datetime:
        """Some days ago, in working time."""
        moment = into_office_hours(self.now - timedelta(days=days))
        return moment if moment < self.now else self.now - timedelta(minutes=30)

    @contextmanager
    def ago(self, days: float) -> Iterator[None]:
        """As of some days ago."""
        with clock.at(self.moment(days)):
            yield

    def somebody(self) -> str:
        """A made-up name."""
        return self.names.name(self.names.sex())

    def grid_post(self, here: Place, number: int) -> Post:
        """The post of the member who walks the village's grid of that number, from 1."""
        office = here.staff.first(here.village, UnitKind.VILLAGE_COMMITTEE)
        wanted = here.village.code + number
        return next(post for post in here.staff.by_unit[office.pk] if post.lo == wanted)

    def grid_member(self, here: Place, number: int) -> Actor:
        """Who walks that grid."""
        return here.staff.actor(self.grid_post(here, number))

    def of_village(self, here: Place, role: Role) -> Actor:
        """Who holds a role in the villagers' committee."""
        return here.staff.act_as(here.staff.first(here.village, UnitKind.VILLAGE_COMMITTEE), role)

    @property
    def county_centre(self) -> Actor:
        """The coordinator of the county's centre."""
        staff = self.town.staff
        return staff.act_as(staff.first(staff.county, UnitKind.COUNTY_CENTRE), Role.COUNTY_COORDINATOR)
