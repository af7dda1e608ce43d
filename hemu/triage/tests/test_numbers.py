"""Numbers in words and figures, and what they count."""

from __future__ import annotations

import pytest

from hemu.triage.numerals import numerals, read
from hemu.triage.tests.looking import look

pytestmark = pytest.mark.req("A4")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("三十多", 30), ("三十余", 30), ("十几", 11), ("二十几", 21), ("几十", 20), ("数十", 20),
        ("上百", 100),
        ("百余", 100), ("两", 2), ("一千二百", 1200), ("三百零五", 305), ("一万五", 15_000), ("三千五", 3500),
        ("两万余", 20_000), ("2万余", 20_000), ("1.5万", 15_000), ("1万5", 15_000), ("3,000", 3000),
        ("40余", 40),
        ("几十万", 200_000), ("一亿两千万", 120_000_000), ("1998", 1998), ("几", None), ("多", None),
        ("七八", 7), ("三四十", 30), ("二三百", 200), ("两三万", 20_000), ("二〇二四", 2024), ("三十五", 35),
    ],
)  # fmt: skip
def test_a_number_is_read_at_the_least_that_it_means(written, value):
    assert read(written) == value


def test_numbers_keep_their_places():
    text = "欠款2万余元,涉及三十余户"
    assert [text[found.start : found.end] for found in numerals(text)] == ["2万余", "三十余"]


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("拖欠三十多名农民工工资。", "people", 30),
        ("涉及村民120人。", "people", 120),
        ("涉及两个村民组三十余户。", "households", 30),
        ("两家因排水吵架。", "households", 2),
        ("欠款2万余元。", "amount", 20_000),
        ("借了一万五千块钱不还。", "amount", 15_000),
        ("赔偿1,200元。", "amount", 1200),
        ("欠他3万。", "amount", 30_000),
        ("欠工钱三万二,一直没给。", "amount", 32_000),
        ("带了七八个人来堵门。", "people", 7),
        ("已组织两次调解仍未达成协议。", "failed_mediations", 2),
        ("村里组织调解过两次,都没谈拢。", "failed_mediations", 2),
        ("先后三次调解未果。", "failed_mediations", 3),
        ("多次调解未果。", "failed_mediations", 2),
        ("调解未成。", "failed_mediations", 1),
        ("村里说过两次没有谈拢。", "failed_mediations", 2),
        ("家属报警处置。", "police_incidents", 1),
        ("已报警三次。", "police_incidents", 3),
        ("多次报警。", "police_incidents", 2),
        ("土地纠纷近十年。", "recurring_years", 10),
        ("两家争了八年。", "recurring_years", 8),
        ("积怨长达十余年。", "recurring_years", 10),
        ("涉及国土、林业、村委会多个主体。", "responsible_units", 3),
        ("涉及3个部门。", "responsible_units", 3),
    ],
)
def test_what_a_number_counts(text, fact, value):
    assert look(text).values[fact] == value


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("两次调解后达成协议。", "failed_mediations"),
        ("没有报警。", "police_incidents"),
        ("如果再来就报警。", "police_incidents"),
        ("十年前修的猪圈。", "recurring_years"),
        ("走了二十年的路被堵。", "recurring_years"),
        ("每月工资3000元。", "amount"),
        ("一人一半。", "people"),
        ("他家有三百只羊。", "amount"),
        ("借了他家一千二百斤谷子。", "amount"),
        ("涉及两个村民组。", "people"),
        ("两家公司签了合同。", "households"),
        ("找过村委会。", "responsible_units"),
    ],
)
def test_what_a_number_does_not_count(text, fact):
    assert fact not in look(text).values


def test_the_sum_that_is_owed_goes_before_a_larger_one():
    found = look("他的房子值50万元。欠我的货款是2万元。")
    assert found.values["amount"] == 20_000
    assert found.words("amount") == ["2万元"]


def test_a_child_by_age():
    assert look("孩子才5岁。").values["minors"] is True
    assert "minors" not in look("他今年45岁。").values
    assert "minors" not in look("他今年四十五岁。").values
