"""评: a conferral that was held and one that is called, a key dispute with its four levels, a safety plan."""

from __future__ import annotations

from datetime import datetime, timedelta

from hemu.demo.incidents.places import Place
from hemu.demo.wengan.desk import Desk
from hemu.disputes.models import ENDED, Colour, Dispute
from hemu.disputes.queries import get
from hemu.kernel import clock
from hemu.loop.assessment import actions as assessment
from hemu.loop.assessment import feedback
from hemu.loop.assessment import queries as warnings
from hemu.loop.assessment.conferral import actions as conferral
from hemu.loop.assessment.conferral import queries as conferrals
from hemu.loop.assessment.key import actions as key
from hemu.loop.assessment.key import queries as keyed
from hemu.loop.assessment.key.models import Grade
from hemu.loop.assessment.models import ContactKind, WarningNotice
from hemu.orgs.actor import Actor
from hemu.orgs.models import UnitKind

_CONCLUSIONS = (
    "派出所和村委会当天见面，村干部夜间陪护，镇综治中心每天调度一次。",
    "由镇自然资源所牵头到现场勘界，三天内拿出意见，再组织双方坐下来谈。",
    "司法所上门讲清法律后果，村调委会继续做工作，一周后再看。",
)
_TASKS = ("与双方见面并写明情况", "现场核实并提出处理意见", "上门普法")
_UPDATES = ("双方都已见面，情绪比昨天平稳，器具由村里代管。", "一方同意先停手，等勘界结果。")


class Assessing:
    """What the township's centre does about red and orange."""

    def __init__(self, places: list[Place], now: datetime) -> None:
        self.desk = Desk(places, now, 9)
        self.centre = self.desk.town.coordinator

    def write(self) -> None:
        """Everything, in the order of a day."""
        serious = list(
            Dispute.objects.in_area(self.centre)
            .filter(colour__in=(Colour.RED, Colour.ORANGE))
            .exclude(state__in=ENDED)
            .order_by("-colour", "-opened_at", "id")[:4]
        )
        with clock.at(self.desk.now - timedelta(hours=7)):
            self._answer_warnings()
            self._held()
        for number, dispute in enumerate(serious[:2]):
            with clock.at(self.desk.now - timedelta(hours=5 - number)):
                self._keyed(dispute, number)
        if serious and serious[0].colour == Colour.RED:
            with clock.at(self.desk.now - timedelta(hours=3)):
                self._plan(serious[0])
        self._called()
        feedback.raise_late()
        conferral.raise_late()

    def _answer_warnings(self) -> None:
        """The centre takes what the prefecture sent, and answers it; the county has yet to look."""
        for row in WarningNotice.objects.visible_to(self.centre).order_by("-made_at", "id")[:3]:
            own = [unit for unit in warnings.warned_units(row) if unit.unit_id == self.centre.unit_id]
            if own and own[0].received_at is None:
                assessment.receive(row, by=self.centre)
                assessment.answer(row, "已逐件包案，今天与双方见面，暂无激化迹象。", by=self.centre)

    def _units(self) -> list[UnitKind]:
        return [UnitKind.POLICE_STATION, UnitKind.JUDICIAL_OFFICE, UnitKind.TOWNSHIP_GOVERNMENT]

    def _new(self, held_at: datetime) -> conferral.NewConferral:
        here = self.desk.town
        return conferral.NewConferral(
            subject=f"{here.township.name}每周会商",
            held_at=held_at,
            chair=self.centre.name,
            units=[here.unit(kind) for kind in self._units()],
            place="镇综治中心会议室",
        )

    def _held(self) -> None:
        row = conferral.convene(self._new(clock.now()), by=self.centre)
        every = conferrals.items(row)
        for item in every[len(_CONCLUSIONS) :]:
            conferral.drop_item(row, item.id, by=self.centre)
        for number, item in enumerate(every[: len(_CONCLUSIONS)]):
            unit = self.desk.town.unit(self._units()[number % 3])
            owner = keyed.people_of([unit])[unit.pk][0]
            hours = (4, 60, 96)[number % 3]
            asked = conferral.NewMeasure(_TASKS[number], unit, owner, clock.now() + timedelta(hours=hours))
            conferral.conclude(row, item.id, _CONCLUSIONS[number], asked, by=self.centre)
        came = {one.unit_id: self.desk.somebody() for one in conferrals.attendance(row)[:2]}
        conferral.attend(row, came, by=self.centre)
        conferral.close(row, "对红色、橙色纠纷逐件研判，措施落实到单位、到人。", by=self.centre)

    def _called(self) -> None:
        """Next week's."""
        with clock.at(self.desk.now - timedelta(hours=1)):
            conferral.convene(self._new(self.desk.now + timedelta(days=6)), by=self.centre)

    def _keyed(self, dispute: Dispute, number: int) -> None:
        found = keyed.proposed(dispute)
        if found is None or keyed.current(dispute) is not None:
            return
        key.enter(dispute, found.category, found.grade, found.ground, by=self.centre)
        named = []
        for level in Grade if number == 0 else (Grade.TOWNSHIP, Grade.VILLAGE):
            units = keyed.units_at(dispute, level)
            people = keyed.people_of(units)
            unit = next((one for one in units if people[one.pk]), None)
            if unit is not None:
                named.append(key.Named(level, unit, people[unit.pk][0]))
        key.name_responsible(dispute, named, by=self.centre)
        until = clock.now() + timedelta(days=3)
        owner = named[-1].person
        key.plan(dispute, task="每天上门一次，讲明利害", owner=owner, due_at=until, by=self.centre)
        key.update(dispute, _UPDATES[number], by=self.centre)

    def _plan(self, dispute: Dispute) -> None:
        by: Actor = self.centre
        until = clock.now() + timedelta(hours=12)
        assessment.plan_measure(
            dispute,
            task="今晚由村干部和辅警陪护",
            owner=by.name,
            owner_unit=by.unit_name,
            due_at=until,
            by=by,
        )
        new = assessment.NewContact(ContactKind.WARN, "对方家里的老人", "13800000000", "同住，邻居照看")
        row = assessment.add_contact(get(dispute.county, dispute.id, by=by), new, by=by)
        assessment.told_contact(get(dispute.county, dispute.id, by=by), row.id, by=by)
        assessment.review_plan(
            get(dispute.county, dispute.id, by=by), "双方分开居住，陪护到位，明早再看。", by=by
        )
