"""Disputes that are one matter, or of which one grew out of another, entered by different hands.

The proposals are found by themselves; some are decided.
"""

from __future__ import annotations

from dataclasses import dataclass

from hemu.demo.incidents.places import Place
from hemu.demo.wengan.desk import Desk
from hemu.demo.wengan.offices import COUNTY
from hemu.disputes.models import Dispute, LinkKind, Side, Source
from hemu.disputes.parties import NewParty
from hemu.disputes.registration import NewDispute
from hemu.kernel import clock
from hemu.loop.screening.actions import register_dispute
from hemu.loop.screening.links import actions, proposing
from hemu.loop.screening.links.models import Proposal, Status
from hemu.orgs.models import Role, UnitKind
from hemu.triage import proposal as triage
from hemu.triage.taken import taken


@dataclass(frozen=True, slots=True)
class Told:
    """One registration: how many days ago, by whom, with which names."""

    days: float
    title: str
    kind: int
    between: tuple[tuple[str, str], tuple[str, str]]
    text: str
    place: str
    by_village: bool = False


_CLEAR, _PHONE, _OTHER = "17000004471", "17000004472", "17000008813"
MATTERS: tuple[tuple[Told, Told], ...] = (
    (
        Told(8, "王某兴与李某林承包地边界纠纷", 901, (("王兴发", _CLEAR), ("李正林", _PHONE)),
             "两家承包地的田埂被挖掉半米，王兴发说是李正林挖的，要求恢复。", "大田坝"),
        Told(5, "王某与李某田界争执", 901, (("王新发", _CLEAR), ("李正林", "")),
             "村民来说大田坝的田埂被挖，两家吵起来，要村里去看。", "二组大田坝", by_village=True),
    ),
    (
        Told(30, "龙某与潘某借款纠纷", 804, (("龙建国", _OTHER), ("潘志明", "")),
             "潘志明借了龙建国一万八千元买拖拉机，到期没有还。", "上寨"),
        Told(4, "龙某与潘某打伤赔偿纠纷", 303, (("潘志明", ""), ("龙建国", _OTHER)),
             "因先前的借款，龙建国上门讨要时把潘志明推倒，手腕擦伤。", "上寨"),
    ),
    (
        Told(16, "韦某与莫某排水沟纠纷", 201, (("韦光明", "17000002206"), ("莫安全", "")),
             "莫安全砌院墙把两家共用的排水沟堵了，雨水倒灌韦光明家。", "三组水井坎"),
        Told(3, "韦某与莫某院墙纠纷", 202, (("韦光明", "17000002206"), ("莫安全", "")),
             "韦光明拆了莫安全新砌的院墙一角，说是为了通沟，莫安全要求赔。", "三组水井坎", by_village=True),
    ),
    (
        Told(7, "陈某与田某交通事故赔偿纠纷", 503, (("陈文学", "17000006613"), ("田永胜", "")),
             "田永胜的三轮车在岔路口撞到陈文学，医药费两千六百元谈不拢。", "岔路口"),
        Told(6, "陈文雪与田某事故纠纷", 503, (("陈文雪", "17000006613"), ("田永胜", "")),
             "赶场天三轮车撞人，伤者的医药费没有人付。", "岔路口", by_village=True),
    ),
    (
        Told(12, "杨某英与罗某福排水沟纠纷", 201, (("杨秀英", "17000005521"), ("罗天福", "")),
             "罗天福修猪圈占了排水沟，水流进杨秀英家堂屋。", "四组"),
        Told(2, "杨某英与罗某贵排水沟纠纷", 201, (("杨秀英", "17000009940"), ("罗天贵", "")),
             "罗天贵家的屋檐水流到杨秀英家菜地，说了没有用。", "四组", by_village=True),
    ),
)  # fmt: skip
"""Each pair is one matter (typed wrong, written as it sounds, grown out of the first), but the last:
two women of one name.
"""


class Twins:
    """Writes the pairs, each in a village of its own."""

    def __init__(self, desk: Desk) -> None:
        self.desk = Desk(desk.places, desk.now, 23)

    def write(self) -> None:
        """Every registration, by the station or by the village, with what the narrative suggested."""
        for number, pair in enumerate(MATTERS):
            here = self.desk.near[(number * 2 + 1) % len(self.desk.near)]
            for one in pair:
                self._registered(one, here)

    def _registered(self, one: Told, here: Place) -> Dispute:
        committee = here.staff.first(here.village, UnitKind.MEDIATION_COMMITTEE)
        by = here.staff.act_as(committee, Role.MEDIATOR) if one.by_village else here.officer
        with self.desk.ago(one.days):
            suggested = triage.propose(one.text)
            facts = {"injury": True} if one.kind == 303 else {}
            new = NewDispute(
                here.grid,
                one.title,
                one.text,
                one.kind,
                Source.BY_HAND,
                tuple(
                    NewParty(name, side=side, phone=phone)
                    for (name, phone), side in zip(
                        one.between, (Side.APPLICANT, Side.RESPONDENT), strict=True
                    )
                ),
                f"{here.village.name}{one.place}",
                facts=facts,
                triage=taken(suggested, one.kind, facts),
            )
            return register_dispute(new, by=by).dispute


def proposed() -> None:
    """The sweep: every registration of the county held against those that share something with it."""
    while proposing.propose_once():
        pass


def decided(desk: Desk) -> None:
    """One is confirmed, one refused; the others wait for whoever looks."""
    by = desk.town.officer
    with clock.at(desk.moment(0.3)):
        grown = _between(MATTERS[1])
        if grown is not None:
            grounds = "当事人相同，后一件的起因就是前一件没有还清的借款。"
            actions.confirm(grown.county, grown.id, LinkKind.SOURCE, grounds, by=by)
        namesakes = _between(MATTERS[-1])
        if namesakes is not None:
            reason = "问过村里，两个杨秀英不是同一人，一个住上寨，一个住下寨。"
            actions.refuse(namesakes.county, namesakes.id, reason, by=by)


def _between(pair: tuple[Told, Told]) -> Proposal | None:
    """The open proposal between the disputes of a pair."""
    titled = Dispute.objects.unscoped(reason="the demonstration's own").filter(county=COUNTY)
    ends = list(titled.filter(title__in=[one.title for one in pair]).values_list("id", flat=True))
    rows = Proposal.objects.unscoped(reason="the demonstration's own").filter(status=Status.OPEN)
    return rows.filter(county=COUNTY, dispute_id__in=ends, other_id__in=ends).first()
