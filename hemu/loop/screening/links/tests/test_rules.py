"""Comparing and weighing, without a database: what agreement is worth, and what keys lead to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hemu.loop.screening.links import blocking, rules, weights
from hemu.loop.screening.links.matter import Matter, matter, person
from hemu.loop.screening.links.weights import Table, Weights, counted, shipped

pytestmark = pytest.mark.req("S13")
WATER = "两家共用大田坝的水沟，天旱抢水发生口角，要求按先后轮流放水，赔偿秧苗损失三千元。"
RETOLD = "走访中听说，为大田坝那条水沟放水的先后又吵了，一方要赔秧苗3000元。"


def one(*names: str, **over: object) -> Matter:
    parts: dict[str, object] = {
        "county": 522725, "dispute_id": 1, "region": 522725106201001, "kind": 201, "place": "大田坝",
        "day": date(2025, 5, 1), "words": WATER,
        "persons": [person(name) for name in names or ("张国强", "李长河")],
    }  # fmt: skip
    return matter(**{**parts, **over})  # type: ignore[arg-type]


def said(left: Matter, right: Matter) -> rules.Verdict:
    return rules.compare(left, right, shipped())


def test_the_same_parties_place_time_and_words_are_one_matter():
    found = said(one(), one("章国强", "李长河", dispute_id=2, day=date(2025, 5, 3), words=RETOLD))
    assert found.same > 0.95
    assert (found.levels["place"], found.levels["days"], found.levels["figures"]) == ("grid", "week", "same")


def test_the_same_parties_later_and_otherwise_grew_out_of_it():
    fight = one(
        day=date(2025, 8, 1),
        kind=303,
        place="街上",
        words="因上次放水的事怀恨在心，见面后打了起来，要求赔医药费。",
    )
    found = said(one(), fight)
    assert found.grown > 0.9
    assert found.levels["cue"] == "yes"


def test_other_people_on_the_same_day_at_the_same_place_are_another_matter():
    other = one("何正才", "罗明芳", dispute_id=2, words="何家的牛吃了罗家的秧苗，双方争吵，要求赔偿。")
    assert said(one(), other).linked < 0.5


def test_one_party_in_common_is_not_enough():
    other = one(
        "张国强", "何正才", dispute_id=2, kind=804, day=date(2025, 9, 1), place="新街", words="借款到期不还。"
    )
    assert said(one(), other).linked < 0.5


def test_an_identity_number_outweighs_a_name_and_no_number_is_no_evidence():
    table = shipped().person
    known = person("张国强", identity=b"1")
    assert rules.compare_persons(known, person("章国墙", identity=b"1"), table).grade == "sure"
    bare = rules.compare_persons(person("张国强"), person("张国强"), table).bits
    assert rules.compare_persons(known, person("张国强"), table).bits == bare
    assert rules.compare_persons(known, person("张国强", identity=b"2"), table).bits < bare


def test_a_common_name_says_less_than_a_rare_one():
    bits = [
        rules.compare_persons(person("王伟"), person("王伟"), shipped().person, n).bits for n in (1, 10, 40)
    ]
    assert bits == sorted(bits, reverse=True)


def test_nobody_is_taken_for_two():
    found = said(one("张国强", "张国强"), one("张国强", "李长河", dispute_id=2))
    assert len([pair for pair in found.persons if pair.theirs == 0]) <= 1


def test_what_the_outline_drops_words_could_not_have_saved():
    """The short cut of the sweep: those it leaves unread would stay below one half with any words."""
    pairs = [
        (one(*left), one(*right, dispute_id=2, kind=kind, day=day, region=region, words=words))
        for left in (("张国强", "李长河"), ("老张",))
        for right in (("张国强", "李长河"), ("老李", "何正才"), ("罗明芳",))
        for kind in (201, 202, 804)
        for day in (date(2025, 5, 2), date(2025, 7, 1), date(2026, 1, 1))
        for region in (522725106201001, 522725106202001, 522725110201001)
        for words in (WATER, RETOLD, "借款三千元到期不还。")
    ]
    dropped = 0
    for left, right in pairs:
        outline = rules.outline(left, right, shipped(), {})
        if not rules.may_be_linked(outline, shipped()):
            dropped += 1
            assert rules.compare(left, right, shipped()).linked < 0.5
    assert 0 < dropped < len(pairs)


def test_those_who_are_one_matter_share_a_key():
    left = one()
    for right in (
        one("章国强", "老李", dispute_id=2, region=522725106201003),
        one("国强", dispute_id=2),
        one("张国", "李长合", dispute_id=2, region=522725106202001, place="", words=""),
        one("何正才", dispute_id=2, day=date(2025, 6, 2), place="", words=""),
    ):
        mine = {key.value for key in blocking.keys_of(left)}
        assert mine & {key.value for key in blocking.sought(right)}, right.persons


def test_a_key_tells_nothing_and_none_is_double():
    keys = blocking.keys_of(one())
    assert len({key.value for key in keys}) == len(keys)
    assert all(-(2**63) <= key.value < 2**63 for key in keys)
    moved = replace(one(), region=522725110201001)
    shared = {key.value for key in keys} & {key.value for key in blocking.keys_of(moved)}
    kinds = {key.kind for key in keys if key.value in shared}
    assert kinds <= {blocking.KeyKind.NAME, blocking.KeyKind.PAIR}


def test_counting_gives_the_chances_that_were_seen():
    seen = [({"place": "grid"}, 0)] * 30 + [({"place": "county"}, 0)] * 10 + [({"place": "county"}, 1)] * 40
    table = counted(seen, 2)
    grid, county = table.chances["place"]["grid"], table.chances["place"]["county"]
    assert grid[0] == pytest.approx(0.75, abs=0.01)
    assert county[1] == pytest.approx(1, abs=0.02)
    assert table.bits("place", "grid")[0] > 4
    assert table.bits("place", "never seen") == (0.0,)
    assert table.prior == pytest.approx((0.5, 0.5))


def test_what_is_believed_moves_slowly():
    believed = Table({"place": {"grid": (0.8, 0.2), "county": (0.2, 0.8)}}, (0.5, 0.5))
    seen = [({"place": "grid"}, 1)] * 10
    table = counted(seen, 2, before=believed, worth=100)
    assert table.chances["place"]["grid"][1] == pytest.approx((10 + 20) / 110)
    assert table.chances["place"]["grid"][0] == pytest.approx(0.8)


def test_the_shipped_weights_are_read_as_they_were_written():
    held = shipped()
    again = weights.from_json(held.as_json())
    assert again.as_json() == held.as_json()
    assert isinstance(again, Weights)
    for table in (held.person, held.matter):
        for levels in table.chances.values():
            for n in range(len(table.prior)):
                assert sum(chances[n] for chances in levels.values()) == pytest.approx(1, abs=0.02)
