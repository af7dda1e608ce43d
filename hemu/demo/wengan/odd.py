"""Visits that didn't happen as written, for the checks to find; and what reviewers made of some."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from hemu.demo.wengan import phones, pictures, terrain
from hemu.demo.wengan.desk import Desk
from hemu.demo.wengan.rounds import Rounds, Stop, whom
from hemu.kernel import clock
from hemu.kernel.ids import new_id
from hemu.loop.screening.actions import NewVisit, record_visit
from hemu.loop.screening.doubts.actions import decide
from hemu.loop.screening.doubts.models import Doubt, DoubtKind, DoubtStatus
from hemu.loop.screening.models import ObjectKind, VisitResult
from hemu.loop.screening.sent.actions import Sent, record_many
from hemu.loop.screening.sent.models import ClockSign
from hemu.orgs.actor import Actor

HURRIED = 11
"""Calls within one hour, one more than the rulebook believes."""


class Odd:
    """The odd visits, each by somebody of another village."""

    def __init__(self, desk: Desk) -> None:
        self.desk = Desk(desk.places, desk.now, 7)
        self.villages = len(self.desk.near)

    def write(self) -> None:
        """All of them."""
        self.from_the_town(2 % self.villages, 3.2)
        self.from_the_town(11 % self.villages, 2.1)
        self.two_places_at_once(3 % self.villages, 4 % self.villages)
        self.one_photo_twice(6 % self.villages)
        self.copied(7 % self.villages)
        self.a_dozen_in_an_hour(9 % self.villages)
        self.clock_put_back(1 % self.villages)

    def _told(self, number: int, by: Actor, at: datetime, place: int = 0, minutes: int = 20) -> NewVisit:
        stop = whom(self.desk, number, 1)[place]
        return Rounds(self.desk, number).told(stop, by, at, at + timedelta(minutes=minutes))

    def _write(self, new: NewVisit, by: Actor) -> None:
        with clock.at(new.ended_at + timedelta(minutes=4)):
            record_visit(new, by=by)

    def from_the_town(self, number: int, days: float) -> None:
        """Written at the desk in town, kilometres from the door that it tells of."""
        by = self.desk.grid_member(self.desk.near[number], 1)
        latitude, longitude = terrain.moved(terrain.TOWN, 60, -40)
        new = self._told(number, by, self.desk.moment(days))
        self._write(replace(new, latitude=latitude, longitude=longitude, accuracy=20.0), by)

    def two_places_at_once(self, first: int, second: int) -> None:
        """Two villages on two sides of the town, two minutes from one to the other."""
        by = self.desk.town.officer
        at = self.desk.moment(2.6)
        self._write(self._told(first, by, at), by)
        self._write(self._told(second, by, at + timedelta(minutes=22), 1), by)

    def one_photo_twice(self, number: int) -> None:
        """Last month's photo again, smaller and brighter."""
        by = self.desk.grid_member(self.desk.near[number], 1)
        before = self._told(number, by, self.desk.moment(24), 2)
        self._write(before, by)
        new = self._told(number, by, self.desk.moment(3.5), 3)
        self._write(replace(new, photos=[pictures.again(before.photos[0])]), by)

    def copied(self, number: int) -> None:
        """The same words at three doors."""
        by = self.desk.grid_member(self.desk.near[number], 1)
        first = self._told(number, by, self.desk.moment(9))
        self._write(first, by)
        for place, days in ((1, 5.4), (4, 2.3)):
            new = self._told(number, by, self.desk.moment(days), place)
            same = {"object_info": first.object_info, "done_on_spot": first.done_on_spot}
            self._write(replace(new, **same, what_follows=first.what_follows), by)  # type: ignore[arg-type]  # texts

    def a_dozen_in_an_hour(self, number: int) -> None:
        """Five minutes a door, eleven doors."""
        by = self.desk.grid_member(self.desk.near[number], 1)
        at = self.desk.moment(4.4)
        for place in range(HURRIED):
            began = at + timedelta(minutes=5 * place)
            new = self._told(number, by, began, place % 9, minutes=4)
            short = {"object_info": "在家。", "done_on_spot": "讲了用电用火。", "what_follows": ""}
            stop = Stop(ObjectKind.HOUSEHOLD, f"{self.desk.somebody()}家", 1)
            self._write(
                replace(new, **short, object_name=stop.name, result=VisitResult.NOTHING),  # type: ignore[arg-type]  # texts
                by,
            )

    def clock_put_back(self, number: int) -> None:
        """A phone whose clock was turned back by two hours for the visit, and forward again."""
        post = self.desk.grid_post(self.desk.near[number], 1)
        by = self.desk.near[number].staff.actor(post)
        at = self.desk.moment(1.6)
        with clock.at(self.desk.moment(40)):
            used = phones.enrolled(post, "红米 13C")
        new = self._told(number, by, at)
        hours = 2 * 3_600_000
        sent = Sent(
            id=new_id(),
            device_id=used.pk,
            number=41,
            said_at=at,
            received_at=new.ended_at + timedelta(hours=2),
            offset_ms=-400,
            margin_ms=900,
            content=hashlib.sha256(secrets.token_bytes(16)).digest(),
            signs=(ClockSign.JUMPED, ClockSign.BACKWARDS),
            jumps=[{"at": int(at.timestamp() * 1000), "by": -hours}],
        )
        with clock.at(new.ended_at + timedelta(hours=2)):
            record_many([(new, sent)], by=by)


def judged(desk: Desk) -> None:
    """What reviewers made of some of what was found; the rest waits."""
    here = desk.town
    said = (
        (
            DoubtKind.SAME_PHOTO, DoubtStatus.CONFIRMED,
            "向本人核实：当天下雨没有上门，用了上个月拍的照片。已批评教育，责令补访。",
        ),
        (
            DoubtKind.SAME_TEXT, DoubtStatus.UNFOUNDED,
            "电话问了两户，确实上门讲过同样的内容；已提醒按户写清不同情况。",
        ),
    )  # fmt: skip
    for kind, status, reason in said:
        rows = Doubt.objects.in_area(here.head).filter(kind=kind, status=DoubtStatus.OPEN)
        doubt = rows.order_by("found_at", "id").first()
        if doubt is not None:
            decide(doubt, status, reason, by=here.head)
