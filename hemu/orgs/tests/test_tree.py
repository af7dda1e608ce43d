"""Rows of the tree and names, whatever the codes and words are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemu.kernel.places import Span
from hemu.orgs import tree
from hemu.orgs.actor import merged
from hemu.orgs.models import Level
from hemu.orgs.names import clean_phone, mask_phone, pinyin_key, village_name

DIGIT_PAIRS = st.tuples(
    st.integers(11, 65), st.integers(1, 99), st.integers(1, 99), st.integers(1, 999), st.integers(1, 999)
)
SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: Span(pair[0], sum(pair))), max_size=8
)


@pytest.mark.req("O1")
@given(parts=DIGIT_PAIRS, number=st.integers(1, 999))
def test_a_row_lies_inside_every_row_above_it(parts: tuple[int, int, int, int, int], number: int) -> None:
    province, prefecture, county, township, village = parts
    digits = f"{province}{prefecture:02}{county:02}{township:03}{village:03}"
    here, rows = tree.COUNTRY_ROW, []
    for level in (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE):
        here = tree.row(digits, level, f"名{int(level)}", here)
        rows.append(here)
    rows.append(tree.grid_row(number, "网格", here))
    for above, below in pairwise(rows):
        assert above.lo <= below.lo < below.hi <= above.hi
        assert below.parent_id == above.code
        assert below.full_name.startswith(above.full_name)
    assert rows[-1].local_name == "名4名5网格"


@pytest.mark.req("O1")
def test_a_row_that_only_groups_is_not_said() -> None:
    beijing = tree.row("11", Level.PROVINCE, "北京市", tree.COUNTRY_ROW)
    group = tree.row("1101", Level.PREFECTURE, "市辖区", beijing)
    assert tree.row("110101", Level.COUNTY, "东城区", group).full_name == "北京市东城区"


@pytest.mark.req("O1")
@pytest.mark.parametrize("number", [0, 1000, -1])
def test_a_village_has_grids_1_to_999(number: int) -> None:
    with pytest.raises(ValueError, match="999"):
        tree.grid_row(number, "网格", tree.COUNTRY_ROW)


@pytest.mark.req("O4")
@given(spans=SPANS)
def test_merging_spans_keeps_exactly_the_same_places(spans: list[Span]) -> None:
    found = merged(spans)
    for place in range(82):
        assert any(place in span for span in spans) == any(place in span for span in found)
    assert all(a.hi < b.lo for a, b in pairwise(found))


@pytest.mark.req("O1")
@pytest.mark.parametrize(
    ("official", "said"),
    [
        ("荣院村村民委员会", "荣院村"),
        ("荣院村委会", "荣院村"),
        ("荣院村民委员会", "荣院村"),
        ("珠藏社区居民委员会", "珠藏社区"),
        ("多福巷社区居委会", "多福巷社区"),
        ("多福巷居委会", "多福巷社区"),
        ("朱斯木拉嘎查委员会", "朱斯木拉嘎查"),
        ("朱斯木拉嘎查村民委员会", "朱斯木拉嘎查"),
        ("河楞村委", "河楞村"),
        ("浔州社区居民会", "浔州社区"),
        ("第一生活区", "第一生活区"),
        ("村委会", "村委会"),
    ],
)
def test_villages_are_called_as_people_call_them(official: str, said: str) -> None:
    assert village_name(official) == said


@given(text=st.text(max_size=40))
def test_any_text_has_a_sort_key_and_a_village_name(text: str) -> None:
    assert len(pinyin_key(text)) <= 300
    assert bool(village_name(text)) == bool(text)


def test_names_sort_by_sound_then_tone() -> None:
    names = ["周丽", "陈光荣", "李建军", "黎明", "吕布"]
    assert sorted(names, key=pinyin_key) == ["陈光荣", "黎明", "李建军", "吕布", "周丽"]


@pytest.mark.req("O4")
@given(digits=st.from_regex(r"\A1[3-9][0-9]{9}\Z"))
def test_phones_match_however_they_were_typed_and_never_show_whole(digits: str) -> None:
    spaced = f"+86 {digits[:3]}-{digits[3:7]} {digits[7:]}"
    assert clean_phone(spaced) == clean_phone(digits) == digits
    assert digits not in mask_phone(digits)
    assert mask_phone(digits)[3:7] == "****"
