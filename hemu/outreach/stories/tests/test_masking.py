"""Nothing by which somebody could be known stays, in what is known and in what must be recognised."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from hemu.demo.names import GUIZHOU, Names
from hemu.outreach.stories.masking import Known, Masker, Sort
from hemu.outreach.stories.risks import left_over

pytestmark = pytest.mark.req("P3")
CASES = json.loads(Path(__file__).with_name("reported.json").read_text("utf-8"))
"""Incidents as the two published reports tell them."""
REGIONS = re.compile("[\u4e00-\u9fff]{2,4}?(?:自治州|省|州|市|新区|县|镇|乡|村)")


def told(text: str, known: Known | None = None, **more) -> str:
    return Masker(known or Known(), more.get("by_hand", {}), more.get("kept", ())).mask(text).text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_no_place_name_or_number_of_the_reported_cases_stays(case):
    text = told(f"{case['place']}。{case['text']}")
    left = [name for name in REGIONS.findall(case["place"]) if name in text or name[:-1] in text]
    assert left == []
    assert not re.search(r"[0-9０-９]", text)
    assert not re.search("[赵钱孙李周吴郑王冯陈黄罗覃韦岑侯]某", text)


def test_one_person_is_one_letter_however_they_are_called():
    known = Known(persons=["王兴国", "李明"])
    text = told("王兴国和李明争地界。老王说李家占了地,兴国的儿子去找李某理论,王某后来道歉。", known)
    assert text == "甲和乙争地界。甲说乙家占了地,甲的儿子去找乙理论,甲后来道歉。"


def test_two_of_one_surname_are_not_taken_for_one_another():
    text = told("王兴国和王明贵争执,王兴国先动手。", Known(persons=["王兴国", "王明贵"]))
    assert text == "甲和乙争执,甲先动手。"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("2026年3月5日上午9时30分", "某年某月某日某时"),
        ("二〇二五年十二月三日", "某年某月某日"),
        ("2025-03-05", "某日"),
        ("腊月二十三", "某月"),
        ("上周五", "某天"),
        ("电话13800002345", "电话某号码"),
        ("身份证52272519700101123X", "身份证某号码"),
        ("卡号6222 0212 3456 7890", "卡号某号码"),
        ("微信wang_1970", "微信某账号"),
        ("贵J·A1234", "某号牌车辆"),
        ("赔偿12,500元", "赔偿数万元"),
        ("赔偿三千块", "赔偿数千元"),
        ("借款八十万元", "借款数十万元"),
        ("（2025）黔2725民初123号", "某文号"),
        ("53岁", "某岁"),
        ("第三村民小组", "某村民小组"),
        ("３楼", "若干楼"),
        ("用这个办法3次", "用这个办法若干次"),
    ],
)
def test_what_is_sure_by_its_shape(was, now):
    assert told(was) == now


@pytest.mark.parametrize(
    ("was", "gone"),
    [
        ("在桐梓坡村发生争吵", "桐梓坡"),
        ("贞丰县小屯镇的集市", "小屯"),
        ("到瓮安县人民法院起诉", "瓮安"),
        ("在鸿运砂石厂打工", "鸿运"),
        ("住在幸福小区", "幸福"),
        ("在解放路口相撞", "解放"),
        ("村民覃小芳说", "覃小芳"),
        ("邻居欧阳德贵不同意", "欧阳"),
        ("他叫罗胜海", "罗胜海"),
        ("岑某某动了手", "岑某"),
    ],
)
def test_what_must_be_recognised(was, gone):
    assert gone not in told(was)


@pytest.mark.parametrize(
    "ordinary",
    [
        *("农村宅基地纠纷", "双方和好如初", "家庭矛盾", "本村调解员", "在小区门口", "邻里关系", "山林土地"),
        *("秋收时连下大雨", "应当赔偿（民法典1165）。", "依照民法典第288条，各让一步"),
    ],
)
def test_ordinary_words_stay(ordinary):
    assert told(ordinary) == ordinary


def test_names_of_parties_never_stay_whoever_they_are():
    names, chance = Names(GUIZHOU, 522725, 7), random.Random(7)
    for _round in range(300):
        one, other = names.name(1), names.name(2)
        text = chance.choice(
            (
                f"{one}与{other}因修路占地吵架，{one[-2:]}的牛吃了{other}家的庄稼。",
                f"{other}把水沟堵了，{one}上门理论，{other}说是{one}先挖的。",
                f"邻居{one}借给{other}钱，{other}一直没还，{one}堵了{other}的门。",
            )
        )
        after = told(text, Known(persons=[one, other]))
        assert one not in after, text
        assert other not in after, text
        assert len(one) < 3 or one[1:] not in after, text


def test_a_person_replaces_more_or_puts_back():
    assert told("养蜂的老汉来劝", by_hand={"养蜂的老汉": "一位长者"}) == "一位长者来劝"
    assert told("高坡村来人", kept=["高坡村"]) == "高坡村来人"


def test_each_piece_says_what_it_was_and_the_original_can_be_put_together_again():
    text = "2026年3月王兴国在荣院村"
    masked = Masker(Known(persons=["王兴国"], places=["荣院村"]), {}).mask(text)
    assert masked.original == text
    assert [piece.sort for piece in masked.pieces if piece.changed] == [Sort.TIME, Sort.PERSON, Sort.PLACE]


def test_rare_facts_few_alike_and_leftovers_are_pointed_out():
    masked = Masker(Known(), {}).mask("双胞胎兄弟是村支书的儿子，说“打死也不让”。")
    found = {risk.words for risk in left_over([masked], alike=2)}
    assert {"双胞胎", "村支书", "同类很少", "“打死也不让”"} <= found
    assert left_over([Masker(Known(), {}).mask("两家和好。")], alike=40) == []
