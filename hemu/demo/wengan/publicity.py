"""宣传 in 珠藏镇: sessions with results, a message to groups and villagers, closed disputes told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

from hemu.demo.incidents.places import Place
from hemu.demo.wengan import gateway
from hemu.demo.wengan.desk import Desk
from hemu.demo.wengan.pictures import content
from hemu.disputes.models import Dispute, State
from hemu.kernel import clock
from hemu.loop.screening.groups.models import WorkGroup
from hemu.loop.screening.models import ObjectKind
from hemu.notices.bulletins import actions as bulletins
from hemu.notices.bulletins import subscribing
from hemu.notices.bulletins.models import Topic
from hemu.notices.channels.kinds import ChannelKind
from hemu.notices.sending import actions as sending
from hemu.notices.sending import receipts, working
from hemu.notices.sending.actions import Configured
from hemu.notices.sending.models import Channel, Delivery
from hemu.notices.sending.models import State as Sent
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.outreach.stories import actions as stories
from hemu.outreach.stories.queries import dispute_of
from hemu.outreach.stories.telling import both, refusal
from hemu.outreach.talks import actions as talks
from hemu.outreach.talks.models import Audience, Drive, Subject, TalkKind

_TALKS = (
    (
        TalkKind.COURTYARD,
        Subject.FRAUD,
        Audience.VILLAGERS,
        "院坝会：识破“安全账户”",
        60,
        20,
        73,
        "村委会坝子",
    ),
    (TalkKind.LESSON, Subject.MINORS, Audience.PUPILS, "开学法治第一课", 200, 12, 214, "小学操场"),
    (
        TalkKind.MARKET,
        Subject.MEDIATION,
        Audience.VILLAGERS,
        "赶场天摆摊：有纠纷找调解",
        150,
        6,
        180,
        "镇上集市",
    ),
    (TalkKind.LECTURE, Subject.LAND, Audience.VILLAGERS, "山林土地确权政策宣讲", 80, -3, 0, "村活动室"),
    (TalkKind.COURTYARD, Subject.FAMILY, Audience.VILLAGERS, "院坝会：家事好商量", 50, -9, 0, "大榕树下"),
)
"""Form, subject, audience, name, people expected, days ago (below 0: to come), people who came, where."""
_LAW = {
    1: "家庭成员应当敬老爱幼，互相帮助（民法典1043）。",
    2: "相邻各方应当按照有利生产、方便生活、团结互助、公平合理的原则处理相邻关系（民法典288）。",
    5: "行为人因过错侵害他人民事权益造成损害的，应当承担侵权责任（民法典1165）。",
    6: "当事人应当按照约定全面履行自己的义务（民法典509）。",
    8: "借款人应当按照约定的期限返还借款（民法典675）。",
}
"""By the first two digits of the kind of dispute."""
_ANY_LAW = "经人民调解达成的协议有法律约束力，当事人应当按照约定履行（人民调解法31）。"


def write(places: list[Place], now: datetime) -> None:
    """All of it, by the people of the township."""
    desk = Desk(places, now, 8)
    _sessions(desk)
    with gateway.running() as address:
        _messages(desk, address)
    _stories(desk)


def _centre(desk: Desk) -> Actor:
    return desk.town.coordinator


def _sessions(desk: Desk) -> None:
    by, town = _centre(desk), desk.town.township
    with desk.ago(40):
        days = (clock.today(), clock.today() + timedelta(days=90))
        drive = talks.start_drive(town, "冬季平安宣传", days, (12, 1500), by=by)
    for number, line in enumerate(_TALKS):
        _session(desk, drive, number, line)


def _session(desk: Desk, drive: Drive, number: int, line: tuple) -> None:  # type: ignore[type-arg]  # a line of _TALKS
    kind, subject, audience, title, expected, days, came, place = line
    here = desk.near[number % len(desk.near)]
    at = desk.now - timedelta(days=days)
    with desk.ago(max(days, 0) + 4):
        new = talks.NewTalk(
            here.grid, kind, subject, audience, title, here.officer.name, at, expected, place, drive=drive
        )
        row = talks.plan(new, by=here.officer)
    if days > 0:
        with clock.at(at + timedelta(hours=3)):
            files = [("现场.jpg", content(ObjectKind.SCHOOL, f"talk-{number}"))]
            said = f"讲了身边的例子，现场答了十来个问题，到场 {came} 人。"
            talks.report(row, talks.Held(at, came, said, came // 2, files), by=here.officer)


def _messages(desk: Desk, address: str) -> None:
    admin = replace(desk.county_centre, permissions=frozenset({Permission.MANAGE_ORGS}))
    values = {"url": address, "secret": "demonstration-only", "sign": "瓮安综治"}
    sms = sending.add_channel(
        ChannelKind.SMS_GATEWAY, Configured("短信网关（演示，未接通）", 300, values), by=admin
    )
    robot = sending.add_channel(
        ChannelKind.WECOM_ROBOT,
        Configured("平安群机器人（演示，未接通）", 20, {"key": "demonstration-only"}),
        by=admin,
    )
    home, by = desk.home, _centre(desk)
    for number in range(1, 7):
        phone, topics = f"1390851000{number}", [Topic.FRAUD, Topic.LAW, Topic.SAFETY]
        subscribing.subscribe(home.village.code, phone, topics, by=home.officer)
    with clock.at(_mid_morning(desk)):
        _send(desk, by)
        working.send_once()
        _arrived(sms)
    groups = _groups(desk)
    if groups:
        bulletins.set_robot(groups[0], robot, by=by)
    later = desk.now + timedelta(days=2)
    bulletins.plan(
        _bulletin(
            desk, Topic.SAFETY, "元旦前防火提醒", "烧香祭祖、烤火取暖要有人看着，睡前关电热毯。", [], later
        ),
        by=by,
    )


def _mid_morning(desk: Desk) -> datetime:
    """An hour of yesterday at which messages may go out."""
    return clock.local(desk.now - timedelta(days=1)).replace(hour=10, minute=5)


def _groups(desk: Desk) -> list[WorkGroup]:
    rows = WorkGroup.objects.in_area(_centre(desk)).filter(closed_at=None).order_by("region", "id")
    return list(rows[:2])


def _bulletin(
    desk: Desk, topic: Topic, subject: str, text: str, groups: list[WorkGroup], at: datetime
) -> bulletins.NewBulletin:
    area = desk.town.township
    return bulletins.NewBulletin(area, topic, subject, text, True, groups, at)


def _send(desk: Desk, by: Actor) -> None:
    text = "凡是要您转账到“安全账户”的都是诈骗，挂断电话，拨打 96110。"
    new = _bulletin(desk, Topic.FRAUD, "识破“安全账户”", text, _groups(desk), clock.now())
    bulletins.plan(new, by=by)
    bulletins.send_due()


def _arrived(sms: Channel) -> None:
    """The gateway tells, for all but one, that they arrived."""
    for row in Delivery.objects.filter(channel=sms, state=Sent.SENT).order_by("id")[1:]:
        receipts.take(sms, json.dumps({"msgid": row.receipt, "state": "delivered"}).encode())


def _stories(desk: Desk) -> None:
    """One published, one that waits for somebody else to look at it."""
    by, officer = _centre(desk), desk.town.officer
    found = Dispute.objects.in_area(by).filter(state=State.CLOSED).order_by("-opened_at", "-id")
    told = [row for row in found[:20] if not refusal(row)][:2]
    for number, dispute in enumerate(told):
        with desk.ago(3 - number):
            text = f"{dispute.narrative}\n双方听了道理，各让一步，当场和好。"
            lesson = f"{_LAW.get(dispute.kind // 100, _ANY_LAW)}先找村里调解，不伤和气。"
            story = stories.write(dispute, dispute.title[:60], text, lesson, by=officer)
            stories.submit(story, by=officer)
            if number == 0:
                risks = both(story, dispute_of(story)).risks
                stories.approve(story, [risk.key for risk in risks], by=by)
