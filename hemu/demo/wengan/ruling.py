"""评: a change of the rating rules that waits for a second administrator; ratings that two people lower."""

from __future__ import annotations

from datetime import datetime, timedelta

from hemu.demo.incidents.places import Place
from hemu.disputes.models import ENDED, Colour, Dispute
from hemu.disputes.trials import actions as trials
from hemu.kernel import clock
from hemu.loop.assessment import actions as assessment
from hemu.loop.assessment.rating import needs_second
from hemu.orgs.actor import Actor
from hemu.orgs.models import Role, UnitKind
from hemu.rulebook import actions as rules
from hemu.rulebook.models import RuleTable, Status

_PEOPLE = 8
_WHY = "本县每户人口少，八个人已经涉及三四户，参照近两年的群体性纠纷，降为 8 人。"
_REASONS = (
    "镇、村两级已上门，双方情绪平稳，器械已交出，家人陪护。",
    "两户已当面道歉，赔偿款当场付清，不再有激化可能。",
    "涉事的一方已外出务工，近半年没有再来往，群众已平静。",
)


def revise(places: list[Place], now: datetime) -> None:
    """One administrator proposes that eight people are many; the trial on last month says what it changes."""
    by = places[0].actor(UnitKind.COUNTY_CENTRE, Role.ADMINISTRATOR)
    held = RuleTable.objects.filter(name="rating", status=Status.PROPOSED).first()
    if held is None:
        with clock.at(now - timedelta(hours=5)):
            held = _proposed(by)
    trials.start(held, since=clock.today() - timedelta(days=30), until=clock.today(), by=by)


def _proposed(by: Actor) -> RuleTable:
    draft = rules.draft("rating", by=by)
    rows = [dict(row) for row in draft.rows]
    many = next(row for row in rows if row["id"] == "orange-many-people")
    many["when"] = [many["when"][0], {"fact": "people", "op": "at_least", "value": _PEOPLE}]
    many["note"] = f"“人数较多”的标准由本地确定，改为 {_PEOPLE} 人。"
    rules.revise("rating", draft.version, rows=rows, by=by)
    day = clock.today() + timedelta(days=7)
    return rules.propose("rating", draft.version, valid_from=day, why=_WHY, by=by)


def lower(places: list[Place], now: datetime) -> None:
    """The station's officer asks three times; one is approved, one refused, one still waits."""
    here = places[0]
    grave = Dispute.objects.in_area(here.officer).filter(colour__in=(Colour.ORANGE, Colour.RED))
    rows = grave.exclude(state__in=ENDED).order_by("-opened_at", "id")[:20]
    mine = [row for row in rows if row.opened_at < now - timedelta(days=1) and needs_second(row, Colour.BLUE)]
    with clock.at(now - timedelta(hours=3)):
        for row, reason in zip(mine, _REASONS, strict=False):
            assessment.ask(row, Colour.BLUE, reason, by=here.officer)
    with clock.at(now - timedelta(hours=1)):
        if len(mine) > 1:
            assessment.refuse(mine[1], "一方家属还在外扬言，再看一周。", by=here.coordinator)
        if len(mine) > 2:
            assessment.approve(mine[2], note="已电话核实。", by=here.coordinator)
