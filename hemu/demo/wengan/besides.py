"""What lies on the desks of 瓮安县 besides disputes: visits, small services, petitions, a warning."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from hemu.demo.incidents.places import Place
from hemu.demo.names import GUIZHOU, Names
from hemu.demo.walk import into_office_hours
from hemu.demo.wengan import records
from hemu.demo.wengan.offices import COUNTY, SEED, ZHUCANG
from hemu.disputes.models import ENDED, Colour, Dispute
from hemu.kernel import clock
from hemu.loop.assessment import actions as assessment
from hemu.loop.screening.actions import (
    NewVisit,
    find_hazard,
    hold_meeting,
    note_group,
    record_petition,
    record_visit,
    review_visit,
    take_report,
)
from hemu.loop.screening.models import ObjectKind, VisitReason, VisitResult
from hemu.orgs.actor import Actor
from hemu.orgs.models import Role, UnitKind
from hemu.outreach.actions import close_service, open_service
from hemu.outreach.models import ServiceKind, ServiceResult

VISITS = 48
_OBJECTS = (
    (ObjectKind.HOUSEHOLD, "{name}家", "老两口在家，子女在外务工。"),
    (ObjectKind.SHOP, "{name}的小卖部", "一间门面，卖日用杂货。"),
    (ObjectKind.RENTED_HOME, "{name}的出租房", "租给外来务工的一家三口。"),
    (ObjectKind.BUILDING_SITE, "{village}建房工地", "在建两层，有工人五名。"),
    (ObjectKind.SCHOOL, "{village}小学", "学生一百多名，有门卫。"),
)
_HAZARDS = (
    "屋后边坡有裂缝，雨天可能垮塌。",
    "电线老化，搭在竹竿上。",
    "水塘边没有护栏，有小孩玩耍。",
    "煤棚堆在灶边，容易起火。",
    "路口没有警示牌，弯急坡陡。",
)
_SERVICES = (
    (ServiceKind.LOST_THING, "赶场时丢了一个布包，内有身份证和两百元。", "在班车上找到，已送还。"),
    (ServiceKind.PAPERS, "老人行动不便，请把身份证送上门。", "民警已送证上门。"),
    (ServiceKind.FRAUD, "接到自称客服的电话要求转账。", "上门讲清骗局，未受损失。"),
    (ServiceKind.LOST_PERSON, "老人出门半日未归。", "在邻村亲戚家找到。"),
    (ServiceKind.RESCUE, "村口有人醉酒躺在路边。", "已送回家交给亲属。"),
    (ServiceKind.OTHER, "请帮忙联系搬运病人的车辆。", "村里派车送到卫生院。"),
)
_REPORTS = (
    "路灯坏了一个月，晚上走路看不见。",
    "邻居修水沟把水引到我家门口，想请村里看看。",
    "想问问修路占的地什么时候补。",
)
_PETITIONS = (
    "反映自来水时有时无，要求尽快解决。",
    "反映村里评议低保不公开，要求公示。",
    "反映采石场粉尘大，要求整治。",
)


class Besides:
    """Writes all of it, in 珠藏镇 and a little elsewhere."""

    def __init__(self, places: list[Place], now: datetime) -> None:
        self.now = now
        self.near = [here for here in places if here.township.code == ZHUCANG] or places[:1]
        self.chance = random.Random(SEED)  # noqa: S311  # a demonstration, not a secret
        self.names = Names(GUIZHOU, COUNTY, SEED - 1)

    def write(self) -> None:
        """Everything, in the order of a township's day."""
        for number in range(VISITS):
            self._visit(number)
        for number in range(len(_HAZARDS) + len(_SERVICES) * 2):
            self._small(number)
        for text in _REPORTS:
            self._report(text)
        for number, text in enumerate(_PETITIONS):
            self._petition(text, days=3 + 9 * number)
        self._meeting()
        self._group()

    def _at(self, days: float) -> datetime:
        moment = into_office_hours(self.now - timedelta(days=days))
        return moment if moment < self.now else self.now - timedelta(minutes=30)

    def _visit(self, number: int) -> None:
        here = self.chance.choice(self.near)
        by = here.officer if number % 3 else self._grid_member(here)
        days = number * 1.5 + self.chance.random()
        with clock.at(self._at(days)):
            visit = record_visit(self._new_visit(here, by, number), by=by)
        if number % 12 == 5:
            with clock.at(self._at(max(days - 1, 0.2))):
                reason = "走访对象的基本情况太简单，请补充后再提交。"
                review_visit(visit, approve=False, reason=reason, by=here.head, edition=visit.edition)
        elif number > 10:
            with clock.at(self._at(max(days - 1, 0.2))):
                review_visit(visit, approve=True, by=here.head, edition=visit.edition)

    def _new_visit(self, here: Place, by: Actor, number: int) -> NewVisit:
        kind, name, info = _OBJECTS[number % len(_OBJECTS)]
        hazard = number % 9 == 4
        return NewVisit(
            region=here.village.code + 1 + number % 2 if by == here.officer else here.grid,
            place=f"{here.village.name}{self.chance.randrange(1, 9)}组",
            visitors=by.name,
            started_at=clock.now() - timedelta(minutes=45),
            ended_at=clock.now() - timedelta(minutes=5),
            object_kind=kind,
            object_name=name.format(name=self.names.name(self.names.sex()), village=here.village.name),
            object_people=self.chance.randrange(1, 6),
            object_info=info,
            reason=self.chance.choice((VisitReason.ROUTINE, VisitReason.CAMPAIGN, VisitReason.KEY_DATE)),
            has_hazard=hazard,
            hazard_text=self.chance.choice(_HAZARDS) if hazard else "",
            publicity="防火、防电信诈骗、交通安全；有矛盾找网格员。",
            done_on_spot="看了用电用火，讲了注意事项。",
            result=VisitResult.AGAIN if hazard else VisitResult.NOTHING,
            what_follows="一周后再看。" if hazard else "按月走访。",
        )

    @staticmethod
    def _grid_member(here: Place) -> Actor:
        return here.staff.act_as(here.staff.first(here.village, UnitKind.VILLAGE_COMMITTEE), Role.GRID_MEMBER)

    def _small(self, number: int) -> None:
        here = self.chance.choice(self.near)
        with clock.at(self._at(1 + number * 2.5)):
            if number < len(_HAZARDS):
                text = _HAZARDS[number]
                find_hazard(region=here.grid, text=text, found_at=clock.now(), by=here.officer)
                return
            kind, text, done = _SERVICES[number % len(_SERVICES)]
            whom = self.names.name(self.names.sex())
            service = open_service(kind=kind, region=here.grid, for_whom=whom, text=text, by=here.officer)
            if number % 3:
                close_service(service, ServiceResult.DONE, done, by=here.officer)

    def _report(self, text: str) -> None:
        here = self.chance.choice(self.near)
        with clock.at(self._at(0.3 + self.chance.random() * 4)):
            take_report(
                region=here.grid, text=text, reporter=self.names.name(self.names.sex()),
                phone=self.names.phone(), team=records.team(here), by=here.officer,
            )  # fmt: skip

    def _petition(self, text: str, *, days: float) -> None:
        here = self.chance.choice(self.near)
        by = here.coordinator
        with clock.at(self._at(days)):
            record_petition(
                region=here.township.code, number=f"XF{clock.today():%Y%m%d}{int(days):04d}",
                from_unit="瓮安县信访局", received_at=clock.now(), narrative=text, by=by,
            )  # fmt: skip

    def _meeting(self) -> None:
        here = self.near[0]
        with clock.at(self._at(6)):
            hold_meeting(
                region=here.township.code,
                subject=f"{here.township.name}月度矛盾纠纷研判会",
                held_at=clock.now() - timedelta(hours=2),
                units=("派出所", "司法所", "综治中心", "自然资源所", "信访办"),
                minutes="通报本月新增和超期的矛盾纠纷，对橙色以上的逐件研判，明确责任人和时限。",
                items=(
                    ("派出所", "两户为宅基地滴水地多次报警，需要自然资源所一起上门。"),
                    ("信访办", "一件低保评议的信访件快到期，请村里入户核实。"),
                ),
                by=here.coordinator,
            )

    def _group(self) -> None:
        here = self.near[-1]
        with clock.at(self._at(1.2)):
            note_group(
                region=here.grid, group_name=f"{here.village.name}警民联系群", received_at=clock.now(),
                text="村民说两家为机耕道争吵，请民警抽空来看看。", by=here.officer,
            )  # fmt: skip


