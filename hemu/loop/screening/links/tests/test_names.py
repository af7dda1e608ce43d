"""Names as people write, hear and say them; words and sums of two tellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemu.loop.screening.links import names, texts

pytestmark = pytest.mark.req("S13")


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        ("张国强", "张国强", "same"),
        ("張國強", "张国强", "same"),
        ("张 国强", "张国强等12人", "same"),
        ("张国强家属", "张国强", "same"),
        ("张国强", "章国强", "sound"),
        ("李长河", "李常河", "sound"),
        ("曾祥林", "增祥林", "sound"),
        ("刘兰", "牛兰", "near_sound"),
        ("胡建华", "付建华", "near_sound"),
        ("张国强", "张国", "one_char"),
        ("王建国", "王建军", "one_char"),
        ("王国建", "王建国", "one_char"),
        ("国强", "张国强", "given"),
        ("老张", "张国强", "address"),
        ("张大爷", "章国强", "address"),
        ("张某", "张国强", "address"),
        ("张国强（小名二娃）", "二娃", "alias"),
        ("张国强，外号老黑", "老黑", "alias"),
        ("张国强", "张素芬", "surname"),
        ("张伟", "张华", "surname"),
        ("张国强", "李素芬", "different"),
        ("老张", "李素芬", "different"),
        ("", "张国强", "missing"),
        ("阿卜杜拉·买买提", "阿卜杜拉买买提", "same"),
        ("欧阳修文", "欧阳秀文", "sound"),
    ],
)
def test_how_two_names_agree(one, two, level):
    for left, right in ((one, two), (two, one)):
        assert names.agreement(names.parsed(left), names.parsed(right)) == level, (left, right)


@given(st.text(max_size=12), st.text(max_size=12))
def test_no_text_breaks_it_and_no_order_matters(one, two):
    left, right = names.parsed(one), names.parsed(two)
    assert names.agreement(left, right) == names.agreement(right, left)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("欠款3.2万元", {"元32000"}),
        ("欠三万二千元", {"元32000"}),
        ("借了3万2块", {"元32000"}),
        ("32000元钱和五百块", {"元32000", "元500"}),
        ("占地2.5亩，砍树十二棵", {"亩2.5", "棵12"}),
        ("给了20元", set()),
        ("1998年的事", set()),
    ],
)
def test_sums_and_measures(text, found):
    assert texts.figures(text) == found


def test_two_tellings_share_what_they_share():
    one = texts.grams("两家因大田坝水沟浇水先后发生口角", ())
    two = texts.grams("大田坝那条水沟，浇水先后吵了起来", ())
    other = texts.grams("欠工程款不还，堵了项目部大门", ())
    assert texts.overlap(one, two) > 0.4
    assert texts.overlap(one, other) == 0
    assert texts.overlap(one, frozenset({"水沟"})) is None
    assert texts.shared_words("因大田坝水沟浇水先后", "走访大田坝水沟时听说浇水先后的事") == [
        "大田坝水沟",
        "浇水先后",
    ]


@given(st.text(max_size=80), st.text(max_size=80))
def test_shared_runs_are_in_both(one, two):
    for run in texts.shared_words(one, two):
        assert run in one
        assert run in two


def test_names_are_taken_out_before_words_are_compared():
    assert texts.grams("张国强砍了李长河家的树", ("张国强", "李长河")) == {"砍了", "家的", "的树"}
