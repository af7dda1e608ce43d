"""The incidents of the reports: the facts that their expectations rely on are proposed."""

from __future__ import annotations

from typing import Any

import pytest

from hemu.triage.proposal import Proposal, propose
from hemu.triage.tests.looking import look

pytestmark = [pytest.mark.django_db, pytest.mark.req("A4")]
RED, ORANGE, BLUE = 3, 2, 1

CASES: dict[str, tuple[str, int | None, dict[str, Any], int | None]] = {
    "qxn-1": (
        "再婚家庭,妻子与前夫及娘家有矛盾;妻子在娘家修建一栋房子,因房产与父母、刑满释放的兄长及前夫发生纠纷,"
        "家中已发生过冲突,家属报警处置。",
        1, {"police_incidents": 1, "complex_matter": True}, None,
    ),
    "qxn-2": (
        "吴某与邻居黄某土地纠纷近十年:十年前修猪圈占地,现在修田埂毁庄稼,双方在田埂里争吵,火药味甚浓。"
        "走访民警劝解4小时,当场签订调解协议书。",
        9, {"recurring_years": 10, "settleable_on_spot": True}, BLUE,
    ),
    "qxn-4": (
        "与家人争吵后独自上山喝农药,经干部群众搜救送医。",
        1, {"self_harm": True, "injury": True}, RED,
    ),
    "qxn-6": ("邻里纠纷,民警调解后双方握手言和。", 2, {"settleable_on_spot": True}, BLUE),
    "zc-red": (
        "当事人扬言报复社会,有实施个人极端暴力倾向,事态可能进一步激化。",
        None, {"revenge_on_society": True, "threat_violence": True, "may_escalate": True}, RED,
    ),
    "zc-orange": (
        "林权纠纷,涉及两个村民组三十余户,已组织两次调解仍未达成协议,情况复杂。",
        9, {"failed_mediations": 2, "households": 30, "complex_matter": True}, ORANGE,
    ),
    "zc-blue": (
        "两户因浇水先后发生口角,无人受伤,可当场调解。",
        2, {"injury": False, "households": 2, "settleable_on_spot": True}, BLUE,
    ),
    "zc-vertical": (
        "责任主体不明确,涉及国土、林业、村委会多个主体的边界纠纷。",
        None, {"subject_unclear": True, "responsible_units": 3}, BLUE,
    ),
    "zc-horizontal": (
        "一方已就借款向法庭起诉,另一方要求派出所处理。",
        8, {"sued": True, "legal_matter": True}, BLUE,
    ),
    "dc-1": (
        "村民因责任田田界、宅基地墙界、田地浇水等发生口舌之争,由村民说事服务队上门化解。",
        None, {"settleable_on_spot": True}, BLUE,
    ),
}  # fmt: skip
"""Text, the group of the kind (None: several fit), the facts, the colour that these alone must give."""


@pytest.mark.parametrize("name", CASES)
def test_what_a_case_relies_on_is_proposed(name):
    text, group, facts, colour = CASES[name]
    found = propose(text)
    proposed = {fact.name: fact.value for fact in found.facts}
    assert {fact: proposed.get(fact) for fact in facts} == facts
    if colour is not None:
        assert found.colour == colour
    if group is not None:
        assert found.kind is not None
        assert int(found.kind.code) // 100 == group


def test_nothing_is_made_up_of_a_case_that_is_quiet():
    found = look("走访核实,为外出群众找回失散30多年的亲人。")
    assert (found.facts, found.noticed) == ({}, {})


@pytest.mark.parametrize(
    "text",
    [
        "走访核实,为外出群众找回失散30多年的亲人。",
        "村民在一款APP上贷款3万元未到账,客服称订单冻结需充值1.5万元解冻,村民咨询,民警当面劝阻,未受骗。",
    ],
)
def test_what_is_no_dispute_is_no_kind(text):
    found = propose(text)
    assert found.no_dispute
    assert found.kind is None


@pytest.mark.parametrize(
    "text", ["请尽快处理。", "他们来了。", "", "。", "当事人只会讲布依语,由会说布依语的调解员调解。"]
)
def test_it_abstains_where_the_words_say_nothing(text):
    assert propose(text).kind is None


def _quotes(text: str, found: Proposal) -> list[str]:
    assert found.kind is not None
    return [text[start:end] for start, end in found.kind.words]


def test_the_words_for_a_kind_are_pointed_at():
    text = "老闆拖欠工人工資三個月。"
    found = propose(text)
    assert found.kind is not None
    assert found.kind.code == "0701"
    assert any("工資" in quote for quote in _quotes(text, found))


def test_urgency_comes_from_the_rules_in_force_not_from_here(cast):
    """A county that holds a knife alone for red says so in its table, and the proposal follows."""
    from hemu.rulebook.models import RuleTable
    from hemu.rulebook.store import touch

    text = "他手持菜刀站在门口。"
    assert propose(text).colour == BLUE
    table = RuleTable.objects.get(name="rating", version=1)
    row = {"id": "red-knife", "text": "持刀", "when": [{"fact": "weapon", "op": "is", "value": True}],
           "then": {"colour": RED}, "source": "本地规定"}  # fmt: skip
    RuleTable.objects.create(
        name="rating", version=9, status=table.status, rows=[row, *table.rows], examples=[], why="试",
        content_hash="x" * 64, drafted_by="甲", drafted_at=table.drafted_at, activated_by="甲",
        activated_at=table.activated_at, valid_from="2001-01-01",
    )  # fmt: skip
    touch()
    found = propose(text)
    assert found.colour == RED
    assert [ground.rule for ground in found.urgency.grounds] == ["red-knife"]
