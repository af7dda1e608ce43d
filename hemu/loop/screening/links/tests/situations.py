"""Situations that the tests of links begin from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hemu.disputes.models import Dispute, Side
from hemu.disputes.parties import NewParty
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import VILLAGE, report
from hemu.kernel import clock
from hemu.loop.screening.links.models import Proposal, Status
from hemu.loop.screening.links.proposing import propose_once
from hemu.orgs.tests.cast import Cast

NUMBER = "522725197403120017"
PHONE = "13885425521"
PARTIES = (NewParty("张国强", phone=PHONE), NewParty("李长河", side=Side.RESPONDENT))
NARRATIVE = "两家共用大田坝的水沟，天旱抢水发生口角，要求按先后轮流放水。"
OTHER_COUNTY = 522723106201001


def day(ago: int) -> Any:
    return clock.today() - timedelta(days=ago)


def first(cast: Cast, **over: Any) -> Dispute:
    """A quarrel over water, registered by the officer."""
    parts: dict[str, Any] = {
        "narrative": "张国强与李长河两家共用大田坝的水沟，天旱抢水发生口角，张国强要求按先后轮流放水。",
        "parties": (
            NewParty("张国强", identity_number=NUMBER, phone=PHONE),
            NewParty("李长河", side=Side.RESPONDENT),
        ),
        "occurred_on": day(9),
    }
    return register(report(**{**parts, **over}), by=cast.officer)


def again(cast: Cast, **over: Any) -> Dispute:
    """The same, as a visitor heard it: another grid and kind, a homophone, a form of address, other words."""
    parts: dict[str, Any] = {
        "title": "老李反映的放水纠纷",
        "narrative": "走访中了解到，老李和章国强为大田坝那条沟的水吵架，都说轮到自己放水，请村里定个规矩。",
        "parties": (NewParty("老李"), NewParty("章国强", side=Side.RESPONDENT, phone=PHONE)),
        "region": VILLAGE + 2,
        "kind": 202,
        "place": "大田坝",
        "occurred_on": day(7),
    }
    return register(report(**{**parts, **over}), by=cast.officer)


def grown(cast: Cast, **over: Any) -> Dispute:
    """A fight between the same two, weeks later, over what was before."""
    parts: dict[str, Any] = {
        "title": "张国强与李长河打架",
        "narrative": "李长河因上次放水的事怀恨在心，在赶场路上与张国强互殴。"
        "张国强头部受伤，要求赔医药费 1200 元。",
        "parties": (
            NewParty("张国强", identity_number=NUMBER),
            NewParty("李长河", side=Side.RESPONDENT),
        ),
        "kind": 303,
        "place": "赶场路口",
        "occurred_on": day(1),
    }
    return register(report(**{**parts, **over}), by=cast.officer)


def apart(cast: Cast, **over: Any) -> Dispute:
    """Something else, of other people."""
    parts: dict[str, Any] = {
        "title": "何家与罗家借款纠纷",
        "narrative": "罗明芳借何正才三万元，到期不还，何正才上门讨要。",
        "parties": (NewParty("何正才"), NewParty("罗明芳", side=Side.RESPONDENT)),
        "kind": 804,
        "place": "新街",
    }
    return register(report(**{**parts, **over}), by=cast.officer)


def swept() -> list[Proposal]:
    """What stands open once the sweep has looked at everything."""
    while propose_once():
        pass
    return standing(Status.OPEN)


def standing(*statuses: Status) -> list[Proposal]:
    rows = Proposal.objects.unscoped(reason="a test").filter(status__in=statuses or list(Status))
    return list(rows.order_by("id"))
