"""What lies on the desks of 瓮安县 besides: small services, dangers, a warning from the prefecture."""

from __future__ import annotations

from datetime import datetime, timedelta

from hemu.demo.incidents.places import Place
from hemu.demo.wengan.desk import Desk
from hemu.demo.wengan.offices import COUNTY
from hemu.disputes.models import ENDED, Colour, Dispute
from hemu.kernel import clock
from hemu.loop.assessment import actions as assessment
from hemu.loop.screening.actions import find_hazard, remove_hazard
from hemu.orgs.actor import Actor
from hemu.orgs.models import UnitKind
from hemu.outreach.actions import close_service, open_service
from hemu.outreach.models import ServiceKind, ServiceResult

_HAZARDS = (
    "屋后边坡有裂缝，雨天可能垮塌。",
    "电线老化，搭在竹竿上。",
    "水塘边没有护栏，有小孩玩耍。",
    "煤棚堆在灶边，容易起火。",
    "路口没有警示牌，弯急坡陡。",
)
_REMOVED = {1: "供电所已换线入杆。", 3: "煤已搬到院外，灶边清空。"}
_SERVICES = (
    (ServiceKind.LOST_THING, "赶场时丢了一个布包，内有身份证和两百元。", "在班车上找到，已送还。"),
    (ServiceKind.PAPERS, "老人行动不便，请把身份证送上门。", "民警已送证上门。"),
    (ServiceKind.FRAUD, "接到自称客服的电话要求转账。", "上门讲清骗局，未受损失。"),
    (ServiceKind.LOST_PERSON, "老人出门半日未归。", "在邻村亲戚家找到。"),
    (ServiceKind.RESCUE, "村口有人醉酒躺在路边。", "已送回家交给亲属。"),
    (ServiceKind.OTHER, "请帮忙联系搬运病人的车辆。", "村里派车送到卫生院。"),
)


class Besides:
    """Small services and dangers, in 珠藏镇."""

    def __init__(self, desk: Desk) -> None:
        self.desk = Desk(desk.places, desk.now, 1)

    def write(self) -> None:
        """Everything, in the order of a township's day."""
        for number in range(len(_HAZARDS) + len(_SERVICES) * 2):
            self._small(number)

    def _small(self, number: int) -> None:
        here = self.desk.chance.choice(self.desk.near)
        days = 1 + number * 2.5
        with self.desk.ago(days):
            if number < len(_HAZARDS):
                self._hazard(number, here)
                return
            kind, text, done = _SERVICES[number % len(_SERVICES)]
            whom = self.desk.somebody()
            service = open_service(kind=kind, region=here.grid, for_whom=whom, text=text, by=here.officer)
            if number % 3:
                close_service(service, ServiceResult.DONE, done, by=here.officer)

    def _hazard(self, number: int, here: Place) -> None:
        hazard = find_hazard(
            region=here.grid,
            text=_HAZARDS[number],
            found_at=clock.now(),
            place=here.village.name,
            by=here.officer,
        )
        if number % 2:
            with clock.at(clock.now() + timedelta(hours=20)):
                remove_hazard(hazard, _REMOVED[number], by=here.officer)


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
