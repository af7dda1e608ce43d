"""Walking one of 瓮安县's disputes as far as it has come by now."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from hemu.demo import matters
from hemu.demo.incidents.places import Place
from hemu.demo.names import GUIZHOU, Names
from hemu.demo.patterns import pick_group, tell
from hemu.demo.walk import Walk, into_office_hours
from hemu.demo.wengan import records
from hemu.demo.wengan.offices import COUNTY, GRIDS, SEED
from hemu.demo.wengan.plans import Fate, Live, Way
from hemu.demo.wengan.records import Channel
from hemu.disputes.registration import NewDispute
from hemu.kernel import clock
from hemu.loop.screening.actions import register_dispute
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post, Role, UnitKind


class NotYet(Exception):
    """The next step lies in the future: the dispute has come as far as it has."""


@dataclass
class LiveWalk(Walk):
    """A walk that ends now, and that begins with a record."""

    until: datetime | None = None
    grid: int = 0
    """The place of the grid where it happened."""

    @contextmanager
    def then(self, least: float, most: float) -> Iterator[None]:
        """As of every walk; raises NotYet when the hour hasn't come."""
        at = into_office_hours(self.at + timedelta(hours=self.random.uniform(least, most)))
        if self.until is not None and at >= self.until:
            raise NotYet
        self.at = at
        with clock.at(at):
            yield

    def came_in(self, here: Place, channel: Channel, *, by: Actor, facts: Mapping[str, object]) -> None:
        """排: the record is written, and the dispute opened from it."""
        with self.then(0, 0):
            origin = records.write(channel, here, self.grid, self.told, by=by, chance=self.random)
            new = NewDispute(
                region=self.grid,
                title=self.told.title,
                narrative=self.told.narrative,
                kind=self.told.kind,
                source=channel.source,
                parties=self.told.parties,
                place=f"{here.village.name}{self.random.randrange(1, 9)}组",
                facts=dict(facts),
            )
            self.dispute = register_dispute(new, by=by, origin=origin).dispute
            records.went_on(origin, by=by)


@dataclass(frozen=True, slots=True)
class Present:
    """Walks the plans, each in its own village. Made once before the processes part."""

    places: list[Place]
    now: datetime

    def walk(self, plan: Live) -> None:
        """One dispute, as far as it has come."""
        from hemu.demo.wengan import ways

        chance = random.Random(f"{SEED}-{plan.number}")  # noqa: S311  # a demonstration
        here = self._place(plan, chance)
        names = Names(GUIZHOU, COUNTY, SEED + plan.number)
        spread = matters.PROFESSIONAL_SPREAD if plan.way == Way.PROFESSIONAL else matters.SPREAD
        told = tell(names, pick_group(chance, spread), here.village.name)
        at = into_office_hours(self.now - timedelta(days=plan.days))
        grid = here.village.code + chance.randrange(1, GRIDS + 1)
        walk = LiveWalk(told, at, chance, until=self.now, grid=grid)
        try:
            for step, _done in enumerate(ways.BY_NAME[plan.way](Trip(walk, here, plan))):
                if step == plan.stop:
                    break
        except NotYet:
            return

    def _place(self, plan: Live, chance: random.Random) -> Place:
        zhucang = self.places[0].township.code
        wanted = [here for here in self.places if (here.township.code == zhucang) == plan.in_zhucang]
        return chance.choice(wanted or self.places)


@dataclass(frozen=True, slots=True)
class Trip:
    """One dispute on its way through the offices of its place."""

    walk: LiveWalk
    here: Place
    plan: Live

    def village_post(self, role: Role = Role.MEDIATOR) -> Post:
        """Who holds a role in the village: a mediator of its committee, else of the villagers' committee."""
        kind = UnitKind.MEDIATION_COMMITTEE if role == Role.MEDIATOR else UnitKind.VILLAGE_COMMITTEE
        return self.here.staff.of(self.here.staff.first(self.here.village, kind), role)

    @property
    def finder(self) -> Actor:
        """The grid member of the grid where it happened."""
        office = self.here.staff.first(self.here.village, UnitKind.VILLAGE_COMMITTEE)
        posts = self.here.staff.by_unit[office.pk]
        return self.act_as(next(post for post in posts if post.lo == self.walk.grid))

    def act_as(self, post: Post) -> Actor:
        """The actor of a post."""
        return self.here.staff.actor(post)

    def fated(self, *fates: Fate) -> bool:
        """Whether one of these happens to it."""
        return self.plan.fate in fates


Steps = Iterator[None]
Travel = Callable[[Trip], Steps]
