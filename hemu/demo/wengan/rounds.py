"""走访: what grid members and auxiliaries of 珠藏镇 wrote in the last two months, round by round."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hemu.demo.incidents.places import Place
from hemu.demo.wengan import pictures, terrain, words
from hemu.demo.wengan.desk import Desk
from hemu.kernel import clock
from hemu.loop.screening.actions import NewVisit, record_visit, review_visit
from hemu.loop.screening.models import ObjectKind, Visit, VisitReason, VisitResult
from hemu.orgs.actor import Actor
from hemu.orgs.models import Role, UnitKind

OLDEST = 55
"""Days: the first round of all."""
SELDOM = (5, 8, 10)
"""Villages by number in which hardly anybody walks: what the coverage pages are for."""
_KINDS = (
    *(ObjectKind.HOUSEHOLD,) * 6,
    *(ObjectKind.RENTED_HOME, ObjectKind.SHOP, ObjectKind.BUILDING_SITE, ObjectKind.EMPLOYER),
)


@dataclass(frozen=True, slots=True)
class Stop:
    """Where somebody calls on a round."""

    kind: ObjectKind
    name: str
    which: int
    """The grid's number in its village."""


def whom(desk: Desk, number: int, which: int) -> list[Stop]:
    """What there is in a grid, by the register's names; the same every time."""
    here = desk.near[number]
    local = Desk([here], desk.now, 3000 + number * 10 + which)
    homes = [Stop(ObjectKind.HOUSEHOLD, f"{local.somebody()}家", which) for _n in range(9)]
    rented = [Stop(ObjectKind.RENTED_HOME, f"{local.somebody()}的出租房", which) for _n in range(2)]
    shop = Stop(ObjectKind.SHOP, f"{local.somebody()}的小卖部", which)
    site = Stop(ObjectKind.BUILDING_SITE, f"{here.village.name}{which}组建房工地", which)
    employer = words.EMPLOYERS[(number * 2 + which) % len(words.EMPLOYERS)]
    return [*homes, *rented, shop, site, Stop(ObjectKind.EMPLOYER, employer, which)]


class Rounds:
    """One village's rounds."""

    def __init__(self, desk: Desk, number: int) -> None:
        self.desk = Desk(desk.places, desk.now, 200 + number)
        self.number = number
        self.here: Place = self.desk.near[number]

    def walk(self) -> None:
        """Every round, oldest first; the head reviews what has lain long enough."""
        chance = self.desk.chance
        many = 1 if self.number in SELDOM else 3 if self.number % 3 == 0 else 2
        for turn in range(many):
            for which in (1, 2):
                days = OLDEST - 18 * turn - chance.random() * 10 - which
                self.round(self.desk.grid_member(self.here, which), which, days, calls=2 + (turn + which) % 2)
        if self.number not in SELDOM:
            self.round(self._auxiliary(), 1 + self.number % 2, 3 + chance.random() * 9, calls=2)

    def _auxiliary(self) -> Actor:
        office = self.here.staff.by_kind.get((self.here.village.code, UnitKind.POLICE_OFFICE))
        return self.here.staff.act_as(office[0], Role.VILLAGE_AUXILIARY) if office else self.here.officer

    def round(self, by: Actor, which: int, days: float, *, calls: int) -> None:
        """Some calls one after the other, then the reviewer's word."""
        chance = self.desk.chance
        stops = chance.sample(whom(self.desk, self.number, which), calls)
        at = self.desk.moment(days)
        for stop in stops:
            at += timedelta(minutes=chance.randrange(14, 35))
            began = at
            at += timedelta(minutes=chance.randrange(12, 40))
            if at >= self.desk.now:
                return
            with clock.at(at + timedelta(minutes=3)):
                visit = record_visit(self.told(stop, by, began, at), by=by)
            self._reviewed(visit, days)

    def told(self, stop: Stop, by: Actor, began: datetime, ended: datetime) -> NewVisit:
        """All thirteen items."""
        chance = self.desk.chance
        hazard = chance.random() < 0.12
        latitude, longitude = terrain.door(self.number, stop.which, chance)
        made = NewVisit(
            region=self.here.village.code + stop.which,
            place=f"{self.here.village.name}{chance.randrange(1, 9)}组",
            latitude=latitude,
            longitude=longitude,
            accuracy=float(chance.choice((8, 12, 15, 24, 40))),
            visitors=by.name,
            started_at=began,
            ended_at=ended,
            object_kind=stop.kind,
            object_name=stop.name,
            object_people=chance.randrange(1, 6),
            object_info=chance.choice(words.WHOM[stop.kind]),
            reason=chance.choice((VisitReason.ROUTINE, VisitReason.ROUTINE, VisitReason.FOLLOWING)),
            has_hazard=hazard,
            hazard_text=chance.choice(words.HAZARDS) if hazard else "",
            publicity=chance.choice(words.MADE_KNOWN),
            photos=[pictures.photo(stop.kind, f"{by.person_id}-{stop.name}-{began}")],
            done_on_spot="".join(chance.sample(words.DONE, 2)),
            result=VisitResult.AGAIN if hazard else VisitResult.NOTHING,
            what_follows=chance.choice(words.NEXT),
        )
        if chance.random() < 0.08:
            return replace(made, needs_help=True, help_text=chance.choice(words.HELP))
        return made

    def _reviewed(self, visit: Visit, days: float) -> None:
        chance = self.desk.chance
        if days < 4 or chance.random() < 0.12:
            return
        with self.desk.ago(days - 1.5):
            if chance.random() < 0.07:
                reason = "基本情况写得太简单，看不出家里有几口人，请补充后再提交。"
                review_visit(visit, approve=False, reason=reason, by=self.here.head, edition=visit.edition)
            else:
                review_visit(visit, approve=True, by=self.here.head, edition=visit.edition)