def warn(places: list[Place], prefecture: Actor, now: datetime) -> None:
    """The prefecture points the county to what is red or orange; nobody has answered yet."""
    open_ones = Dispute.objects.in_area(prefecture).filter(
        county=COUNTY, colour__in=(Colour.RED, Colour.ORANGE)
    )
    disputes = list(open_ones.exclude(state__in=ENDED).order_by("-colour", "-opened_at", "id")[:3])
    if not disputes:
        return
    centres = {here.township.code: here.unit(UnitKind.TOWNSHIP_CENTRE) for here in places}
    county = places[0].staff.first(places[0].staff.county, UnitKind.COUNTY_CENTRE)
    with clock.at(now - timedelta(hours=20)):
        units = [
            (dispute, unit)
            for dispute in disputes
            for unit in (county, centres[dispute.region // 10**6 * 10**6])
        ]
        new = assessment.NewWarning(
            subject="红色、橙色矛盾纠纷预警",
            analysis="近期多件纠纷涉及人数多、情绪激动，节前有激化风险。",
            guidance="逐件包案，三日内见面，落实防护措施并反馈。",
            receive_by=clock.now() + timedelta(hours=24),
            answer_by=clock.now() + timedelta(days=3),
            units=units,
        )
        assessment.send(new, by=prefecture)
